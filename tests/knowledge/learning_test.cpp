#include "staysail/knowledge/learning.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "staysail/evaluation/evaluation.hpp"
#include "staysail/knowledge/advice.hpp"

namespace staysail {
namespace {

const Month kMarch = Month::of(2026, 3);
const StrategyId kRenewal = StrategyId::of("renewal");

struct Group {
  std::string segment, stage;
  int treated, kept, held_out, held_out_kept;
};

EvaluationReport report_of(Month period, const std::vector<Group>& groups, const EvaluationOptions& options = {}) {
  std::vector<Exposure> exposures;
  std::vector<Outcome> outcomes;
  const auto add = [&](const Group& group, Arm arm, int customers, int kept) {
    for (int i = 0; i < customers; ++i) {
      const auto id = CustomerId::of("C" + std::to_string(outcomes.size()));
      exposures.push_back({id, kRenewal, group.segment, group.stage, arm, period, arm == Arm::treated, i % 3 == 0});
      outcomes.push_back({id, i < kept, 0, 0});
    }
  };
  for (const Group& group : groups) {
    add(group, Arm::treated, group.treated, group.kept);
    add(group, Arm::held_out, group.held_out, group.held_out_kept);
  }
  return evaluate(period, exposures, outcomes, options).value();
}

const std::vector<Group> kMarchGroups = {
    {"high", "decline", 120, 110, 30, 22}, {"high", "growth", 50, 49, 10, 10}, {"low", "decline", 40, 30, 10, 8}};
const std::vector<Group> kAprilGroups = {{"high", "decline", 130, 121, 33, 24}, {"low", "decline", 44, 30, 11, 8}};

KnowledgeItemId item_id(const char* segment, const char* period) {
  return KnowledgeItemId::of(std::string("evaluation/renewal/") + segment + "/" + period);
}

const KnowledgeItem& item(const KnowledgeBase& base, const char* segment, const char* period) {
  const KnowledgeItem* found = base.find(item_id(segment, period));
  REQUIRE(found != nullptr);
  return *found;
}

// Items without their version numbers, which count how often something was corrected on the way.
std::string contents(const KnowledgeBase& base) {
  std::string text;
  for (const KnowledgeItem* item : base.items()) {
    KnowledgeItem plain = *item;
    plain.version = 1;
    text += to_record(plain);
  }
  for (const auto& [key, counts] : base.evidence().cells()) text += to_record(key, counts);
  return text;
}

std::vector<Group> any_groups() {
  std::vector<Group> groups;
  for (const char* segment : {"high", "low"})
    for (const char* stage : {"growth", "decline"}) {
      if (*rc::gen::inRange(0, 3) == 0) continue;
      const int treated = *rc::gen::inRange(1, 60);
      const int held = *rc::gen::inRange(0, 40);
      groups.push_back(
          {segment, stage, treated, *rc::gen::inRange(0, treated + 1), held, *rc::gen::inRange(0, held + 1)});
    }
  return groups;
}

}  // namespace

TEST_CASE("a report becomes evidence in its finest cells, and one item a strategy and segment") {
  KnowledgeBase base;
  const Lesson lesson = learn(base, report_of(kMarch, kMarchGroups)).value();
  CHECK(lesson.cells == 3);
  CHECK(lesson.changed == std::vector<KnowledgeItemId>{item_id("high", "2026-03"), item_id("low", "2026-03")});
  CHECK(base.evidence().total({kRenewal, "high", "decline", {}}).counts == OutcomeCounts{120, 40, 110, 30, 22});
  CHECK(base.evidence().total({kRenewal, {}, {}, {}}).counts.tried == 210);
  const KnowledgeItem& high = item(base, "high", "2026-03");
  CHECK(high.state == KnowledgeState::published);
  CHECK(high.valid_from == Day::parse("2026-04-01").value());
  CHECK(high.evidence == std::vector<ItemEvidence>{{"evaluation 2026-03", {170, 57, 159, 40, 32}}});
  CHECK(high.kind == KnowledgeKind::practice);
  CHECK(high.body.find("Stage decline: tried 120 times, 91.7 % kept") != std::string::npos);
  CHECK(high.body.find("阶段growth：执行50次") != std::string::npos);
  CHECK(item(base, "low", "2026-03").kind == KnowledgeKind::experience);
}

TEST_CASE("the next month adds to the evidence and supersedes the item") {
  KnowledgeBase base;
  REQUIRE(learn(base, report_of(kMarch, kMarchGroups)));
  const Lesson april = learn(base, report_of(kMarch + 1, kAprilGroups)).value();
  CHECK(april.changed.size() == 4);
  CHECK(item(base, "high", "2026-03").state == KnowledgeState::deprecated);
  const KnowledgeItem& high = item(base, "high", "2026-04");
  CHECK(high.state == KnowledgeState::published);
  CHECK(high.supersedes == item_id("high", "2026-03"));
  CHECK(high.evidence.size() == 2);
  CHECK(high.body.find("Since 2026-03: tried 300 times") != std::string::npos);
  CHECK(base.evidence().total({kRenewal, "high", {}, {}}).counts.tried == 300);
}

TEST_CASE("planted fault: learning the same month again counts nothing twice and changes nothing") {
  KnowledgeBase base;
  REQUIRE(learn(base, report_of(kMarch, kMarchGroups)));
  const std::string before = base.save();
  const Lesson again = learn(base, report_of(kMarch, kMarchGroups)).value();
  CHECK(again.changed.empty());
  CHECK(base.save() == before);
}

TEST_CASE("a corrected month is carried into the months after it, and what it no longer has is retired") {
  KnowledgeBase base;
  REQUIRE(learn(base, report_of(kMarch, kMarchGroups)));
  REQUIRE(learn(base, report_of(kMarch + 1, kAprilGroups)));
  const std::vector<Group> corrected = {{"high", "decline", 100, 90, 30, 22}};
  REQUIRE(learn(base, report_of(kMarch, corrected)));
  CHECK(base.evidence().total({kRenewal, "high", {}, {}}).counts.tried == 230);
  CHECK(item(base, "high", "2026-04").body.find("Since 2026-03: tried 230 times") != std::string::npos);
  CHECK(item(base, "low", "2026-03").state == KnowledgeState::deprecated);
  CHECK(item(base, "low", "2026-04").evidence.size() == 1);
  CHECK(item(base, "low", "2026-04").supersedes.empty());
}

TEST_CASE("planted fault: a comparison that is not to be trusted earns no advice") {
  EvaluationOptions options;
  options.planned_hold_out = 500;
  const std::vector<Group> lost = {{"high", "decline", 1000, 990, 200, 100}};
  REQUIRE(report_of(kMarch, lost, options).find({kRenewal, {}, {}})->verdict == EffectVerdict::sample_mismatch);
  KnowledgeBase base;
  REQUIRE(learn(base, report_of(kMarch, lost, options)));
  AdviceRequest request;
  request.segment = "high";
  request.stage = "decline";
  const Advice advice = advise(base, request).value().front();
  CHECK(advice.strength == EvidenceStrength::unmeasured);
  CHECK(advice.evidence.counts == OutcomeCounts{1000, 334, 990, 0, 0});
}

TEST_CASE("what was learnt is advised with the item that says so, and found by search") {
  KnowledgeBase base;
  REQUIRE(learn(base, report_of(kMarch, kMarchGroups)));
  REQUIRE(learn(base, report_of(kMarch + 1, kAprilGroups)));
  AdviceRequest request;
  request.segment = "high";
  request.stage = "decline";
  const Advice advice = advise(base, request).value().front();
  CHECK(advice.strength == EvidenceStrength::proven);
  CHECK(advice.evidence.periods == 2);
  CHECK(advice.items == std::vector<KnowledgeItemId>{item_id("high", "2026-04")});
  SearchRequest search;
  search.text = "renewal 留存";
  CHECK(base.search(search).size() == 2);
}

TEST_CASE("the order in which months are learnt, and replays on the way, do not matter") {
  CHECK(rc::check([] {
    std::vector<EvaluationReport> reports;
    for (int month = 0; month < 3; ++month) reports.push_back(report_of(kMarch + month, any_groups()));
    KnowledgeBase forward, backward;
    for (const EvaluationReport& report : reports) RC_ASSERT(learn(forward, report).has_value());
    RC_ASSERT(learn(backward, report_of(kMarch, any_groups())).has_value());
    for (auto report = reports.rbegin(); report != reports.rend(); ++report)
      RC_ASSERT(learn(backward, *report).has_value());
    // The first, wrong version of March may have left retired items behind; nothing else.
    std::vector<KnowledgeItemId> extra;
    for (const KnowledgeItem* item : backward.items())
      if (forward.find(item->id) == nullptr) {
        RC_ASSERT(item->state == KnowledgeState::deprecated);
        extra.push_back(item->id);
      }
    if (extra.empty()) RC_ASSERT(contents(forward) == contents(backward));
    RC_ASSERT(forward.evidence().cells() == backward.evidence().cells());
  }));
}

TEST_CASE("options out of range are refused") {
  KnowledgeBase base;
  LearningOptions options;
  options.minimum_arm = 0;
  CHECK(learn(base, report_of(kMarch, kMarchGroups), options).error().code() == Errc::invalid_argument);
}

}  // namespace staysail
