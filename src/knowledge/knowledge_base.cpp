#include "staysail/knowledge/knowledge_base.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "knowledge/query.hpp"
#include "knowledge/snippet.hpp"
#include "knowledge/text_index.hpp"
#include "staysail/model/record.hpp"

namespace staysail {
namespace {

// save() is one record: the format's name, then an extension pair for each item and each cell of evidence.
constexpr std::string_view kFormat = "staysail knowledge 1";
constexpr std::string_view kEvidencePrefix = "evidence/";
constexpr std::string_view kItemPrefix = "item/";

bool names_or_none(const std::string& of_item, const std::optional<std::string>& wanted) {
  return !wanted || of_item.empty() || of_item == *wanted;
}

bool is_wanted(const KnowledgeItem& item, const SearchRequest& request) {
  if (item.kind == KnowledgeKind::synonyms && request.kind != item.kind) return false;
  return (!request.served_only || item.is_served(request.as_of)) && (!request.kind || item.kind == *request.kind) &&
         names_or_none(item.situation.segment, request.segment) && names_or_none(item.situation.stage, request.stage);
}

std::string highlight_of(const KnowledgeItem& item, const knowledge::Query& query, const SearchRequest& request) {
  std::string body = knowledge::snippet_of(item.body, query, request.mark_begin, request.mark_end);
  if (!body.empty()) return body;
  return knowledge::snippet_of(item.title, query, request.mark_begin, request.mark_end);
}

std::string key_of(std::string_view prefix, const KnowledgeItemId& id) {
  return std::string(prefix) + id.source() + '\0' + id.text();
}

Error not_saved_here() {
  return Error(Errc::malformed_record, "these bytes were not written by KnowledgeBase::save(), or are damaged");
}

}  // namespace

struct KnowledgeBase::State {
  struct Entry {
    KnowledgeItem item;
    std::uint32_t document = 0;
  };
  std::map<KnowledgeItemId, Entry> entries;
  std::vector<const Entry*> documents;  // null: replaced meanwhile
  std::set<KnowledgeItemId> synonym_items;
  knowledge::TextIndex index;
  EvidenceLedger evidence;

  struct Ranked {
    std::int64_t score = 0;
    const KnowledgeItem* item = nullptr;
  };
  // The first `limit` that are wanted. Items are looked at from the best on: of a hundred thousand that have a word of
  // the query most lie far from the processor, and only a few are shown.
  std::vector<Ranked> ranked(const knowledge::Query& query, const SearchRequest& request) const {
    std::vector<knowledge::ScoredDocument> found = index.search(query);
    const auto worse = [](const auto& a, const auto& b) { return a.score < b.score; };
    std::make_heap(found.begin(), found.end(), worse);
    std::vector<Ranked> best;
    const auto ties = [&] { return !best.empty() && found.front().score == best.back().score; };
    while (!found.empty() && (best.size() < request.limit || ties())) {
      const KnowledgeItem& item = documents[found.front().document]->item;
      if (is_wanted(item, request)) best.push_back({found.front().score, &item});
      std::pop_heap(found.begin(), found.end(), worse);
      found.pop_back();
    }
    std::sort(best.begin(), best.end(), [](const Ranked& a, const Ranked& b) {
      return a.score != b.score ? a.score > b.score : a.item->id < b.item->id;
    });
    best.resize(std::min(best.size(), request.limit));
    return best;
  }

  knowledge::Synonyms synonyms_for(const SearchRequest& request) const {
    knowledge::Synonyms synonyms = knowledge::Synonyms::of_the_trade();
    for (const KnowledgeItemId& id : synonym_items) {
      const KnowledgeItem& item = entries.at(id).item;
      if (!item.is_served(request.as_of)) continue;
      synonyms.add_lines(item.title);
      synonyms.add_lines(item.body);
    }
    return synonyms;
  }

  void index_entry(Entry& entry) {
    entry.document = static_cast<std::uint32_t>(documents.size());
    documents.push_back(&entry);
    index.add(entry.document, entry.item.title, entry.item.body);
  }

  // Replaced documents stay in the index as dead weight until they are half of it.
  void reindex_when_stale() {
    if (documents.size() < 64 || documents.size() < 2 * entries.size()) return;
    documents.clear();
    index = {};
    for (auto& [id, entry] : entries) index_entry(entry);
  }

