// Check table rows E8 and E9: 40 articles of telecom retention in Chinese and 54 judged queries.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "main/shared_data.hpp"
#include "staysail/knowledge/knowledge_base.hpp"

namespace staysail {
namespace {

using nlohmann::json;

json read_json(const std::string& path) {
  std::ifstream in(path);
  REQUIRE_MESSAGE(in, path);
  return json::parse(in);
}

// The articles, shipped as an example of a knowledge base.
KnowledgeBase shipped_base() {
  KnowledgeBase base;
  const json shipped = read_json(STAYSAIL_SOURCE_DIR "/examples/knowledge/kb_zh.json");
  for (const json& article : shipped["articles"]) {
    KnowledgeItem item;
    item.id = KnowledgeItemId::of(std::to_string(article["id"].get<int>()));
    item.title = article["title"];
    item.body = article["body"];
    item.state = KnowledgeState::published;
    REQUIRE(base.put(item));
  }
  return base;
}

std::vector<std::string> found_ids(const KnowledgeBase& base, const std::string& text, std::size_t limit = 10) {
  SearchRequest request;
  request.text = text;
  request.limit = limit;
  std::vector<std::string> ids;
  for (const SearchHit& hit : base.search(request)) ids.push_back(hit.id.text());
  return ids;
}

struct Quality {
  double recall_at_5 = 0;
  double mean_reciprocal_rank = 0;
  int empty = 0;
  int queries = 0;
};

void judge(const KnowledgeBase& base, const json& query, Quality& quality) {
  std::set<std::string> relevant;
  for (const json& id : query["relevant"]) relevant.insert(std::to_string(id.get<int>()));
  const auto found = found_ids(base, query["q"], 40);
  std::size_t hits = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(5, found.size()); ++i) hits += relevant.count(found[i]);
  const auto first = std::find_if(found.begin(), found.end(), [&](const auto& id) { return relevant.count(id) > 0; });
  quality.recall_at_5 += static_cast<double>(hits) / static_cast<double>(std::min<std::size_t>(5, relevant.size()));
  if (first != found.end()) quality.mean_reciprocal_rank += 1.0 / static_cast<double>(first - found.begin() + 1);
  quality.empty += found.empty();
  ++quality.queries;
}

}  // namespace

TEST_CASE("judged queries: recall@5 and mean reciprocal rank of row E8, no empty answer") {
  const auto path = shared_data("data/knowledge/kb_zh.json");
  if (!path) return;
  const KnowledgeBase base = shipped_base();
  Quality quality;
  const json judged = read_json(*path);
  for (const json& query : judged["queries"]) judge(base, query, quality);
  REQUIRE(quality.queries == 54);
  MESSAGE("recall@5 " << quality.recall_at_5 / 54 << ", MRR " << quality.mean_reciprocal_rank / 54);
  CHECK(quality.recall_at_5 / quality.queries >= 0.98);
  CHECK(quality.mean_reciprocal_rank / quality.queries >= 0.96);
  CHECK(quality.empty == 0);
}

