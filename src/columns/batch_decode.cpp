#include <bit>
#include <limits>

#include "columns/byte_stream.hpp"
#include "columns/column_access.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/columns/batch_codec.hpp"

namespace staysail {
namespace {

using columns::ByteReader;
using columns::damaged;
using columns::unzigzag;

constexpr std::uint8_t kLayout = 1;

class Decoder {
 public:
  Decoder(std::string_view bytes, const DecodeLimits& limits) : reader_(bytes), limits_(limits), left_(limits.bytes) {}
  Result<Batch> batch();

 private:
  Status spend(std::uint64_t items, std::uint64_t size);
  Result<Column> column();
  Result<Field> field();
  Status validity();
  Result<std::vector<std::uint8_t>> bits();
  Result<std::vector<std::uint64_t>> offsets(std::uint64_t count);
  Result<std::vector<std::int64_t>> integers();
  Result<std::shared_ptr<const Dictionary>> dictionary();
  Result<Column> narrow_values(const Field& field);
  Result<Column> real_values(const Field& field);
  Result<Column> boolean_values(const Field& field);
  Result<Column> text_values(const Field& field);
  Result<Column> values(const Field& field);

  template <class T>
  Column finish(Field field, std::vector<T> values);

  ByteReader reader_;
  DecodeLimits limits_;
  std::uint64_t left_;
  std::uint64_t rows_ = 0;
  std::shared_ptr<const std::vector<std::uint8_t>> validity_;
  std::size_t null_count_ = 0;
};

// Memory is paid for before it is taken, so that a few bytes cannot ask for all of it.
Status Decoder::spend(std::uint64_t items, std::uint64_t size) {
  if (size != 0 && items > left_ / size)
    return Error(Errc::limit_exceeded, "a stored batch unfolds to more bytes than are allowed: " + std::to_string(limits_.bytes));
  left_ -= items * size;
  return ok();
}

Result<Batch> Decoder::batch() {
  STAYSAIL_TRY(const std::uint8_t layout, reader_.byte());
  if (layout != kLayout) return damaged("layout " + std::to_string(layout) + " is not known, 1 was expected");
  STAYSAIL_TRY(rows_, reader_.varint());
  STAYSAIL_TRY(const std::uint64_t width, reader_.varint());
  if (rows_ > limits_.rows || width > limits_.columns)
    return Error(Errc::limit_exceeded, "a stored batch claims " + std::to_string(rows_) + " rows and " + std::to_string(width) + " columns");
  std::vector<Column> columns;
  for (std::uint64_t i = 0; i < width; ++i) {
    STAYSAIL_TRY(Column next, column());
    columns.push_back(std::move(next));
  }
  if (!reader_.empty()) return damaged("bytes are left over at the end");
  return Batch::of(std::move(columns));
}

Result<Field> Decoder::field() {
  Field field;
  STAYSAIL_TRY(field.name, reader_.text());
  STAYSAIL_TRY(field.unit, reader_.text());
  STAYSAIL_TRY(const std::uint8_t type, reader_.byte());
  STAYSAIL_TRY(field.scale, reader_.byte());
  if (type > static_cast<std::uint8_t>(ColumnType::text)) return damaged("a column has a type that does not exist");
  if (field.scale > kMaxScale) return damaged("a column has a scale beyond 9");
  field.type = static_cast<ColumnType>(type);
  return field;
}

Result<std::vector<std::uint8_t>> Decoder::bits() {
  STAYSAIL_TRY(const std::string_view bytes, reader_.take((rows_ + 7) / 8));
  return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
}

Status Decoder::validity() {
  validity_ = nullptr;
  null_count_ = 0;
  STAYSAIL_TRY(const std::uint8_t has_nulls, reader_.byte());
  if (has_nulls == 0) return ok();
  STAYSAIL_TRY(std::vector<std::uint8_t> valid, bits());
  std::size_t set = 0;
  for (std::uint64_t row = 0; row < rows_; ++row) set += valid[row / 8] >> row % 8 & 1;
  null_count_ = rows_ - set;
  validity_ = std::make_shared<const std::vector<std::uint8_t>>(std::move(valid));
  return ok();
}

// Null rows hold zero in memory, whatever stands in the bytes.
template <class T>
Column Decoder::finish(Field field, std::vector<T> values) {
  for (std::uint64_t row = 0; null_count_ != 0 && row < rows_; ++row)
    if (((*validity_)[row / 8] >> row % 8 & 1) == 0) values[row] = T{};
  return ColumnAccess::make(std::move(field), std::move(values), null_count_ != 0 ? validity_ : nullptr, null_count_);
}

Result<std::vector<std::uint64_t>> Decoder::offsets(std::uint64_t count) {
  STAYSAIL_TRY(const std::uint64_t base, reader_.varint());
  STAYSAIL_TRY(const std::uint8_t width, reader_.byte());
  STAYSAIL_CHECK(spend(count, sizeof(std::uint64_t)));
  STAYSAIL_TRY(std::vector<std::uint64_t> values, reader_.fixed(count, width));
  for (std::uint64_t& value : values) value += static_cast<std::uint64_t>(unzigzag(base));
  return values;
}

Result<std::vector<std::int64_t>> Decoder::integers() {
  STAYSAIL_TRY(const std::uint8_t as_deltas, reader_.byte());
  if (as_deltas > 1 || (as_deltas == 1 && rows_ == 0)) return damaged("integers are packed in an unknown way");
  std::uint64_t value = 0;
  if (as_deltas == 1) {
    STAYSAIL_TRY(const std::uint64_t first, reader_.varint());
    value = static_cast<std::uint64_t>(unzigzag(first));
  }
  STAYSAIL_TRY(const std::vector<std::uint64_t> packed, offsets(rows_ - as_deltas));
  STAYSAIL_CHECK(spend(rows_, sizeof(std::int64_t)));
  std::vector<std::int64_t> values;
  values.reserve(rows_);
  if (as_deltas == 1) values.push_back(static_cast<std::int64_t>(value));
  for (const std::uint64_t next : packed) {
    value = as_deltas == 1 ? value + next : next;
    values.push_back(static_cast<std::int64_t>(value));
  }
  return values;
}

Result<Column> Decoder::narrow_values(const Field& field) {
  STAYSAIL_TRY(const std::vector<std::int64_t> wide, integers());
  std::vector<std::int32_t> narrow;
  narrow.reserve(wide.size());
  for (const std::int64_t value : wide) {
    if (value < std::numeric_limits<std::int32_t>::min() || value > std::numeric_limits<std::int32_t>::max())
      return damaged("a day or a code does not fit into 32 bits");
    narrow.push_back(static_cast<std::int32_t>(value));
  }
  return finish(field, std::move(narrow));
}

Result<Column> Decoder::real_values(const Field& field) {
  STAYSAIL_CHECK(spend(rows_, 2 * sizeof(double)));
  STAYSAIL_TRY(const std::vector<std::uint64_t> packed, reader_.fixed(rows_, 8));
  std::vector<double> reals;
  reals.reserve(packed.size());
  for (const std::uint64_t bits_of_value : packed) reals.push_back(std::bit_cast<double>(bits_of_value));
  return finish(field, std::move(reals));
}

Result<Column> Decoder::boolean_values(const Field& field) {
  STAYSAIL_CHECK(spend(rows_, 1));
  STAYSAIL_TRY(const std::vector<std::uint8_t> packed, bits());
  std::vector<std::uint8_t> booleans(rows_);
  for (std::uint64_t row = 0; row < rows_; ++row) booleans[row] = packed[row / 8] >> row % 8 & 1;
  return finish(field, std::move(booleans));
}

Result<std::shared_ptr<const Dictionary>> Decoder::dictionary() {
  STAYSAIL_TRY(const std::uint64_t entries, reader_.varint());
  DictionaryBuilder builder;
  std::string entry;
  for (std::uint64_t i = 0; i < entries; ++i) {
    STAYSAIL_TRY(const std::uint64_t shared, reader_.varint());
    STAYSAIL_TRY(const std::string_view rest, reader_.text());
    if (shared > entry.size()) return damaged("a string shares more than the one before it has");
    entry.resize(shared);
    entry += rest;
    STAYSAIL_CHECK(spend(1, entry.size() + 2 * sizeof(std::size_t)));
    if (builder.code_of(entry) != static_cast<std::int32_t>(i)) return damaged("a string occurs twice in a dictionary");
  }
  return builder.finish();
}

Result<Column> Decoder::text_values(const Field& field) {
  STAYSAIL_TRY(auto strings, dictionary());
  STAYSAIL_TRY(Column column, narrow_values(field));
  const auto codes = column.codes();
  for (std::size_t row = 0; row < codes.size(); ++row)
    if (!column.is_null(row) && (codes[row] < 0 || codes[row] >= strings->size())) return damaged("a code has no string");
  return ColumnAccess::with_dictionary(std::move(column), std::move(strings));
}

Result<Column> Decoder::values(const Field& field) {
  switch (field.type) {
    case ColumnType::real: return real_values(field);
    case ColumnType::boolean: return boolean_values(field);
    case ColumnType::day: return narrow_values(field);
    case ColumnType::text: return text_values(field);
    case ColumnType::number:
    case ColumnType::instant: break;
  }
  STAYSAIL_TRY(std::vector<std::int64_t> wide, integers());
  return finish(field, std::move(wide));
}

Result<Column> Decoder::column() {
  STAYSAIL_TRY(const Field next, field());
  STAYSAIL_CHECK(validity());
  return values(next);
}

}  // namespace

Result<Batch> decode_batch(std::string_view bytes, const DecodeLimits& limits) { return Decoder(bytes, limits).batch(); }

}  // namespace staysail
