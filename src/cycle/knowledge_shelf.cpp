#include "staysail/cycle/knowledge_shelf.hpp"

#include <map>

#include "staysail/base/digest.hpp"

namespace staysail {
namespace {

constexpr const char* kItem = "knowledge_item";
constexpr const char* kEvidence = "knowledge_evidence";

Result<std::map<std::string, Record>> records_of(Store& store, const char* kind) {
  std::map<std::string, Record> records;
  FindRequest request;
  request.kind = kind;
  STAYSAIL_CHECK(for_each_record(store.entities(), request, [&](const Record& record) -> Status {
    records.emplace(record.key.id, record);
    return ok();
  }));
  return records;
}

// Puts `payload` under (kind, id) unless `known` has exactly that; what was looked at leaves `known`.
void put_if_new(const char* kind, const std::string& id, std::string payload, std::map<std::string, Record>& known,
                ChangeSet& changes) {
  const auto found = known.find(id);
  const bool same = found != known.end() && found->second.payload == payload;
  Record record;
  record.key = EntityKey{kind, id};
  record.payload = std::move(payload);
  if (!same) changes.put(std::move(record), found == known.end() ? absent : found->second.version);
  if (found != known.end()) known.erase(found);
}

std::string token_of(const ChangeSet& changes) {
  Digester digester;
  for (const auto& put : changes.puts)
    digester.add(put.record.key.id).add(put.record.payload).add(static_cast<std::int64_t>(put.expected));
  for (const auto& erasure : changes.erasures)
    digester.add(erasure.key.id).add(static_cast<std::int64_t>(erasure.expected));
  return "knowledge:" + digester.finish().to_string();
}

}  // namespace

Result<KnowledgeBase> load_knowledge(Store& store) {
  KnowledgeBase base;
  STAYSAIL_TRY(const auto items, records_of(store, kItem));
  for (const auto& [id, record] : items) {
    STAYSAIL_TRY(auto item, knowledge_item_from_record(record.payload));
    STAYSAIL_CHECK(base.restore(std::move(item)));
  }
  STAYSAIL_TRY(const auto cells, records_of(store, kEvidence));
  for (const auto& [id, record] : cells) {
    STAYSAIL_TRY(const auto cell, evidence_from_record(record.payload));
    base.evidence().record(cell.first, cell.second);
  }
  return base;
}

Status save_knowledge(Store& store, const KnowledgeBase& base) {
  ChangeSet changes;
  STAYSAIL_TRY(auto items, records_of(store, kItem));
  for (const KnowledgeItem* item : base.items()) put_if_new(kItem, item->id.text(), to_record(*item), items, changes);
  STAYSAIL_TRY(auto cells, records_of(store, kEvidence));
  for (const auto& [key, counts] : base.evidence().cells())
    put_if_new(kEvidence, evidence_id(key), to_record(key, counts), cells, changes);
  for (const auto& [id, gone] : cells) changes.erase(gone.key, gone.version);
  if (changes.empty()) return ok();
  STAYSAIL_CHECK(store.entities().apply(changes, token_of(changes)));
  return ok();
}

}  // namespace staysail