// Queries of kinds that the judged ones lack, each with the article that answers it.
struct Asked {
  const char* kind;
  const char* query;
  const char* article;
};
constexpr std::array kUnseen = {
    Asked{"synonym", "友商策反", "27"},
    Asked{"synonym", "竞品挖人", "27"},
    Asked{"synonym", "MNP 客户怎么办", "2"},
    Asked{"synonym", "号码携带", "2"},
    Asked{"synonym", "合同快期满", "3"},
    Asked{"synonym", "催费", "26"},
    Asked{"synonym", "吉祥号解约", "23"},
    Asked{"synonym", "退网客户召回", "29"},
    Asked{"synonym", "电视盒子黑屏", "37"},
    Asked{"synonym", "涉诈短信", "35"},
    Asked{"other language", "roaming charges", "6"},
    Asked{"other language", "blacklist", "10"},
    Asked{"other language", "NPS", "30"},
    Asked{"other language", "IoT 卡", "33"},
    Asked{"traditional", "攜號轉網", "2"},
    Asked{"traditional", "國際漫遊資費", "6"},
    Asked{"traditional", "老年用戶服務", "20"},
    Asked{"traditional", "積分兌換", "11"},
    Asked{"traditional", "「發票」", "39"},
    Asked{"width", "５Ｇ手机", "19"},
    Asked{"width", "ＩＰＴＶ　电视", "37"},
    Asked{"width", "ｅＳＩＭ", "24"},
    Asked{"mixed", "eSIM下载配置", "24"},
    Asked{"mixed", "5G终端换机", "19"},
    Asked{"number", "机主65岁以上转人工", "20"},
    Asked{"number", "90天内续约", "3"},
    Asked{"number", "中断超过30分钟", "13"},
    Asked{"number", "15天没有主叫通话", "9"},
    Asked{"number", "48小时未上门", "7"},
    Asked{"part of a word", "恢复呼出", "1"},
    Asked{"no pair in common", "靓啊", "22"},
    Asked{"one character", "鼠票", "39"},
    Asked{"one character", "靓", "22"},
};

TEST_CASE("unseen kinds of queries: other words, other script, other width, numbers in digits, one character") {
  const KnowledgeBase base = shipped_base();
  std::size_t found = 0;
  for (const Asked& asked : kUnseen) {
    CAPTURE(std::string(asked.kind));
    CAPTURE(std::string(asked.query));
    const auto ids = found_ids(base, asked.query, 5);
    const bool hit = std::find(ids.begin(), ids.end(), asked.article) != ids.end();
    CHECK_FALSE(ids.empty());
    WARN(hit);
    found += hit;
  }
  MESSAGE("unseen queries answered in five: " << found << " of " << kUnseen.size());
  CHECK(found >= kUnseen.size() - 1);
}

TEST_CASE("every hit marks why it was found") {
  const KnowledgeBase base = shipped_base();
  for (const Asked& asked : kUnseen) {
    SearchRequest request;
    request.text = asked.query;
    for (const SearchHit& hit : base.search(request)) CHECK(hit.highlight.find('[') != std::string::npos);
  }
}

TEST_CASE("two quoted words that no article shares find nothing, row E9") {
  const KnowledgeBase base = shipped_base();
  CHECK(found_ids(base, "\"投诉\" \"黑名单\"").empty());
  CHECK_FALSE(found_ids(base, "\"投诉\"").empty());
  CHECK(found_ids(base, "\"黑名单\"") == std::vector<std::string>{"10"});
  CHECK(found_ids(base, "“投诉”「满意度」") == std::vector<std::string>{"15"});
}

TEST_CASE("scores are the same on every compiler and C library") {
  SearchRequest request;
  request.text = "客户欠费多少天停机";
  request.limit = 3;
  std::vector<std::pair<std::string, std::int64_t>> scores;
  for (const SearchHit& hit : shipped_base().search(request)) scores.emplace_back(hit.id.text(), hit.score);
  CHECK(scores == std::vector<std::pair<std::string, std::int64_t>>{{"1", 10395258}, {"10", 4336619}, {"36", 3114849}});
}

TEST_CASE("every single character of a title finds its article") {
  const KnowledgeBase base = shipped_base();
  for (const std::string character : {"靓", "彩", "骚", "积", "票", "写"})
    CHECK_FALSE(found_ids(base, character).empty());
  CHECK(found_ids(base, "彩") == std::vector<std::string>{"18"});
  CHECK(found_ids(base, "龘").empty());
}

TEST_CASE("a shorter answer is the head of a longer one") {
  const KnowledgeBase base = shipped_base();
  const auto all = found_ids(base, "客户欠费", 40);
  for (std::size_t limit = 0; limit < all.size(); ++limit)
    CHECK(found_ids(base, "客户欠费", limit) ==
          std::vector<std::string>(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(limit)));
}

}  // namespace staysail
