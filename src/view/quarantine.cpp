#include "staysail/view/quarantine.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace staysail {
namespace {

constexpr const char* kTable = "quarantine";
constexpr Month kAlways = Month::from_index(0);

auto place_of(const RejectedRow& row) {
  return std::tie(row.file, row.line, row.byte_offset, row.reason, row.column, row.text, row.digest);
}

bool in_order(const RejectedRow& a, const RejectedRow& b) { return place_of(a) < place_of(b); }

Schema stored_schema() {
  std::vector<Field> fields;
  for (const char* name : {"file", "column", "reason", "text"}) fields.push_back({name, ColumnType::text, 0, {}});
  for (const char* name : {"line", "byte_offset", "digest_high", "digest_low"})
    fields.push_back({name, ColumnType::number, 0, {}});
  return *Schema::of(std::move(fields));
}

Result<Batch> to_batch(const std::vector<RejectedRow>& rows) {
  BatchBuilder builder(stored_schema());
  for (const auto& row : rows) {
    const std::array<std::string_view, 4> texts = {row.file, row.column, row.reason, row.text};
    const std::array numbers = {row.line, row.byte_offset, row.digest.high, row.digest.low};
    for (std::size_t i = 0; i < 4; ++i) builder.column(i).append_text(texts[i]);
    for (std::size_t i = 0; i < 4; ++i) builder.column(4 + i).append_number(static_cast<std::int64_t>(numbers[i]));
  }
  return builder.finish();
}

RejectedRow from_batch(const Batch& batch, std::size_t row) {
  const auto text = [&](std::size_t column) { return std::string(batch.column(column).text(row)); };
  const auto number = [&](std::size_t column) {
    return static_cast<std::uint64_t>(batch.column(column).numbers()[row]);
  };
  RejectedRow rejected;
  rejected.file = text(0);
  rejected.column = text(1);
  rejected.reason = text(2);
  rejected.text = text(3);
  rejected.line = number(4);
  rejected.byte_offset = number(5);
  rejected.digest = Digest{number(6), number(7)};
  return rejected;
}

}  // namespace

Result<Quarantine> Quarantine::load(Store& store) {
  ScanRequest request;
  request.table = kTable;
  request.first = request.last = kAlways;
  STAYSAIL_TRY(const auto scanned, store.facts().scan(request));
  Quarantine quarantine;
  if (scanned.chunks.empty()) return quarantine;
  const auto& chunk = scanned.chunks.front();
  if (!(chunk.batch.schema() == stored_schema()))
    return Error(Errc::store_corrupt, "the quarantine's chunk has other columns than this version writes");
  quarantine.version_ = chunk.version;
  for (std::size_t row = 0; row < chunk.batch.rows(); ++row) quarantine.rows_.push_back(from_batch(chunk.batch, row));
  return quarantine;
}

Status Quarantine::save(Store& store, const std::string& token) {
  if (!changed_) return ok();
  changed_ = false;
  if (rows_.empty() && version_ == absent) return ok();
  FactChunk chunk;
  chunk.table = kTable;
  chunk.month = kAlways;
  chunk.expected = version_;
  STAYSAIL_TRY(chunk.batch, to_batch(rows_));
  STAYSAIL_TRY(const Receipt receipt, store.facts().append({chunk}, token + ":quarantine:" + std::to_string(version_)));
  version_ = receipt.version;
  return ok();
}

void Quarantine::replace_file(std::string_view file, std::vector<RejectedRow> rows) {
  const auto others =
      std::remove_if(rows_.begin(), rows_.end(), [&](const RejectedRow& row) { return row.file == file; });
  changed_ |= others != rows_.end() || !rows.empty();
  rows_.erase(others, rows_.end());
  std::sort(rows.begin(), rows.end(), in_order);
  const auto middle = static_cast<std::ptrdiff_t>(rows_.size());
  rows_.insert(rows_.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
  std::inplace_merge(rows_.begin(), rows_.begin() + middle, rows_.end(), in_order);
}

void Quarantine::release(const std::vector<RejectedRow>& rows) {
  std::set<std::tuple<std::string_view, std::uint64_t, std::string_view>> places;
  for (const auto& row : rows) places.emplace(row.file, row.line, row.text);
  const auto kept = std::remove_if(rows_.begin(), rows_.end(), [&](const RejectedRow& row) {
    return row.reason == "orphan" && places.count({row.file, row.line, row.text}) != 0;
  });
  changed_ |= kept != rows_.end();
  rows_.erase(kept, rows_.end());
}

Result<Batch> Quarantine::table() const {
  std::vector<Field> fields;
  for (const char* name : {"file", "line", "byte_offset", "column", "reason", "digest", "text"})
    fields.push_back({name, ColumnType::text, 0, {}});
  fields[1].type = fields[2].type = ColumnType::number;
  STAYSAIL_TRY(const Schema schema, Schema::of(std::move(fields)));
  BatchBuilder builder(schema);
  for (const auto& row : rows_) {
    builder.column(0).append_text(row.file);
    builder.column(1).append_number(static_cast<std::int64_t>(row.line));
    builder.column(2).append_number(static_cast<std::int64_t>(row.byte_offset));
    builder.column(3).append_text(row.column);
    builder.column(4).append_text(row.reason);
    builder.column(5).append_text(row.digest.to_string());
    builder.column(6).append_text(row.text);
  }
  return builder.finish();
}

Digest Quarantine::digest() const {
  SetDigest set;
  for (const auto& row : rows_)
    set.add(Digester()
                .add(row.reason)
                .add(static_cast<std::int64_t>(row.digest.high))
                .add(static_cast<std::int64_t>(row.digest.low))
                .finish());
  return set.finish();
}

}  // namespace staysail
