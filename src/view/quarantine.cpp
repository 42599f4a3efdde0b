#include "staysail/view/quarantine.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>

namespace staysail {
namespace {

constexpr const char* kTable = "quarantine";
constexpr std::string_view kOrphan = "orphan";
constexpr Month kAlways = Month::from_index(0);

auto place_of(const RejectedRow& row) {
  return std::tie(row.file, row.line, row.byte_offset, row.reason, row.column, row.text, row.digest);
}

bool in_order(const RejectedRow& a, const RejectedRow& b) { return place_of(a) < place_of(b); }

Schema stored_schema() {
  std::vector<Field> fields;
  for (const char* name : {"file", "column", "reason", "text"}) fields.push_back({name, ColumnType::text, 0, {}});
  for (const char* name : {"line", "byte_offset", "digest_high", "digest_low", "is_in"})
    fields.push_back({name, ColumnType::number, 0, {}});
  return *Schema::of(std::move(fields));
}

// The chunks of earlier versions do not say whether a record is in.
Schema stored_before() {
  std::vector<Field> fields = stored_schema().fields();
  fields.pop_back();
  return *Schema::of(std::move(fields));
}

void append(BatchBuilder& builder, const std::vector<RejectedRow>& rows, std::uint64_t is_in) {
  for (const auto& row : rows) {
    const std::array<std::string_view, 4> texts = {row.file, row.column, row.reason, row.text};
    const std::array numbers = {row.line, row.byte_offset, row.digest.high, row.digest.low, is_in};
    for (std::size_t i = 0; i < texts.size(); ++i) builder.column(i).append_text(texts[i]);
    for (std::size_t i = 0; i < numbers.size(); ++i)
      builder.column(texts.size() + i).append_number(static_cast<std::int64_t>(numbers[i]));
  }
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

// Puts `rows` in the place of what `standing`, which is in order, has of `file`; false when nothing changed.
bool exchange_file(std::vector<RejectedRow>& standing, std::string_view file, std::vector<RejectedRow> rows) {
  const auto gone = std::erase_if(standing, [&](const RejectedRow& row) { return row.file == file; });
  const bool changed = gone != 0 || !rows.empty();
  std::sort(rows.begin(), rows.end(), in_order);
  const auto middle = static_cast<std::ptrdiff_t>(standing.size());
  standing.insert(standing.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
  std::inplace_merge(standing.begin(), standing.begin() + middle, standing.end(), in_order);
  return changed;
}

bool same_record(const RejectedRow& a, const RejectedRow& b) { return a.file == b.file && a.line == b.line; }

void append_place(BatchBuilder& builder, const RejectedRow& row) {
  builder.column(0).append_text(row.file);
  builder.column(1).append_number(static_cast<std::int64_t>(row.line));
  builder.column(2).append_number(static_cast<std::int64_t>(row.byte_offset));
}

template <class Rows>
std::string joined_texts(Rows begin, Rows end) {
  std::string text = begin->text;
  for (auto row = begin + 1; row != end; ++row) text += ", " + row->text;
  return text;
}

}  // namespace

std::set<std::pair<std::string_view, std::uint64_t>> places_of(const std::vector<RejectedRow>& rows) {
  std::set<std::pair<std::string_view, std::uint64_t>> places;
  for (const auto& row : rows) places.emplace(row.file, row.line);
  return places;
}

Result<Quarantine> Quarantine::load(Store& store) {
  ScanRequest request;
  request.table = kTable;
  request.first = request.last = kAlways;
  STAYSAIL_TRY(const auto scanned, store.facts().scan(request));
  Quarantine quarantine;
  if (scanned.chunks.empty()) return quarantine;
  const auto& chunk = scanned.chunks.front();
  if (!(chunk.batch.schema() == stored_schema()) && !(chunk.batch.schema() == stored_before()))
    return Error(Errc::store_corrupt, "the quarantine's chunk has other columns than this version writes");
  quarantine.version_ = chunk.version;
  const Column* is_in = chunk.batch.find("is_in");
  for (std::size_t row = 0; row < chunk.batch.rows(); ++row) {
    const bool waits = is_in != nullptr && is_in->numbers()[row] != 0;
    (waits ? quarantine.waiting_ : quarantine.rows_).push_back(from_batch(chunk.batch, row));
  }
  return quarantine;
}

Status Quarantine::save(Store& store, const std::string& token) {
  if (!changed_) return ok();
  changed_ = false;
  if (rows_.empty() && waiting_.empty() && version_ == absent) return ok();
  BatchBuilder builder(stored_schema());
  append(builder, rows_, 0);
  append(builder, waiting_, 1);
  FactChunk chunk;
  chunk.table = kTable;
  chunk.month = kAlways;
  chunk.expected = version_;
  STAYSAIL_TRY(chunk.batch, builder.finish());
  STAYSAIL_TRY(const Receipt receipt, store.facts().append({chunk}, token + ":quarantine:" + std::to_string(version_)));
  version_ = receipt.version;
  return ok();
}

void Quarantine::replace_file(std::string_view file, std::vector<RejectedRow> rows, std::vector<RejectedRow> waiting) {
  changed_ |= exchange_file(rows_, file, std::move(rows));
  changed_ |= exchange_file(waiting_, file, std::move(waiting));
}

void Quarantine::release(const std::vector<RejectedRow>& rows) {
  std::set<std::tuple<std::string_view, std::uint64_t, std::string_view>> parts;
  for (const auto& row : rows) parts.emplace(row.file, row.line, row.text);
  const auto is_let_in = [&](const RejectedRow& row) {
    return row.reason == kOrphan && parts.count({row.file, row.line, row.text}) != 0;
  };
  changed_ |= std::erase_if(rows_, is_let_in) + std::erase_if(waiting_, is_let_in) != 0;
  const auto records = places_of(rows);
  const auto in_now = std::stable_partition(rows_.begin(), rows_.end(), [&](const RejectedRow& row) {
    return row.reason != kOrphan || records.count({row.file, row.line}) == 0;
  });
  waiting_.insert(waiting_.end(), std::make_move_iterator(in_now), std::make_move_iterator(rows_.end()));
  rows_.erase(in_now, rows_.end());
  std::sort(waiting_.begin(), waiting_.end(), in_order);
}

Result<Batch> Quarantine::table() const {
  std::vector<Field> fields;
  for (const char* name : {"file", "line", "byte_offset", "column", "reason", "digest", "text"})
    fields.push_back({name, ColumnType::text, 0, {}});
  fields[1].type = fields[2].type = ColumnType::number;
  STAYSAIL_TRY(const Schema schema, Schema::of(std::move(fields)));
  BatchBuilder builder(schema);
  for (auto row = rows_.begin(); row != rows_.end();) {
    const auto next =
        std::find_if(row, rows_.end(), [&](const RejectedRow& other) { return !same_record(*row, other); });
    append_place(builder, *row);
    builder.column(3).append_text(row->column);
    builder.column(4).append_text(row->reason);
    builder.column(5).append_text(row->digest.to_string());
    builder.column(6).append_text(joined_texts(row, next));
    row = next;
  }
  return builder.finish();
}

Result<Batch> Quarantine::waiting_table() const {
  std::vector<Field> fields;
  for (const char* name : {"file", "line", "byte_offset", "table", "digest"})
    fields.push_back({name, ColumnType::text, 0, {}});
  fields[1].type = fields[2].type = ColumnType::number;
  STAYSAIL_TRY(const Schema schema, Schema::of(std::move(fields)));
  BatchBuilder builder(schema);
  for (const auto& row : waiting_) {
    append_place(builder, row);
    builder.column(3).append_text(row.text);
    builder.column(4).append_text(row.digest.to_string());
  }
  return builder.finish();
}

Digest Quarantine::digest() const {
  SetDigest set;
  for (const auto* rows : {&rows_, &waiting_})
    for (const auto& row : *rows)
      set.add(Digester()
                  .add(row.reason)
                  .add(static_cast<std::int64_t>(row.digest.high))
                  .add(static_cast<std::int64_t>(row.digest.low))
                  .finish());
  return set.finish();
}

}  // namespace staysail
