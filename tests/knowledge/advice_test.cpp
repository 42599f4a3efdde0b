#include "staysail/knowledge/advice.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <sstream>

#include "main/scenario.hpp"

namespace staysail {
namespace {

using scenario::Scenario;

const Month kMarch = Month::of(2026, 3);

AdviceRequest high_decline() {
  AdviceRequest request;
  request.segment = "high";
  request.stage = "decline";
  return request;
}

void record(KnowledgeBase& base, const std::string& strategy, const char* segment, const char* stage,
            const std::string& counts) {
  if (counts == "-") return;
  std::istringstream in(counts);
  OutcomeCounts parsed;
  char slash = 0;
  in >> parsed.tried >> slash >> parsed.kept >> slash >> parsed.held_out >> slash >> parsed.held_out_kept;
  REQUIRE_MESSAGE(in, counts);
  base.evidence().record({StrategyId::of(strategy), segment, stage, kMarch}, parsed);
}

KnowledgeItem item_for(const std::string& id, const std::string& strategy, const std::string& segment,
                       const std::string& action = {}) {
  KnowledgeItem item;
  item.id = KnowledgeItemId::of(id);
  item.title = id;
  item.strategy = StrategyId::of(strategy);
  item.situation.segment = segment;
  item.action = action;
  item.state = KnowledgeState::published;
  return item;
}

std::vector<std::string> order_of(const std::vector<Advice>& advice) {
  std::vector<std::string> strategies;
  for (const Advice& one : advice) strategies.push_back(one.strategy.text());
  return strategies;
}

std::vector<std::string> cited(const Advice& advice) {
  std::vector<std::string> ids;
  for (const KnowledgeItemId& id : advice.items) ids.push_back(id.text());
  return ids;
}

using Texts = std::vector<std::string>;

OutcomeCounts any_counts(bool enough) {
  const auto tried = *rc::gen::inRange<std::uint64_t>(0, 300) + (enough ? 30 : 0);
  const auto held_out = *rc::gen::inRange<std::uint64_t>(0, 100) + (enough ? 30 : 0);
  return {tried, 0, *rc::gen::inRange<std::uint64_t>(0, tried + 1), held_out,
          *rc::gen::inRange<std::uint64_t>(0, held_out + 1)};
}

std::size_t rank_of(const StrategyId& strategy, const std::vector<Advice>& advice) {
  std::size_t rank = 0;
  while (advice.at(rank).strategy != strategy) ++rank;
  return rank;
}

}  // namespace

TEST_CASE("strength and scope of the scenario table") {
  for (const Scenario& row : scenario::read_scenarios("advice.txt")) {
    INFO(row.where << " " << row.name);
    KnowledgeBase base;
    record(base, row.name, "high", "decline", row.given.at("here"));
    record(base, row.name, "high", "growth", row.given.at("segment"));
    record(base, row.name, "low", "decline", row.given.at("others"));
    AdviceRequest request = high_decline();
    request.strategies = {StrategyId::of(row.name)};
    const Advice advice = advise(base, request).value().front();
    CHECK(name_of(advice.strength) == row.expected.at("strength"));
    CHECK(name_of(advice.scope) == row.expected.at("scope"));
    CHECK(std::to_string(advice.evidence.counts.tried) == row.expected.at("tried"));
  }
}

TEST_CASE("ranking: proven first by its sure gain, then the unproven, then too little, none, and harm last") {
  KnowledgeBase base;
  record(base, "harmful", "high", "decline", "500/400/100/99");
  record(base, "modest", "high", "decline", "5000/4500/1000/850");
  record(base, "strong", "high", "decline", "1200/1104/300/232");
  record(base, "lucky", "high", "decline", "29/29/29/2");
  record(base, "flat", "high", "decline", "500/450/100/90");
  record(base, "unmeasured", "high", "decline", "400/399/0/0");
  REQUIRE(base.put(item_for("k", "untried", "")));
  const auto advice = advise(base, high_decline()).value();
  CHECK(order_of(advice) == Texts{"strong", "modest", "flat", "unmeasured", "lucky", "untried", "harmful"});
  // 29 of 29 against 2 of 29 looks best of all; too little evidence must not outrank what is proven.
  CHECK(advice[4].english.find("Too little evidence to rank it: 30 tries are needed.") != std::string::npos);
}

TEST_CASE("advice names its evidence in both languages") {
  KnowledgeBase base;
  record(base, "renewal", "high", "decline", "1200/1104/300/252");
  REQUIRE(base.put(item_for("k7", "renewal", "high", "Offer 12 months")));
  AdviceRequest request = high_decline();
  request.names.add("renewal", "到期续约", "Renewal before expiry");
  const Advice advice = advise(base, request).value().front();
  CHECK(advice.english ==
        "Renewal before expiry: tried 1200 times, 92.0 % kept (at least 90.3 %), hold-out 84.0 % of 300: +8.0 points, "
        "interval 3.9 to "
        "12.8 on segment \"High\", stage \"Decline\" (2026-03). It keeps customers. See k7.");
  CHECK(advice.chinese ==
        "到期续约：执行1200次，留存92.0%（下限90.3%），对照组300人留存84.0%，相差+8.0个百分点，区间3.9至12.8"
        "（细分“高”，阶段“衰退期”，2026-03）。有效，能留住客户。参见k7。");
  CHECK(advice.tactic == "Offer 12 months");
}

TEST_CASE("cited items: served ones that fit, the most specific first, then the youngest") {
  KnowledgeBase base;
  record(base, "renewal", "high", "decline", "1200/1104/300/252");
  REQUIRE(base.put(item_for("general", "renewal", "")));
  REQUIRE(base.put(item_for("other", "renewal", "low")));
  KnowledgeItem young = item_for("young", "renewal", "high");
  young.valid_from = Day::since_epoch(20'000);
  REQUIRE(base.put(young));
  KnowledgeItem old = item_for("old", "renewal", "high", "Call");
  old.valid_from = Day::since_epoch(10'000);
  REQUIRE(base.put(old));
  KnowledgeItem draft = item_for("draft", "renewal", "high");
  draft.state = KnowledgeState::draft;
  REQUIRE(base.put(draft));
  AdviceRequest request = high_decline();
  CHECK(cited(advise(base, request).value().front()) == Texts{"young", "old", "general"});
  CHECK(advise(base, request)->front().tactic == "Call");
  request.as_of = Day::since_epoch(19'999);
  CHECK(cited(advise(base, request).value().front()) == Texts{"old", "general"});
  request.cited_items = 1;
  CHECK(cited(advise(base, request).value().front()) == Texts{"old"});
}

TEST_CASE("candidates are considered once, known or not") {
  KnowledgeBase base;
  AdviceRequest request = high_decline();
  request.strategies = {StrategyId::of("b"), StrategyId::of("a"), StrategyId::of("b")};
  const auto advice = advise(base, request).value();
  CHECK(order_of(advice) == Texts{"a", "b"});
  CHECK(advice[0].english == "a: never tried. There is no evidence yet.");
  CHECK(advice[0].chinese == "a：从未执行。尚无证据。");
  CHECK_FALSE(advice[0].kept);
  request.strategies.clear();
  CHECK(advise(base, request)->empty());
}

TEST_CASE("requests that make no sense are refused") {
  AdviceRequest request = high_decline();
  request.confidence = 1.5;
  CHECK(advise(KnowledgeBase(), request).error().code() == Errc::invalid_argument);
  request = high_decline();
  request.minimum_tried = 0;
  CHECK(advise(KnowledgeBase(), request).error().code() == Errc::invalid_argument);
}

TEST_CASE("ranks follow strength, and more of the same success never lowers a rank") {
  CHECK(rc::check([] {
    KnowledgeBase base;
    const auto strategies = *rc::gen::inRange(1, 6);
    for (int i = 0; i < strategies; ++i)
      base.evidence().record({StrategyId::of("s" + std::to_string(i)), "high", "decline", kMarch}, any_counts(i == 0));
    const auto before = advise(base, high_decline()).value();
    for (std::size_t i = 1; i < before.size(); ++i) RC_ASSERT(before[i - 1].strength <= before[i].strength);
    const EvidenceKey chosen = base.evidence().cells().begin()->first;
    OutcomeCounts better = base.evidence().cells().begin()->second;
    better.tried += 200;
    better.kept += 200;
    base.evidence().record(chosen, better);
    RC_ASSERT(rank_of(chosen.strategy, advise(base, high_decline()).value()) <= rank_of(chosen.strategy, before));
  }));
}

}  // namespace staysail
