#include <algorithm>
#include <bit>
#include <span>

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

// Integers as they lie in the bytes: offsets from a base, of the values or of each one's distance from the one before.
struct Packed {
  bool deltas = false;
  std::uint64_t first = 0;  // with deltas
  std::uint64_t base = 0;
  unsigned width = 0;
  std::string_view offsets;
};

// Returns false when one does not fit.
template <unsigned Width, class T>
bool unfold(const Packed& packed, std::span<T> values) {
  std::uint64_t value = packed.first;
  std::uint64_t lost = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::uint64_t offset = packed.base + columns::fixed_at<Width>(packed.offsets, i);
    value = packed.deltas ? value + offset : offset;
    values[i] = static_cast<T>(value);
    lost |= static_cast<std::uint64_t>(std::int64_t{values[i]}) ^ value;
  }
  return lost == 0;
}

template <class T>
bool unfold(const Packed& packed, std::span<T> values) {
  switch (packed.width) {
    case 0: return unfold<0>(packed, values);
    case 1: return unfold<1>(packed, values);
    case 2: return unfold<2>(packed, values);
    case 4: return unfold<4>(packed, values);
    default: return unfold<8>(packed, values);
  }
}

class Decoder {
 public:
  // `columns`: those to unpack; empty = all.
  Decoder(std::string_view bytes, const std::vector<std::string>& columns, const DecodeLimits& limits)
      : reader_(bytes), columns_(columns), limits_(limits), left_(limits.bytes) {}
  Result<Batch> batch();

 private:
  Status spend(std::uint64_t items, std::uint64_t size);
  bool wants(const std::string& column) const;
  Result<Field> field();
  Status validity();
  Result<std::vector<std::uint8_t>> bits();
  Result<Packed> packed();
  template <class T>
  Result<std::vector<T>> integers();
  Result<std::shared_ptr<const Dictionary>> dictionary();
  template <class T>
  Result<Column> integer_values(const Field& field);
  Result<Column> real_values(const Field& field);
  Result<Column> boolean_values(const Field& field);
  Result<Column> text_values(const Field& field);
  Result<Column> values(const Field& field);
  Status skip_dictionary();
  Status skip(const Field& field);

  template <class T>
  Column finish(Field field, std::vector<T> values);

  ByteReader reader_;
  const std::vector<std::string>& columns_;
  DecodeLimits limits_;
  std::uint64_t left_;
  std::uint64_t rows_ = 0;
  std::shared_ptr<const std::vector<std::uint8_t>> validity_;
  std::size_t null_count_ = 0;
};

// Memory is paid for before it is taken, so that a few bytes cannot ask for all of it.
Status Decoder::spend(std::uint64_t items, std::uint64_t size) {
  if (size != 0 && items > left_ / size)
    return Error(Errc::limit_exceeded,
                 "a stored batch unfolds to more bytes than are allowed: " + std::to_string(limits_.bytes));
  left_ -= items * size;
  return ok();
}

Result<Batch> Decoder::batch() {
  STAYSAIL_TRY(const std::uint8_t layout, reader_.byte());
  if (layout != kLayout) return damaged("layout " + std::to_string(layout) + " is not known, 1 was expected");
  STAYSAIL_TRY(rows_, reader_.varint());
  STAYSAIL_TRY(const std::uint64_t width, reader_.varint());
  if (rows_ > limits_.rows || width > limits_.columns)
    return Error(Errc::limit_exceeded,
                 "a stored batch claims " + std::to_string(rows_) + " rows and " + std::to_string(width) + " columns");
  std::vector<Column> columns;
  for (std::uint64_t i = 0; i < width; ++i) {
    STAYSAIL_TRY(const Field next, field());
    STAYSAIL_CHECK(validity());
    if (!wants(next.name)) {
      STAYSAIL_CHECK(skip(next));
      continue;
    }
    STAYSAIL_TRY(Column column, values(next));
    columns.push_back(std::move(column));
  }
  if (!reader_.empty()) return damaged("bytes are left over at the end");
  return Batch::of(std::move(columns));
}

