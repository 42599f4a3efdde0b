#include "store/postgres_inspection.hpp"

#include "store/report.hpp"

namespace staysail::store::postgres {
namespace {

Digest index_digest(std::string_view kind, std::string_view name, std::string_view value, std::string_view id) {
  return Digester().add(kind).add(name).add(value).add(id).finish();
}

}  // namespace

void StoreInspection::count(std::string_view part, std::string_view name, const Digest& digest, std::uint64_t version) {
  found_[{std::string(part), std::string(name)}].add(digest);
  newest_ = std::max(newest_, version);
}

void StoreInspection::see_record(const Record& record, std::string_view indexes) {
  ++report_.records[record.key.kind];
  for (const auto& entry : record.indexes)
    index_entries_.add(index_digest(record.key.kind, entry.index, entry.value, record.key.id));
  count("entities", record.key.kind,
        record_digest(record.key.kind, record.key.id, record.version, record.payload, indexes), record.version);
}

void StoreInspection::see_index_row(std::string_view kind, std::string_view name, std::string_view value,
                                    std::string_view id) {
  index_rows_.add(index_digest(kind, name, value, id));
}

void StoreInspection::see_chunk(const FactChunk& chunk, const Digest& digest) {
  ++report_.chunks;
  report_.rows[chunk.table] += chunk.batch.rows();
  count("chunks", chunk.table, digest, chunk.version);
}

void StoreInspection::see_token(std::string_view token, std::uint64_t version, std::string_view changes) {
  count("tokens", "", token_digest(token, version, changes), version);
}

Error StoreInspection::index_fault() const {
  return corrupt(label_, std::to_string(index_entries_.rows) + " index entries were written and " +
                             std::to_string(index_rows_.rows) + " are there");
}

Status StoreInspection::check_sums(Totals written, std::uint64_t sequence) {
  for (const auto& entry : found_) written.try_emplace(entry.first);
  for (const auto& [place, sum] : written) {
    const RowSum& found = found_[place];
    if (found == sum) continue;
    return corrupt(label_, place.first + " " + place.second + ": " + std::to_string(sum.rows) + " were written, " +
                               std::to_string(found.rows) + " are there" +
                               (found.rows == sum.rows ? ", not the same ones" : ""));
  }
  if (sequence >= newest_) return ok();
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

}  // namespace staysail::store::postgres