  const KnowledgeItem& store(KnowledgeItem item) {
    const auto [place, is_new] = entries.try_emplace(item.id);
    Entry& entry = place->second;
    const bool same_text = !is_new && entry.item.title == item.title && entry.item.body == item.body;
    entry.item = std::move(item);
    if (entry.item.kind == KnowledgeKind::synonyms) synonym_items.insert(entry.item.id);
    else synonym_items.erase(entry.item.id);
    if (same_text) return entry.item;
    if (!is_new) {
      index.remove(entry.document);
      documents[entry.document] = nullptr;
    }
    index_entry(entry);
    reindex_when_stale();
    return entry.item;
  }
};

KnowledgeBase::KnowledgeBase() : state_(std::make_unique<State>()) {}
KnowledgeBase::~KnowledgeBase() = default;
KnowledgeBase::KnowledgeBase(KnowledgeBase&&) noexcept = default;
KnowledgeBase& KnowledgeBase::operator=(KnowledgeBase&&) noexcept = default;

EvidenceLedger& KnowledgeBase::evidence() { return state_->evidence; }
const EvidenceLedger& KnowledgeBase::evidence() const { return state_->evidence; }

const KnowledgeItem* KnowledgeBase::find(const KnowledgeItemId& id) const {
  const auto found = state_->entries.find(id);
  return found == state_->entries.end() ? nullptr : &found->second.item;
}

std::vector<const KnowledgeItem*> KnowledgeBase::items() const {
  std::vector<const KnowledgeItem*> items;
  for (const auto& [id, entry] : state_->entries) items.push_back(&entry.item);
  return items;
}

Result<KnowledgeItem> KnowledgeBase::put(KnowledgeItem item) {
  STAYSAIL_CHECK(item.validate());
  const KnowledgeItem* known = find(item.id);
  const std::uint32_t current = known == nullptr ? 0 : known->version;
  if (item.version != 0 && item.version != current)
    return Error(Errc::conflict, "the item is at version " + std::to_string(current) +
                                     ", the change was made to version " + std::to_string(item.version) +
                                     "; read it again: " + item.id.text());
  item.version = current;
  if (known != nullptr && *known == item) return item;
  ++item.version;
  return state_->store(std::move(item));
}

Result<KnowledgeItem> KnowledgeBase::advance(const KnowledgeItemId& id, KnowledgeEvent event) {
  const KnowledgeItem* known = find(id);
  if (known == nullptr) return Error(Errc::not_found, "there is no knowledge item " + id.text());
  KnowledgeItem item = *known;
  STAYSAIL_TRY(item.state, next_state(item.state, event));
  return put(std::move(item));
}

Status KnowledgeBase::restore(KnowledgeItem item) {
  STAYSAIL_CHECK(item.validate());
  const KnowledgeItem* known = find(item.id);
  if (known == nullptr || known->version < item.version) state_->store(std::move(item));
  return ok();
}

std::vector<SearchHit> KnowledgeBase::search(const SearchRequest& request) const {
  knowledge::Query query = knowledge::parse_query(request.text, state_->synonyms_for(request));
  std::vector<State::Ranked> ranked = state_->ranked(query, request);
  if (ranked.empty() && query.phrases.empty()) {
    query = knowledge::relaxed(query);
    ranked = state_->ranked(query, request);
  }
  std::vector<SearchHit> hits;
  for (const auto& [score, item] : ranked)
    hits.push_back({item->id, item->title, score, highlight_of(*item, query, request)});
  return hits;
}

std::string KnowledgeBase::save() const {
  RecordWriter writer(1);
  writer.add_text(kFormat);
  std::map<std::string, std::string> cells;
  for (const auto& [key, counts] : state_->evidence.cells()) {
    std::string record = to_record(key, counts);
    cells.emplace(std::string(kEvidencePrefix) + record, std::move(record));
  }
  for (const auto& [name, record] : cells) writer.add_extension(name, record);
  for (const auto& [id, entry] : state_->entries) writer.add_extension(key_of(kItemPrefix, id), to_record(entry.item));
  return writer.finish();
}

Result<KnowledgeBase> KnowledgeBase::load(std::string_view bytes) {
  STAYSAIL_TRY(RecordReader reader, RecordReader::open(bytes));
  STAYSAIL_TRY(const auto format, reader.next_text());
  if (format != kFormat) return not_saved_here();
  STAYSAIL_TRY(const auto pairs, extensions_of(bytes));
  KnowledgeBase base;
  for (const auto& [name, record] : pairs) {
    if (name.starts_with(kItemPrefix)) {
      STAYSAIL_TRY(KnowledgeItem item, knowledge_item_from_record(record));
      STAYSAIL_CHECK(base.restore(std::move(item)));
    } else if (name.starts_with(kEvidencePrefix)) {
      STAYSAIL_TRY(const auto cell, evidence_from_record(record));
      base.evidence().record(cell.first, cell.second);
    } else {
      return not_saved_here();
    }
  }
  return base;
}

}  // namespace staysail