bool Decoder::wants(const std::string& column) const {
  return columns_.empty() || std::find(columns_.begin(), columns_.end(), column) != columns_.end();
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

Result<Packed> Decoder::packed() {
  STAYSAIL_TRY(const std::uint8_t as_deltas, reader_.byte());
  if (as_deltas > 1 || (as_deltas == 1 && rows_ == 0)) return damaged("integers are packed in an unknown way");
  Packed packed;
  packed.deltas = as_deltas == 1;
  if (packed.deltas) {
    STAYSAIL_TRY(const std::uint64_t first, reader_.varint());
    packed.first = static_cast<std::uint64_t>(unzigzag(first));
  }
  STAYSAIL_TRY(const std::uint64_t base, reader_.varint());
  packed.base = static_cast<std::uint64_t>(unzigzag(base));
  STAYSAIL_TRY(packed.width, reader_.byte());
  STAYSAIL_TRY(packed.offsets, reader_.fixed(rows_ - as_deltas, packed.width));
  return packed;
}

template <class T>
Result<std::vector<T>> Decoder::integers() {
  STAYSAIL_TRY(const Packed found, packed());
  STAYSAIL_CHECK(spend(rows_, sizeof(T)));
  std::vector<T> values(rows_);
  std::span<T> rest(values);
  bool fits = true;
  if (found.deltas) {
    const auto first = static_cast<std::int64_t>(found.first);
    rest.front() = static_cast<T>(first);
    fits = std::int64_t{rest.front()} == first;
    rest = rest.subspan(1);
  }
  if (!unfold(found, rest) || !fits) return damaged("a day or a code does not fit into 32 bits");
  return values;
}

template <class T>
Result<Column> Decoder::integer_values(const Field& field) {
  STAYSAIL_TRY(std::vector<T> found, integers<T>());
  return finish(field, std::move(found));
}

Result<Column> Decoder::real_values(const Field& field) {
  STAYSAIL_CHECK(spend(rows_, sizeof(double)));
  STAYSAIL_TRY(const std::string_view packed, reader_.fixed(rows_, sizeof(double)));
  std::vector<double> reals;
  reals.reserve(rows_);
  for (std::uint64_t row = 0; row < rows_; ++row)
    reals.push_back(std::bit_cast<double>(columns::fixed_at<8>(packed, row)));
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
  STAYSAIL_TRY(Column column, integer_values<std::int32_t>(field));
  const auto codes = column.codes();
  for (std::size_t row = 0; row < codes.size(); ++row)
    if (!column.is_null(row) && (codes[row] < 0 || codes[row] >= strings->size()))
      return damaged("a code has no string");
  return ColumnAccess::with_dictionary(std::move(column), std::move(strings));
}

Result<Column> Decoder::values(const Field& field) {
  switch (field.type) {
    case ColumnType::real: return real_values(field);
    case ColumnType::boolean: return boolean_values(field);
    case ColumnType::day: return integer_values<std::int32_t>(field);
    case ColumnType::text: return text_values(field);
    case ColumnType::number:
    case ColumnType::instant: break;
  }
  return integer_values<std::int64_t>(field);
}

Status Decoder::skip_dictionary() {
  STAYSAIL_TRY(const std::uint64_t entries, reader_.varint());
  for (std::uint64_t i = 0; i < entries; ++i) {
    STAYSAIL_CHECK(reader_.varint());
    STAYSAIL_CHECK(reader_.text());
  }
  return ok();
}

// Passes over a column's values.
Status Decoder::skip(const Field& field) {
  if (field.type == ColumnType::real) {
    STAYSAIL_CHECK(reader_.fixed(rows_, sizeof(double)));
    return ok();
  }
  if (field.type == ColumnType::boolean) {
    STAYSAIL_CHECK(bits());
    return ok();
  }
  if (field.type == ColumnType::text) STAYSAIL_CHECK(skip_dictionary());
  STAYSAIL_CHECK(packed());
  return ok();
}

}  // namespace

Result<Batch> decode_batch(std::string_view bytes, const DecodeLimits& limits) {
  return Decoder(bytes, {}, limits).batch();
}

Result<Batch> decode_batch(std::string_view bytes, const std::vector<std::string>& columns,
                           const DecodeLimits& limits) {
  return Decoder(bytes, columns, limits).batch();
}

}  // namespace staysail
