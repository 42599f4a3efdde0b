#include "staysail/knowledge/knowledge_base.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

namespace staysail {
namespace {

KnowledgeItem published(const std::string& id, const std::string& title, const std::string& body = {}) {
  KnowledgeItem item;
  item.id = KnowledgeItemId::of(id);
  item.title = title;
  item.body = body;
  item.state = KnowledgeState::published;
  return item;
}

std::vector<SearchHit> search(const KnowledgeBase& base, const std::string& text) {
  SearchRequest request;
  request.text = text;
  return base.search(request);
}

std::vector<std::string> ids(const std::vector<SearchHit>& hits) {
  std::vector<std::string> ids;
  for (const SearchHit& hit : hits) ids.push_back(hit.id.text());
  return ids;
}

using Ids = std::vector<std::string>;

std::string any_text() {
  const auto words = *rc::gen::container<std::vector<std::string>>(
      rc::gen::element<std::string>("欠费", "停机", "续约", "客户", "卡", "5G", "plans", "renewal", "，", " "));
  std::string text;
  for (const std::string& word : words) text += word;
  return text;
}

// Scores and order, as one text.
std::string everything(const KnowledgeBase& base) {
  std::string text;
  for (const char* query : {"欠费停机", "卡", "renewal plan", "\"客户\" 5g", "续约"})
    for (const SearchHit& hit : search(base, query))
      text += hit.id.text() + "=" + std::to_string(hit.score) + " " + hit.highlight + "\n";
  return text;
}

}  // namespace

TEST_CASE("a new item is version 1, changed content the next, equal content changes nothing") {
  KnowledgeBase base;
  CHECK(base.put(published("a", "One"))->version == 1);
  CHECK(base.put(published("a", "One"))->version == 1);
  CHECK(base.put(published("a", "Two"))->version == 2);
  CHECK(base.items().size() == 1);
  KnowledgeItem stale = published("a", "Three");
  stale.version = 1;
  CHECK(base.put(stale).error().code() == Errc::conflict);
  CHECK(base.put(published("", "No id")).error().code() == Errc::invalid_argument);
}

TEST_CASE("a draft is found only when drafts are asked for, and after it was published") {
  KnowledgeBase base;
  KnowledgeItem item = published("a", "续约优惠");
  item.state = KnowledgeState::draft;
  REQUIRE(base.put(item));
  CHECK(search(base, "续约").empty());
  SearchRequest drafts;
  drafts.text = "续约";
  drafts.served_only = false;
  CHECK(base.search(drafts).size() == 1);
  REQUIRE(base.advance(item.id, KnowledgeEvent::review));
  CHECK(base.advance(item.id, KnowledgeEvent::publish)->version == 3);
  CHECK(search(base, "续约").size() == 1);
  CHECK(base.advance(item.id, KnowledgeEvent::review).error().code() == Errc::illegal_transition);
  CHECK(base.advance(KnowledgeItemId::of("z"), KnowledgeEvent::review).error().code() == Errc::not_found);
}

TEST_CASE("planted fault: an article past its validity is not served") {
  KnowledgeBase base;
  KnowledgeItem item = published("a", "春节优惠");
  item.valid_to = Day::since_epoch(100);
  REQUIRE(base.put(item));
  SearchRequest request;
  request.text = "优惠";
  request.as_of = Day::since_epoch(99);
  CHECK(base.search(request).size() == 1);
  request.as_of = Day::since_epoch(100);
  CHECK(base.search(request).empty());
}

TEST_CASE("filters: kind, and a situation that names the segment or none") {
  KnowledgeBase base;
  KnowledgeItem high = published("high", "续约");
  high.situation.segment = "high";
  high.kind = KnowledgeKind::rule;
  REQUIRE(base.put(high));
  REQUIRE(base.put(published("all", "续约")));
  SearchRequest request;
  request.text = "续约";
  request.segment = "low";
  CHECK(ids(base.search(request)) == Ids{"all"});
  request.segment = "high";
  CHECK(base.search(request).size() == 2);
  request.kind = KnowledgeKind::rule;
  CHECK(ids(base.search(request)) == Ids{"high"});
}

TEST_CASE("a title counts more than a body, and equal scores are in the order of ids") {
  KnowledgeBase base;
  REQUIRE(base.put(published("body", "其他", "携号转网")));
  REQUIRE(base.put(published("title", "携号转网", "其他")));
  CHECK(ids(search(base, "转网")) == Ids{"title", "body"});
  REQUIRE(base.put(published("b", "靓号")));
  REQUIRE(base.put(published("a", "靓号")));
  CHECK(ids(search(base, "靓号")) == Ids{"a", "b"});
}

TEST_CASE("words in quotes must stand together; pairs alone may stand anywhere") {
  KnowledgeBase base;
  REQUIRE(base.put(published("apart", "port number out")));
  REQUIRE(base.put(published("together", "a port-out request")));
  CHECK(search(base, "port out").size() == 2);
  CHECK(ids(search(base, "\"port out\"")) == Ids{"together"});
  CHECK(search(base, "\"\"").empty());
  // A quotation mark that is never closed is no quotation.
  CHECK(search(base, "\"port").size() == 2);
}

TEST_CASE("a phrase in a title does not run on into the body") {
  KnowledgeBase base;
  REQUIRE(base.put(published("a", "renewal", "offer")));
  CHECK(search(base, "\"renewal offer\"").empty());
}

TEST_CASE("one character is found at the beginning, inside and at the end of a word") {
  KnowledgeBase base;
  REQUIRE(base.put(published("begin", "卡片")));
  REQUIRE(base.put(published("end", "补卡")));
  REQUIRE(base.put(published("inside", "换卡费")));
  REQUIRE(base.put(published("alone", "卡 x")));
  CHECK(search(base, "卡").size() == 4);
  CHECK(search(base, "片").size() == 1);
}

TEST_CASE("the highlight shows where it matches, and cuts long texts between characters") {
  KnowledgeBase base;
  std::string body;
  for (int i = 0; i < 100; ++i) body += "前文";
  REQUIRE(base.put(published("a", "标题", body + "，客户欠费停机，" + body)));
  const std::string highlight = search(base, "欠费").front().highlight;
  CHECK(highlight.find("客户[欠费]停机") != std::string::npos);
  CHECK(highlight.substr(0, 3) == "…");
  CHECK(highlight.size() < 250);
  CHECK(search(base, "标题").front().highlight == "[标题]");
}

TEST_CASE("planted fault: synonyms that are not published, or not valid any more, widen nothing") {
  KnowledgeBase base;
  base.put(published("churn", "老客户折扣", "满三年的号码打八折")).value();
  const auto finds = [&](const char* text) { return !ids(search(base, text)).empty(); };
  CHECK_FALSE(finds("旧友优惠"));
  KnowledgeItem words = published("words", "旧友优惠 = 老客户折扣", "");
  words.kind = KnowledgeKind::synonyms;
  words.state = KnowledgeState::draft;
  base.put(words).value();
  CHECK_FALSE(finds("旧友优惠"));
  words.state = KnowledgeState::published;
  words.version = 0;
  base.put(words).value();
  CHECK(finds("旧友优惠"));
  CHECK(ids(search(base, "老客户折扣")) == Ids{"churn"});  // the group itself is no answer
  words.valid_to = Day::parse("2026-01-01").value();
  words.version = 0;
  base.put(words).value();
  SearchRequest later;
  later.text = "旧友优惠";
  later.as_of = Day::parse("2026-02-01").value();
  CHECK(base.search(later).empty());
  later.as_of = Day::parse("2025-02-01").value();
  CHECK(base.search(later).size() == 1);
  const KnowledgeBase again = KnowledgeBase::load(base.save()).value();
  CHECK(again.search(later).size() == 1);
}

TEST_CASE("what a query asks for in these words ranks above its synonyms") {
  KnowledgeBase base;
  base.put(published("a", "友商资费", "")).value();
  base.put(published("b", "竞争对手资费", "")).value();
  CHECK(ids(search(base, "友商")) == Ids{"a", "b"});
  CHECK(ids(search(base, "竞争对手")) == Ids{"b", "a"});
  CHECK(ids(search(base, "\"友商\"")) == Ids{"a"});  // in quotes: as it is written
}

TEST_CASE("queries that say nothing find nothing") {
  KnowledgeBase base;
  CHECK(search(base, "欠费").empty());
  REQUIRE(base.put(published("a", "欠费")));
  CHECK(search(base, "").empty());
  CHECK(search(base, "，。!? ").empty());
  CHECK(search(base, "\xFF\xFE").empty());
}

TEST_CASE("answers depend on what the base holds, not on how it came there") {
  CHECK(rc::check([] {
    std::vector<KnowledgeItem> items;
    const auto count = *rc::gen::inRange(1, 12);
    for (int i = 0; i < count; ++i) items.push_back(published("k" + std::to_string(i), any_text() + "题", any_text()));
    KnowledgeBase forward, backward;
    for (const KnowledgeItem& item : items) RC_ASSERT(forward.put(item).has_value());
    for (auto item = items.rbegin(); item != items.rend(); ++item) {
      RC_ASSERT(backward.put(published(item->id.text(), "旧标题", any_text())).has_value());
      RC_ASSERT(backward.put(*item).has_value());
    }
    RC_ASSERT(everything(forward) == everything(backward));
    RC_ASSERT(everything(KnowledgeBase::load(forward.save()).value()) == everything(forward));
  }));
}

TEST_CASE("many revisions do not grow the index without bound, and keep it right") {
  KnowledgeBase base;
  for (int round = 0; round < 300; ++round) REQUIRE(base.put(published("a", "续约" + std::to_string(round))));
  CHECK(search(base, "续约").size() == 1);
  CHECK(search(base, "298").empty());
  CHECK(search(base, "299").size() == 1);
}

TEST_CASE("saved bytes are equal for equal bases, and bring back items, versions and evidence") {
  KnowledgeBase base;
  REQUIRE(base.put(published("a", "One")));
  REQUIRE(base.put(published("a", "Two")));
  base.evidence().record({StrategyId::of("renewal"), "high", "decline", Month::of(2026, 3)}, {10, 2, 9, 3, 2});
  const KnowledgeBase loaded = KnowledgeBase::load(base.save()).value();
  CHECK(loaded.save() == base.save());
  CHECK(loaded.find(KnowledgeItemId::of("a"))->version == 2);
  CHECK(loaded.evidence().cells() == base.evidence().cells());
  CHECK(KnowledgeBase::load("").error().code() == Errc::malformed_record);
  CHECK(KnowledgeBase::load(to_record(published("a", "One"))).error().code() == Errc::malformed_record);
}

TEST_CASE("a stored item replaces an older version and yields to a newer one") {
  KnowledgeBase base;
  KnowledgeItem third = published("a", "Three");
  third.version = 3;
  REQUIRE(base.restore(third));
  KnowledgeItem second = published("a", "Two");
  second.version = 2;
  REQUIRE(base.restore(second));
  CHECK(base.find(third.id)->title == "Three");
}

}  // namespace staysail
