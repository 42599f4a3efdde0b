// What the retention team launches: a target list (目标客户清单) says whom, a retention plan (维系方案) says what with.
// Both live the life of a campaign (model/life_cycles.hpp).
#pragma once

#include "staysail/model/noun_record.hpp"

namespace staysail {

// Customers that a rule or a model chose on a day.
struct TargetList {
  static constexpr std::string_view table = "target_lists";
  TargetListId id;
  std::string name;
  std::string rule;
  std::string owner;
  std::optional<Day> drawn;
  std::optional<CampaignState> status;

  template <class Noun, class Walker>
  static void walk(Noun& noun, Walker& walker) {
    walker("target_list_id", noun.id);
    walker("name", noun.name);
    walker("rule", noun.rule);
    walker("owner", noun.owner);
    walker("drawn", noun.drawn);
    walker("status", noun.status);
  }
};

// A target list joined with the strategy that serves it, for a time and within a budget.
struct RetentionPlan {
  static constexpr std::string_view table = "retention_plans";
  RetentionPlanId id;
  std::string name;
  TargetListId target_list;
  StrategyId strategy;
  std::optional<Day> start;
  std::optional<Day> end;
  std::optional<Amount> budget;
  std::optional<CampaignState> status;

  template <class Noun, class Walker>
  static void walk(Noun& noun, Walker& walker) {
    walker("retention_plan_id", noun.id);
    walker("name", noun.name);
    walker("target_list_id", noun.target_list);
    walker("strategy_id", noun.strategy);
    walker("start", noun.start);
    walker("end", noun.end);
    walker("budget", noun.budget);
    walker("status", noun.status);
  }
};

}  // namespace staysail
