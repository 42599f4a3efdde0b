#include "store/inspection.hpp"

#include <algorithm>

#include "store/report.hpp"

namespace staysail::store {
namespace {

Digest index_digest(std::string_view kind, std::string_view name, std::string_view value, std::string_view id) {
  return Digester().add(kind).add(name).add(value).add(id).finish();
}

}  // namespace

void StoreInspection::count(std::string_view part, std::string_view name, const Digest& digest, std::uint64_t version) {
  found_[{std::string(part), std::string(name)}].add(digest);
  newest_ = std::max(newest_, version);
}

Status StoreInspection::see_record(const StoredRecord& row) {
  STAYSAIL_TRY(const Record record, unpack_record(row, label_, key_, RecordParts::all));
  ++report_.records[record.key.kind];
  for (const auto& entry : record.indexes)
    index_entries_.add(index_digest(record.key.kind, entry.index, entry.value, record.key.id));
  count("entities", record.key.kind, digest_from(row.digest), record.version);
  return ok();
}

void StoreInspection::see_index_row(std::string_view kind, std::string_view name, std::string_view value,
                                    std::string_view id) {
  index_rows_.add(index_digest(kind, name, value, id));
}

Status StoreInspection::see_chunk(const StoredChunk& row) {
  STAYSAIL_TRY(const FactChunk chunk, unpack_chunk(row, {}, label_, key_));
  ++report_.chunks;
  report_.rows[chunk.table] += chunk.batch.rows();
  count("chunks", chunk.table, digest_from(row.digest), chunk.version);
  return ok();
}

void StoreInspection::see_token(std::string_view token, std::uint64_t version, std::string_view changes) {
  count("tokens", "", token_digest(key_, token, version, changes), version);
}

Error StoreInspection::index_fault() const {
  return corrupt(label_, std::to_string(index_entries_.rows) + " index entries were written and " +
                             std::to_string(index_rows_.rows) + " are there");
}

Status StoreInspection::judge_entry(const IndexEntry& entry, const EntityKey& named,
                                    std::optional<std::string_view> indexes) const {
  const std::string label = "index " + entry.index + " of " + named.kind + " names " + named.id;
  if (!indexes) return corrupt(label_, label + ", which is not there");
  STAYSAIL_TRY(const auto known, index_entries(*indexes));
  if (std::binary_search(known.begin(), known.end(), entry)) return ok();
  return corrupt(label_, label + ", which has another value");
}

Status StoreInspection::check_sums(Totals written) {
  for (const auto& entry : found_) written.try_emplace(entry.first);
  for (const auto& [place, sum] : written) {
    const RowSum& found = found_[place];
    if (found == sum) continue;
    return corrupt(label_, place.first + " " + place.second + ": " + std::to_string(sum.rows) + " were written, " +
                               std::to_string(found.rows) + " are there" +
                               (found.rows == sum.rows ? ", not the same ones" : ""));
  }
  if (report_.sequence >= newest_) return ok();
  return corrupt(label_, "the sequence number is behind the newest version");
}

Status StoreInspection::note(const Status& status) {
  if (status) return ok();
  const Errc code = status.error().code();
  if (code != Errc::store_corrupt && code != Errc::malformed_record && code != Errc::limit_exceeded)
    return status.error();
  if (report_.sound) report_.first_fault = fault_text(status.error().message());
  report_.sound = false;
  return ok();
}

StoreReport StoreInspection::finish() {
  describe(report_);
  return std::move(report_);
}

}  // namespace staysail::store
