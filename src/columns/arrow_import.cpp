#include <array>
#include <charconv>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "column_access.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/columns/arrow.hpp"

namespace staysail {
namespace {

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

// One child array with its schema; `owner` keeps the memory.
struct Source {
  const ArrowSchema* schema;
  const ArrowArray* array;
  std::shared_ptr<const ArrowArray> owner;

  std::string_view format() const { return schema->format; }
  std::size_t size() const { return static_cast<std::size_t>(array->length); }
  std::size_t offset() const { return static_cast<std::size_t>(array->offset); }
  std::string name() const { return schema->name == nullptr ? "" : schema->name; }

  bool is_null(std::size_t row) const {
    const auto* bits = static_cast<const std::uint8_t*>(array->buffers[0]);
    return bits != nullptr && (bits[(offset() + row) / 8] >> ((offset() + row) % 8) & 1) == 0;
  }
  bool has_nulls() const {
    if (array->null_count == 0 || array->buffers[0] == nullptr) return false;
    for (std::size_t row = 0; row < size(); ++row)
      if (is_null(row)) return true;
    return false;
  }
  template <class T>
  const T* values() const {
    return static_cast<const T*>(array->buffers[1]) + offset();
  }
};

Error unknown_format(const Source& source) {
  return Error(Errc::schema_mismatch, "column '" + source.name() + "' has the Arrow format '" + std::string(source.format()) +
                                          "'; integers up to 64 bits, float32, float64, bool, utf8, date32, timestamp, decimal128 of scale 0 to 9 and dictionaries of text are understood");
}

template <class Append>
Column build(const Source& source, Field field, const Append& append) {
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
Column shared_or_built(const Source& source, Field field, const Append& append) {
  if (source.has_nulls() || source.size() == 0) return build(source, std::move(field), append);
  return ColumnAccess::over(std::move(field), source.size(), std::shared_ptr<const void>(source.owner, source.values<T>()));
}

template <class T>
Column integers(const Source& source) {
  return build(source, {source.name(), ColumnType::number, 0, {}}, [&](ColumnBuilder& builder, std::size_t row) { builder.append_number(static_cast<std::int64_t>(source.values<T>()[row])); });
}

Column wide_integers(const Source& source) {
  return shared_or_built<std::int64_t>(source, {source.name(), ColumnType::number, 0, {}}, [&](ColumnBuilder& builder, std::size_t row) { builder.append_number(source.values<std::int64_t>()[row]); });
}

Column doubles(const Source& source) {
  return shared_or_built<double>(source, {source.name(), ColumnType::real, 0, {}}, [&](ColumnBuilder& builder, std::size_t row) { builder.append_real(source.values<double>()[row]); });
}

Column floats(const Source& source) {
  return build(source, {source.name(), ColumnType::real, 0, {}}, [&](ColumnBuilder& builder, std::size_t row) { builder.append_real(source.values<float>()[row]); });
}

Column booleans(const Source& source) {
  const auto* bits = static_cast<const std::uint8_t*>(source.array->buffers[1]);
  return build(source, {source.name(), ColumnType::boolean, 0, {}}, [&](ColumnBuilder& builder, std::size_t row) {
    const std::size_t bit = source.offset() + row;
    builder.append_boolean((bits[bit / 8] >> (bit % 8) & 1) != 0);
  });
}

Column days(const Source& source) {
  return shared_or_built<std::int32_t>(source, {source.name(), ColumnType::day, 0, {}}, [&](ColumnBuilder& builder, std::size_t row) { builder.append_day(source.values<std::int32_t>()[row]); });
}

// Seconds, milliseconds, microseconds or nanoseconds, as the third letter says; nanoseconds are cut.
Result<Column> instants(const Source& source) {
  const Field field{source.name(), ColumnType::instant, 0, {}};
  const auto* values = source.values<std::int64_t>();
  const char unit = source.format()[2];
  if (unit == 'u') return shared_or_built<std::int64_t>(source, field, [&](ColumnBuilder& builder, std::size_t row) { builder.append_instant(values[row]); });
  if (unit == 'n') return build(source, field, [&](ColumnBuilder& builder, std::size_t row) { builder.append_instant(values[row] / 1000); });
  const std::int64_t factor = unit == 's' ? 1'000'000 : 1000;
  bool overflow = false;
  Column column = build(source, field, [&](ColumnBuilder& builder, std::size_t row) {
    std::int64_t micros = 0;
    overflow |= __builtin_mul_overflow(values[row], factor, &micros);
    builder.append_instant(micros);
  });
  if (overflow) return Error(Errc::amount_overflow, "a time does not fit 64 bits of microseconds in column " + source.name());
  return column;
}

// "d:19,2": 128 bits, brought to int64.
Result<Column> decimals(const Source& source) {
  const std::string_view format = source.format();
  const std::size_t comma = format.find(',');
  int scale = -1;
  if (comma != std::string_view::npos && format.find(',', comma + 1) == std::string_view::npos)
    std::from_chars(format.data() + comma + 1, format.data() + format.size(), scale);
  if (scale < 0 || scale > kMaxScale) return unknown_format(source);
  const auto* values = static_cast<const unsigned char*>(source.array->buffers[1]) + source.offset() * sizeof(Int128);
  bool overflow = false;
  Column column = build(source, {source.name(), ColumnType::number, static_cast<std::uint8_t>(scale), {}}, [&](ColumnBuilder& builder, std::size_t row) {
    Int128 wide = 0;
    std::memcpy(&wide, values + row * sizeof(Int128), sizeof(Int128));  // a producer may align to 8 bytes only
    overflow |= wide != static_cast<std::int64_t>(wide);
    builder.append_number(static_cast<std::int64_t>(wide));
  });
  if (overflow) return Error(Errc::amount_overflow, "a decimal does not fit 64 bits in column " + source.name());
  return column;
}

template <class Offset>
std::string_view text_at(const Source& source, std::size_t row) {
  const auto* offsets = source.values<Offset>();
  const auto* bytes = static_cast<const char*>(source.array->buffers[2]);
  return {bytes + offsets[row], static_cast<std::size_t>(offsets[row + 1] - offsets[row])};
}

// "vu": 16 bytes a row: length, then the text itself up to 12 bytes, or 4 bytes of it, a buffer's number and an offset.
std::string_view view_at(const Source& source, std::size_t row) {
  const char* entry = static_cast<const char*>(source.array->buffers[1]) + (source.offset() + row) * 16;
  std::array<std::int32_t, 4> parts{};
  std::memcpy(parts.data(), entry, sizeof parts);
  const auto length = static_cast<std::size_t>(parts[0]);
  if (length <= 12) return {entry + 4, length};
  return {static_cast<const char*>(source.array->buffers[2 + parts[2]]) + parts[3], length};
}

template <class Read>
Column texts(const Source& source, const Read& read) {
  return build(source, {source.name(), ColumnType::text, 0, {}}, [&](ColumnBuilder& builder, std::size_t row) { builder.append_text(read(row)); });
}

Result<Column> plain_texts(const Source& source) {
  if (source.format() == "u") return texts(source, [&](std::size_t row) { return text_at<std::int32_t>(source, row); });
  if (source.format() == "U") return texts(source, [&](std::size_t row) { return text_at<std::int64_t>(source, row); });
  return texts(source, [&](std::size_t row) { return view_at(source, row); });
}

Result<std::int64_t> index_at(const Source& source, std::size_t row) {
  switch (source.format()[0]) {
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


Result<Column> from_dictionary(const Source& source) {
  const Source values{source.schema->dictionary, source.array->dictionary, source.owner};
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

Result<Column> import_column(const Source& source) {
  if (source.schema->dictionary != nullptr) return from_dictionary(source);
  const std::string_view format = source.format();
  if (format == "c") return integers<std::int8_t>(source);
  if (format == "C") return integers<std::uint8_t>(source);
  if (format == "s") return integers<std::int16_t>(source);
  if (format == "S") return integers<std::uint16_t>(source);
  if (format == "i") return integers<std::int32_t>(source);
  if (format == "I") return integers<std::uint32_t>(source);
  if (format == "l") return wide_integers(source);
  if (format == "f") return floats(source);
  if (format == "g") return doubles(source);
  if (format == "b") return booleans(source);
  if (format == "tdD") return days(source);
  if (format == "u" || format == "U" || format == "vu") return plain_texts(source);
  if (format.size() >= 4 && format.substr(0, 2) == "ts" && std::string_view("smun").find(format[2]) != std::string_view::npos) return instants(source);
  if (format.substr(0, 2) == "d:") return decimals(source);
  return unknown_format(source);
}

Result<Batch> import_columns(const ArrowSchema& schema, const std::shared_ptr<ArrowArray>& array) {
  if (std::string_view(schema.format) != "+s") return Error(Errc::schema_mismatch, "a table (an Arrow struct of columns) was expected; the format is '" + std::string(schema.format) + "'");
  if (array->offset != 0) return Error(Errc::schema_mismatch, "an Arrow struct with an offset is not understood; hand in its columns sliced");
  std::vector<Column> columns;
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    STAYSAIL_TRY(auto column, import_column(Source{schema.children[i], array->children[i], array}));
    columns.push_back(std::move(column));
  }
  return Batch::of(std::move(columns));
}

Error stream_error(ArrowArrayStream* stream) {
  const char* text = stream->get_last_error(stream);
  return Error(Errc::adapter_failed, std::string("the producer of the Arrow stream failed: ") + (text == nullptr ? "it does not say why" : text));
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
    if (array.release == nullptr) return batches;
    STAYSAIL_TRY(auto batch, import_columns(*schema, take(&array)));
    batches.push_back(std::move(batch));
  }
}

}  // namespace staysail
