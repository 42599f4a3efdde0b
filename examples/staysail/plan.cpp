#include <iostream>

#include "host.hpp"
#include "printing.hpp"
#include "staysail/boss/mapping.hpp"
#include "staysail/cycle/night_playbook.hpp"
#include "staysail/strategy/explanation.hpp"

namespace staysail::program {
namespace {

Result<Playbook> playbook_for(const PlanAsk& ask, const NightRecord& night) {
  if (ask.mapping.empty()) return playbook_of(night, ask.playbook, ModelCatalog());
  STAYSAIL_TRY(const auto mapping, Mapping::load(ask.mapping));
  return playbook_of(night, ask.playbook, mapping.catalog);
}

struct Told {
  StrategyId strategy;
  Explanation why;
};

ReadableNames names_of(const Playbook& playbook) {
  ReadableNames names;
  for (const auto& strategy : *playbook.strategies())
    names.add(strategy.id.text(), strategy.title.zh, strategy.title.en);
  return names;
}

Result<std::vector<Told>> explained(const PlanAsk& ask, const NightRecord& night, const Playbook& playbook) {
  const Inputs constants = {{"as_of", Value::date(night.as_of)}};
  const auto subscription = SubscriptionId::of(ask.subscription);
  const ReadableNames names = names_of(playbook);
  std::vector<Told> told;
  if (!ask.strategy.empty()) {
    const auto strategy = StrategyId::of(ask.strategy);
    STAYSAIL_TRY(auto why,
                 explain(playbook.matcher(), night.decision, night.matches, constants, subscription, strategy, names));
    told.push_back({strategy, std::move(why)});
    return told;
  }
  STAYSAIL_TRY(auto all,
               explain_all(playbook.matcher(), night.decision, night.matches, constants, subscription, names));
  for (std::size_t i = 0; i < all.size(); ++i) told.push_back({playbook.matcher().rules()[i].id, std::move(all[i])});
  return told;
}

const std::string& sentence_of(const Explanation& why, const PlanAsk& ask) {
  return ask.language == "en" ? why.sentence : why.chinese;
}

std::string condition_text(const Condition& condition) {
  return condition.text + "   (" + condition.actual + ": " + condition.holds.to_string() + ")";
}

void print_told(const Told& told, const PlanAsk& ask) {
  std::cout << told.strategy.text() << ": " << name_of(told.why.verdict) << "\n  " << sentence_of(told.why, ask)
            << "\n";
  for (const auto& condition : told.why.conditions) std::cout << "    " << condition_text(condition) << "\n";
}

// A row a strategy; its conditions in one cell, a line each.
Result<Batch> told_rows(const std::vector<Told>& all, const PlanAsk& ask) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& told : all) {
    std::string conditions;
    for (const auto& condition : told.why.conditions)
      conditions += (conditions.empty() ? "" : "\n") + condition_text(condition);
    rows.push_back({ask.subscription, told.strategy.text(), std::string(name_of(told.why.verdict)),
                    sentence_of(told.why, ask), conditions, told.why.winner.text(),
                    told.why.winner_subscription.text()});
  }
  return text_rows(
      {"subscription_id", "strategy_id", "verdict", "sentence", "conditions", "winner_strategy", "winner_subscription"},
      rows);
}

Status tell(const PlanAsk& ask, const std::vector<Told>& all) {
  if (ask.format != "table") {
    STAYSAIL_TRY(const Batch rows, told_rows(all, ask));
    print(rows, ask.format);
    return ok();
  }
  for (const auto& told : all) print_told(told, ask);
  return ok();
}

Status carry_out(Store& store, const PlanAsk& ask) {
  STAYSAIL_TRY(const auto night, load_night(store, ask.period));
  if (ask.action == "funnel") {
    print(night.funnel, ask.format);
    return ok();
  }
  STAYSAIL_TRY(const auto playbook, playbook_for(ask, night));
  if (playbook.digest() != night.playbook_digest)
    std::cerr << "note: this is not the playbook of that night; its rules are used to explain\n";
  STAYSAIL_TRY(const auto told, explained(ask, night, playbook));
  return tell(ask, told);
}

}  // namespace

int plan(const PlanAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto done = carry_out(**store, ask);
  return done ? kOk : failed(done.error());
}

}  // namespace staysail::program
