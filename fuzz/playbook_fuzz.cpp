// Strategies, contact policies, work rules, stage policies and offerings: any text is read or is an error, and what was
// read can be used.
#include <cstdint>
#include <string_view>

#include "staysail/lifecycle/stage_policy.hpp"
#include "staysail/strategy/offerings.hpp"
#include "staysail/strategy/rule_list.hpp"
#include "staysail/strategy/strategy_file.hpp"
#include "staysail/work/work_rules.hpp"

namespace {

using namespace staysail;

FrameScope frame_scope() {
  FrameScope frame;
  frame.stages = {"onboarding", "growth", "maturity", "decline", "churned"};
  frame.scope.add("status", {"active", "terminated"});
  frame.scope.add("stage", frame.stages);
  for (const char* number :
       {"value_band", "warning_points", "complaints_90d", "complaints_open_days", "asked_for_offer_90d"})
    frame.scope.add(number, FeelType::number());
  for (const char* text : {"warning_level", "reason_1", "reason_2", "complaint_cause"})
    frame.scope.add(text, FeelType::text());
  frame.scope.add("as_of", FeelType::date());
  return frame;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const FrameScope frame = frame_scope();
  std::vector<Strategy> strategies;
  if (auto read = parse_strategies(text, "fuzz.toml", frame)) {
    (void)compile_strategies(*read, frame);
    strategies = *std::move(read);
  }
  (void)parse_match_rules(text, "fuzz.toml");
  (void)parse_rule_csv(text, "fuzz.csv");
  (void)parse_rule_json(text, "fuzz.json");
  (void)parse_contact_policy(text, "fuzz.toml", frame);
  if (const auto offerings = Offerings::parse(text, "fuzz.toml", frame.scope))
    for (const Offering& offering : offerings->all) (void)offering.rated({61, 1, 1}, offering.monthly_fee);
  if (const auto policy = StagePolicy::parse(text, "fuzz.toml", frame.scope))
    for (const LineFamily& family : policy->families) (void)family.when.evaluate(Inputs());
  if (const auto rules = WorkRules::parse(text, "fuzz.toml", strategies))
    (void)rules->calendar.plus_working_days(Day(), rules->due_days);
  return 0;
}
