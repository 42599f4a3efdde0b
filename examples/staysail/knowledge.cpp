#include <iostream>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "host.hpp"
#include "printing.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/cycle/knowledge_shelf.hpp"
#include "staysail/cycle/strategy_titles.hpp"
#include "staysail/files/byte_source.hpp"
#include "staysail/knowledge/advice.hpp"

namespace staysail::program {
namespace {

constexpr std::size_t kLargestFile = 64 << 20;

// What is not valid any more is not shown: without a day told, today.
Result<std::optional<Day>> day_of(const KnowledgeAsk& ask) {
  if (ask.as_of.empty()) return std::optional<Day>(wall_clock().day());
  STAYSAIL_TRY(const Day day, Day::parse(ask.as_of));
  return std::optional<Day>(day);
}

Result<Batch> search(const KnowledgeBase& base, const KnowledgeAsk& ask) {
  SearchRequest request;
  STAYSAIL_TRY(request.as_of, day_of(ask));
  request.text = ask.text;
  request.limit = ask.limit == 0 ? std::numeric_limits<std::size_t>::max() : ask.limit;
  if (!ask.segment.empty()) request.segment = ask.segment;
  if (!ask.stage.empty()) request.stage = ask.stage;
  std::vector<std::vector<std::string>> rows;
  for (const auto& hit : base.search(request)) rows.push_back({hit.id.text(), hit.title, hit.highlight});
  return text_rows({"id", "title", "highlight"}, rows);
}

// Evidence of all customers stands in where a segment has none: said aloud, for the name may be a slip.
void tell_of_unknown_segment(const KnowledgeBase& base, const std::string& segment) {
  std::vector<std::string> known;
  for (const auto& [key, counts] : base.evidence().cells()) {
    if (key.segment == segment) return;
    if (known.empty() || known.back() != key.segment) known.push_back(key.segment);
  }
  std::cerr << "nothing is known yet of the segment " << segment << "; the advice rests on all customers"
            << did_you_mean(segment, known) << "\n";
}

Result<Batch> advice(Store& store, const KnowledgeBase& base, const KnowledgeAsk& ask) {
  AdviceRequest request;
  request.segment = ask.segment;
  request.stage = ask.stage;
  STAYSAIL_TRY(request.names, readable_names(store));
  STAYSAIL_TRY(request.as_of, day_of(ask));
  if (!ask.segment.empty()) tell_of_unknown_segment(base, ask.segment);
  STAYSAIL_TRY(const auto ranked, advise(base, request));
  std::vector<std::vector<std::string>> rows;
  for (const auto& each : ranked)
    rows.push_back({each.strategy.text(), std::string(name_of(each.strength)),
                    ask.language == "en" ? each.english : each.chinese});
  return text_rows({"strategy", "strength", "evidence"}, rows);
}

KnowledgeItem published(std::string id, std::string title, std::string body) {
  KnowledgeItem item;
  item.id = KnowledgeItemId::of(std::move(id));
  item.title = std::move(title);
  item.body = std::move(body);
  item.author = "staysail knowledge add";
  item.state = KnowledgeState::published;
  return item;
}

std::string text_at(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return {};
  return found->is_string() ? found->get<std::string>() : found->dump();
}

// A day of the article; nothing where it has none.
Result<std::optional<Day>> day_at(const nlohmann::json& article, const char* name) {
  const std::string text = text_at(article, name);
  if (text.empty()) return std::optional<Day>();
  STAYSAIL_TRY(const Day day, Day::parse(text));
  return std::optional<Day>(day);
}

Result<KnowledgeItem> item_of(const nlohmann::json& article) {
  KnowledgeItem item = published(text_at(article, "id"), text_at(article, "title"), text_at(article, "body"));
  if (article.contains("kind")) {
    STAYSAIL_TRY(item.kind, knowledge_kind_of(text_at(article, "kind")));
  }
  item.situation.segment = text_at(article, "segment");
  item.situation.stage = text_at(article, "stage");
  if (const std::string strategy = text_at(article, "strategy"); !strategy.empty())
    item.strategy = StrategyId::of(strategy);
  item.action = text_at(article, "action");
  STAYSAIL_TRY(item.valid_from, day_at(article, "valid_from"));
  STAYSAIL_TRY(item.valid_to, day_at(article, "valid_to"));
  return item;
}

Result<std::vector<KnowledgeItem>> items_of_file(const std::string& path) {
  STAYSAIL_TRY(const std::string text, read_file(path, kLargestFile));
  const auto document = nlohmann::json::parse(text, nullptr, false);
  const bool usable = document.is_object() && document.contains("articles") && document["articles"].is_array();
  if (!usable)
    return Error::at({path, 0, 0}, Errc::malformed_file,
                     "an object with a list `articles` of {id, title, body} was expected");
  std::vector<KnowledgeItem> items;
  for (const auto& article : document["articles"]) {
    auto item = item_of(article);
    if (!item)
      return Error::at({path, 0, 0}, Errc::malformed_file,
                       "article " + text_at(article, "id") + ": " + item.error().message());
    items.push_back(std::move(item).value());
  }
  return items;
}

Result<std::vector<KnowledgeItem>> items_of(const KnowledgeAsk& ask) {
  if (!ask.file.empty()) return items_of_file(ask.file);
  if (ask.id.empty() || ask.title.empty())
    return Error(Errc::invalid_argument, "an item needs --id and --title (and --body), or --file");
  return std::vector<KnowledgeItem>{published(ask.id, ask.title, ask.body)};
}

Result<Batch> add(Store& store, KnowledgeBase& base, const KnowledgeAsk& ask) {
  STAYSAIL_TRY(auto items, items_of(ask));
  std::vector<std::vector<std::string>> rows;
  for (auto& item : items) {
    STAYSAIL_TRY(const auto put, base.put(std::move(item)));
    rows.push_back({put.id.text(), std::to_string(put.version), put.title});
  }
  STAYSAIL_CHECK(save_knowledge(store, base));
  return text_rows({"id", "version", "title"}, rows);
}

Result<Batch> answer(Store& store, const KnowledgeAsk& ask) {
  STAYSAIL_TRY(auto base, load_knowledge(store));
  if (ask.action == "search") return search(base, ask);
  if (ask.action == "advise") return advice(store, base, ask);
  return add(store, base, ask);
}

}  // namespace

int knowledge(const KnowledgeAsk& ask) {
  const auto store = open_named_store(ask.store, ask.action == "add" ? Opening::or_make : Opening::existing);
  if (!store) return refused_store(store.error());
  const auto rows = answer(**store, ask);
  if (!rows) return failed(rows.error());
  if (rows->rows() == 0) std::cerr << "nothing found\n";
  print(*rows, ask.format);
  return kOk;
}

}  // namespace staysail::program
