#include "staysail/knowledge/item.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>

namespace staysail {
namespace {

constexpr std::array kStates = {KnowledgeState::draft, KnowledgeState::reviewed, KnowledgeState::published,
                                KnowledgeState::deprecated};
constexpr std::array kEvents = {KnowledgeEvent::review, KnowledgeEvent::send_back, KnowledgeEvent::publish,
                                KnowledgeEvent::deprecate};

KnowledgeItem full_item() {
  KnowledgeItem item;
  item.id = KnowledgeItemId::of("k1", "wiki");
  item.title = "续约优惠";
  item.kind = KnowledgeKind::rule;
  item.body = "合约到期前三个月";
  item.situation = {"high", "decline", {"CONTRACT_END", "RIVAL"}};
  item.strategy = StrategyId::of("renewal");
  item.action = "call first";
  item.author = "Li";
  item.version = 7;
  item.valid_from = Day::since_epoch(20'000);
  item.valid_to = Day::since_epoch(20'100);
  item.state = KnowledgeState::published;
  item.supersedes = KnowledgeItemId::of("k0");
  item.evidence = {{"T-17", {10, 4, 8, 0, 0}}, {"evaluation 2026-03", {1200, 40, 1104, 300, 252}}};
  return item;
}

}  // namespace

TEST_CASE("the life of an item: reviewed before it is published, deprecated for good") {
  CHECK(next_state(KnowledgeState::draft, KnowledgeEvent::review).value() == KnowledgeState::reviewed);
  CHECK(next_state(KnowledgeState::reviewed, KnowledgeEvent::publish).value() == KnowledgeState::published);
  CHECK(next_state(KnowledgeState::reviewed, KnowledgeEvent::send_back).value() == KnowledgeState::draft);
  const auto skipped = next_state(KnowledgeState::draft, KnowledgeEvent::publish);
  CHECK(skipped.error().code() == Errc::illegal_transition);
  CHECK(skipped.error().message() == "a draft knowledge item allows review, deprecate, not publish");
  for (const KnowledgeEvent event : kEvents) CHECK_FALSE(next_state(KnowledgeState::deprecated, event));
}

TEST_CASE("every state is reachable, and from each the end can be reached") {
  for (const KnowledgeState start : kStates) {
    std::set<KnowledgeState> reached = {start};
    for (std::size_t round = 0; round < kStates.size(); ++round)
      for (const KnowledgeState state : std::set<KnowledgeState>(reached))
        for (const KnowledgeEvent event : kEvents)
          if (const auto next = next_state(state, event)) reached.insert(*next);
    CHECK(reached.count(KnowledgeState::deprecated) == 1);
    if (start == KnowledgeState::draft) CHECK(reached.size() == kStates.size());
  }
}

TEST_CASE("names go both ways; unknown ones list what is known") {
  for (const KnowledgeState state : kStates) CHECK(knowledge_state_of(name_of(state)).value() == state);
  CHECK(knowledge_kind_of("case").value() == KnowledgeKind::experience);
  CHECK(knowledge_kind_of("novel").error().message() ==
        "unknown kind of knowledge item, expected one of case, practice, rule, faq, synonyms: novel");
}

TEST_CASE("an item is served while it is published and valid; the last day is exclusive") {
  const KnowledgeItem item = full_item();
  CHECK_FALSE(item.is_served(Day::since_epoch(19'999)));
  CHECK(item.is_served(Day::since_epoch(20'000)));
  CHECK(item.is_served(Day::since_epoch(20'099)));
  CHECK_FALSE(item.is_served(Day::since_epoch(20'100)));
  CHECK(item.is_served(std::nullopt));
  KnowledgeItem old = item;
  old.state = KnowledgeState::deprecated;
  CHECK_FALSE(old.is_served(std::nullopt));
}

TEST_CASE("items that say nothing are refused") {
  KnowledgeItem item = full_item();
  item.title.clear();
  CHECK(item.validate().error().code() == Errc::invalid_argument);
  item = full_item();
  item.valid_to = item.valid_from;
  CHECK(item.validate().error().code() == Errc::invalid_argument);
  item = full_item();
  item.body.assign(std::size_t{1} << 20, 'x');
  CHECK(item.validate().error().code() == Errc::invalid_argument);
}

TEST_CASE("an item survives its record") {
  const KnowledgeItem item = full_item();
  CHECK(knowledge_item_from_record(to_record(item)).value() == item);
  KnowledgeItem bare;
  bare.id = KnowledgeItemId::of("b");
  bare.title = "t";
  CHECK(knowledge_item_from_record(to_record(bare)).value() == bare);
}

TEST_CASE("a cut record is never the whole item, a damaged one an error or a valid item") {
  const KnowledgeItem item = full_item();
  const std::string bytes = to_record(item);
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    const auto read = knowledge_item_from_record(std::string_view(bytes).substr(0, cut));
    CHECK((!read || !(*read == item)));
  }
  CHECK(rc::check([&] {
    std::string damaged = bytes;
    const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << *rc::gen::inRange(0, 8)));
    const auto read = knowledge_item_from_record(damaged);
    RC_ASSERT((!read || read->validate().has_value()));
  }));
}

}  // namespace staysail
