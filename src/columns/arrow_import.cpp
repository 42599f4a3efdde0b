#include <array>
#include <charconv>
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "columns/arrow_source.hpp"
#include "columns/column_access.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/columns/arrow.hpp"

namespace staysail {
namespace {

using columns::ArrowSource;
using columns::unknown_format;

template <class Struct>
struct Release {
  void operator()(Struct* owned) const {
    if (owned->release != nullptr) owned->release(owned);
    delete owned;
  }
};

// Takes the struct out of the caller's hands, as the Arrow specification has it.
template <class Struct>
std::shared_ptr<Struct> take(Struct* from) {
  std::shared_ptr<Struct> owned(new Struct(*from), Release<Struct>());
  from->release = nullptr;
  return owned;
}

template <class Append>
Column build(const ArrowSource& source, Field field, const Append& append) {
  ColumnBuilder builder(std::move(field));
  builder.reserve(source.size());
  for (std::size_t row = 0; row < source.size(); ++row) {
    if (source.is_null(row)) builder.append_null();
    else append(builder, row);
  }
  return builder.finish();
}

// The producer's own buffer when it has the width we keep and no nulls; else a copy with zeros at nulls.
template <class T, class Append>
Column shared_or_built(const ArrowSource& source, Field field, const Append& append) {
  if (source.has_nulls() || source.size() == 0) return build(source, std::move(field), append);
  return ColumnAccess::over(std::move(field), source.size(),
                            std::shared_ptr<const void>(source.owner, source.values<T>()));
}

template <class T>
Column integers(const ArrowSource& source) {
  return build(source, {source.name(), ColumnType::number, 0, {}}, [&](ColumnBuilder& builder, std::size_t row) {
    builder.append_number(static_cast<std::int64_t>(source.values<T>()[row]));
  });
}

// uint64: its upper half has no place in a column.
Result<Column> unsigned_integers(const ArrowSource& source) {
  bool overflow = false;
  Column column =
      build(source, {source.name(), ColumnType::number, 0, {}}, [&](ColumnBuilder& builder, std::size_t row) {
        const std::uint64_t value = source.values<std::uint64_t>()[row];
        overflow |= value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        builder.append_number(static_cast<std::int64_t>(value));
      });
  if (overflow)
    return Error(Errc::amount_overflow, "an unsigned integer does not fit 63 bits in column " + source.name());
  return column;
}

// A column nobody gave a type, because nothing is in it.
Column nothing(const ArrowSource& source) {
  ColumnBuilder builder({source.name(), ColumnType::text, 0, {}});
  for (std::size_t row = 0; row < source.size(); ++row) builder.append_null();
  return builder.finish();
}

Column wide_integers(const ArrowSource& source) {
  return shared_or_built<std::int64_t>(
      source, {source.name(), ColumnType::number, 0, {}},
      [&](ColumnBuilder& builder, std::size_t row) { builder.append_number(source.values<std::int64_t>()[row]); });
}

Column doubles(const ArrowSource& source) {
  return shared_or_built<double>(
      source, {source.name(), ColumnType::real, 0, {}},
      [&](ColumnBuilder& builder, std::size_t row) { builder.append_real(source.values<double>()[row]); });
}

Column floats(const ArrowSource& source) {
  return build(source, {source.name(), ColumnType::real, 0, {}},
               [&](ColumnBuilder& builder, std::size_t row) { builder.append_real(source.values<float>()[row]); });
}

Column booleans(const ArrowSource& source) {
  const auto* bits = static_cast<const std::uint8_t*>(source.array->buffers[1]);
  return build(source, {source.name(), ColumnType::boolean, 0, {}}, [&](ColumnBuilder& builder, std::size_t row) {
    const std::size_t bit = source.offset() + row;
    builder.append_boolean((bits[bit / 8] >> (bit % 8) & 1) != 0);
  });
}

Column days(const ArrowSource& source) {
  return shared_or_built<std::int32_t>(
      source, {source.name(), ColumnType::day, 0, {}},
      [&](ColumnBuilder& builder, std::size_t row) { builder.append_day(source.values<std::int32_t>()[row]); });
}

// The microsecond that has begun, also before 1970.
std::int64_t floor_micros(std::int64_t nanos) { return nanos / 1000 - (nanos % 1000 < 0 ? 1 : 0); }

// Seconds, milliseconds, microseconds or nanoseconds, as the third letter says; nanoseconds are cut.
Result<Column> instants(const ArrowSource& source) {
  const Field field{source.name(), ColumnType::instant, 0, {}};
  const auto* values = source.values<std::int64_t>();
  const char unit = source.format()[2];
  if (unit == 'u')
    return shared_or_built<std::int64_t>(
        source, field, [&](ColumnBuilder& builder, std::size_t row) { builder.append_instant(values[row]); });
  if (unit == 'n')
    return build(source, field,
                 [&](ColumnBuilder& builder, std::size_t row) { builder.append_instant(floor_micros(values[row])); });
  const std::int64_t factor = unit == 's' ? 1'000'000 : 1000;
  bool overflow = false;
  Column column = build(source, field, [&](ColumnBuilder& builder, std::size_t row) {
    std::int64_t micros = 0;
    overflow |= __builtin_mul_overflow(values[row], factor, &micros);
    builder.append_instant(micros);
  });
  if (overflow)
    return Error(Errc::amount_overflow, "a time does not fit 64 bits of microseconds in column " + source.name());
  return column;
}

// "d:19,2": 128 bits, brought to int64.
Result<Column> decimals(const ArrowSource& source) {
  const std::string_view format = source.format();
  const std::size_t comma = format.find(',');
  int scale = -1;
  const char* end = nullptr;
  if (comma != std::string_view::npos && format.find(',', comma + 1) == std::string_view::npos)
    end = std::from_chars(format.data() + comma + 1, format.data() + format.size(), scale).ptr;
  if (scale < 0 || scale > kMaxScale || end != format.data() + format.size()) return unknown_format(source);
  const auto* values = source.values<std::array<unsigned char, sizeof(Int128)>>();
  bool overflow = false;
  Column column = build(source, {source.name(), ColumnType::number, static_cast<std::uint8_t>(scale), {}},
                        [&](ColumnBuilder& builder, std::size_t row) {
                          Int128 wide = 0;
                          std::memcpy(&wide, values + row, sizeof(Int128));  // a producer may align to 8 bytes only
                          overflow |= wide != static_cast<std::int64_t>(wide);
                          builder.append_number(static_cast<std::int64_t>(wide));
                        });
  if (overflow) return Error(Errc::amount_overflow, "a decimal does not fit 64 bits in column " + source.name());
  return column;
}

template <class Offset>
std::string_view text_at(const ArrowSource& source, std::size_t row) {
  const auto* offsets = source.values<Offset>();
  const auto* bytes = static_cast<const char*>(source.array->buffers[2]);
  return {bytes + offsets[row], static_cast<std::size_t>(offsets[row + 1] - offsets[row])};
}

// "vu": 16 bytes a row: length, then the text itself up to 12 bytes, or 4 bytes of it, a buffer's number and an offset.
std::string_view view_at(const ArrowSource& source, std::size_t row) {
  const char* entry = static_cast<const char*>(source.array->buffers[1]) + (source.offset() + row) * 16;
  std::array<std::int32_t, 4> parts{};
  std::memcpy(parts.data(), entry, sizeof parts);
  const auto length = static_cast<std::size_t>(parts[0]);
  if (length <= 12) return {entry + 4, length};
  return {static_cast<const char*>(source.array->buffers[2 + parts[2]]) + parts[3], length};
}

template <class Read>
Column texts(const ArrowSource& source, const Read& read) {
  return build(source, {source.name(), ColumnType::text, 0, {}},
               [&](ColumnBuilder& builder, std::size_t row) { builder.append_text(read(row)); });
}

Result<Column> plain_texts(const ArrowSource& source) {
  STAYSAIL_CHECK(columns::check_texts(source));
  if (source.format() == "u") return texts(source, [&](std::size_t row) { return text_at<std::int32_t>(source, row); });
  if (source.format() == "U") return texts(source, [&](std::size_t row) { return text_at<std::int64_t>(source, row); });
  return texts(source, [&](std::size_t row) { return view_at(source, row); });
}

Result<std::int64_t> index_at(const ArrowSource& source, std::size_t row) {
  const std::string_view format = source.format();
  switch (format.size() == 1 ? format.front() : '\0') {
    case 'c': return source.values<std::int8_t>()[row];
    case 'C': return source.values<std::uint8_t>()[row];
    case 's': return source.values<std::int16_t>()[row];
    case 'S': return source.values<std::uint16_t>()[row];
    case 'i': return source.values<std::int32_t>()[row];
    case 'I': return source.values<std::uint32_t>()[row];
    case 'l': return source.values<std::int64_t>()[row];
    default: return unknown_format(source);
  }
}

// A moment on a clock that no zone is told of: "tss:". What follows the colon is a zone.
constexpr std::size_t kCivil = 4;

// Rules compare civil time, and a moment with a zone is never before or after one without: nothing would match,
// silently.
Error zoned(const ArrowSource& source, std::string_view zone) {
  return Error(Errc::unsupported, "column " + source.name() + " has the time zone " + std::string(zone) +
                                      "; columns hold civil time: convert it to the operator's zone and take the zone "
                                      "off (pandas: .dt.tz_convert(\"Asia/Shanghai\").dt.tz_localize(None))");
}

Result<Column> from_dictionary(const ArrowSource& source) {
  const ArrowSource values{source.schema->dictionary, source.array->dictionary, source.owner, 0,
                           source.array->dictionary->length};
  STAYSAIL_CHECK(columns::check_column(values));
  const std::string_view format = values.format();
  if (format != "u" && format != "U" && format != "vu") return unknown_format(values);
  STAYSAIL_TRY(const Column dictionary, plain_texts(values));
  ColumnBuilder builder({source.name(), ColumnType::text, 0, {}});
  builder.reserve(source.size());
  for (std::size_t row = 0; row < source.size(); ++row) {
    STAYSAIL_TRY(const std::int64_t index, index_at(source, row));
    if (source.is_null(row)) builder.append_null();
    else if (index < 0 || static_cast<std::size_t>(index) >= dictionary.size())
      return Error(Errc::schema_mismatch, "a dictionary index lies outside its dictionary in column " + source.name());
    else builder.append_from(dictionary, static_cast<std::size_t>(index));
  }
  return builder.finish();
}

Result<Column> import_column(const ArrowSource& source) {
  if (source.schema->dictionary != nullptr) return from_dictionary(source);
  const std::string_view format = source.format();
  if (format == "c") return integers<std::int8_t>(source);
  if (format == "C") return integers<std::uint8_t>(source);
  if (format == "s") return integers<std::int16_t>(source);
  if (format == "S") return integers<std::uint16_t>(source);
  if (format == "i") return integers<std::int32_t>(source);
  if (format == "I") return integers<std::uint32_t>(source);
  if (format == "l") return wide_integers(source);
  if (format == "L") return unsigned_integers(source);
  if (format == "n") return nothing(source);
  if (format == "f") return floats(source);
  if (format == "g") return doubles(source);
  if (format == "b") return booleans(source);
  if (format == "tdD") return days(source);
  if (format == "u" || format == "U" || format == "vu") return plain_texts(source);
  if (format.size() >= 4 && format.substr(0, 2) == "ts" &&
      std::string_view("smun").find(format[2]) != std::string_view::npos)
    return format.size() == kCivil ? instants(source) : zoned(source, format.substr(kCivil));
  if (format.substr(0, 2) == "d:") return decimals(source);
  return unknown_format(source);
}

Result<Batch> import_columns(const ArrowSchema& schema, const std::shared_ptr<ArrowArray>& array) {
  STAYSAIL_CHECK(columns::check_table(schema, *array));
  std::vector<Column> imported;
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    const ArrowSource source{schema.children[i], array->children[i], array, array->offset, array->length};
    STAYSAIL_CHECK(columns::check_column(source));
    STAYSAIL_TRY(auto column, import_column(source));
    imported.push_back(std::move(column));
  }
  return Batch::of(std::move(imported));
}

// The columns of a stream that had no batch.
Result<Batch> without_rows(const ArrowSchema& schema) {
  std::array<const void*, 3> buffers{};
  ArrowArray strings{}, column{};
  strings.n_buffers = column.n_buffers = static_cast<std::int64_t>(buffers.size());
  strings.buffers = column.buffers = buffers.data();
  ArrowArray coded = column;
  coded.dictionary = &strings;
  std::vector<ArrowArray*> children;
  for (std::int64_t i = 0; i < schema.n_children; ++i)
    children.push_back(schema.children[i] == nullptr || schema.children[i]->dictionary == nullptr ? &column : &coded);
  const auto table = std::make_shared<ArrowArray>();
  table->n_children = schema.n_children;
  table->children = children.data();
  return import_columns(schema, table);
}

Error stream_error(ArrowArrayStream* stream) {
  const char* text = stream->get_last_error(stream);
  return Error(Errc::adapter_failed, std::string("the producer of the Arrow stream failed: ") +
                                         (text == nullptr ? "it does not say why" : text));
}

}  // namespace

Result<Batch> import_arrow(ArrowSchema* schema, ArrowArray* array) {
  const auto owned_schema = take(schema);
  return import_columns(*owned_schema, take(array));
}

Result<std::vector<Batch>> import_arrow_stream(ArrowArrayStream* stream) {
  const auto owned = take(stream);
  ArrowSchema raw{};
  if (owned->get_schema(owned.get(), &raw) != 0) return stream_error(owned.get());
  const auto schema = take(&raw);
  std::vector<Batch> batches;
  for (;;) {
    ArrowArray array{};
    if (owned->get_next(owned.get(), &array) != 0) return stream_error(owned.get());
    if (array.release == nullptr) break;
    STAYSAIL_TRY(auto batch, import_columns(*schema, take(&array)));
    batches.push_back(std::move(batch));
  }
  if (!batches.empty()) return batches;
  STAYSAIL_TRY(auto batch, without_rows(*schema));
  return std::vector<Batch>{std::move(batch)};
}

}  // namespace staysail
