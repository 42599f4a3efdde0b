#include "columns/arrow_source.hpp"

#include <array>
#include <cstring>

namespace staysail::columns {
namespace {

constexpr std::int64_t kMostRows = std::int64_t{1} << 48;  // so that no sum of them overflows
constexpr std::int64_t kViewBytes = 16;
constexpr std::int32_t kInlineBytes = 12;

Error wrong(const ArrowSource& source, const char* what) {
  return Error(Errc::schema_mismatch,
               std::string("the Arrow producer is at fault: ") + what + " in column '" + source.name() + "'");
}

bool is_text(std::string_view format) { return format == "u" || format == "U" || format == "vu"; }

// Validity first; a column of nulls has no buffers, and views may have any number more.
std::int64_t buffers_of(std::string_view format) {
  if (format == "n") return 0;
  return is_text(format) ? 3 : 2;
}

bool has_range(const ArrowArray& array) {
  return array.length >= 0 && array.offset >= 0 && array.length <= kMostRows && array.offset <= kMostRows;
}

template <class Offset>
Status check_offsets(const ArrowSource& source) {
  const auto* offsets = source.values<Offset>();
  for (std::size_t row = 0; row < source.size(); ++row)
    if (offsets[row] < 0 || offsets[row + 1] < offsets[row]) return wrong(source, "offsets of texts run backwards");
  if (offsets[source.size()] != 0 && source.array->buffers[2] == nullptr)
    return wrong(source, "the bytes of texts are missing");
  return ok();
}

bool view_holds(const ArrowSource& source, std::size_t row) {
  std::array<std::int32_t, 4> parts{};  // length, prefix, buffer, offset
  std::memcpy(parts.data(), static_cast<const char*>(source.array->buffers[1]) + (source.offset() + row) * kViewBytes,
              kViewBytes);
  if (parts[0] <= kInlineBytes) return parts[0] >= 0;
  const std::int64_t variadic = source.array->n_buffers - 3;  // validity and views before, their sizes after
  if (parts[2] < 0 || parts[2] >= variadic || parts[3] < 0) return false;
  const auto* sizes = static_cast<const std::int64_t*>(source.array->buffers[source.array->n_buffers - 1]);
  return sizes != nullptr && source.array->buffers[2 + parts[2]] != nullptr &&
         std::int64_t{parts[3]} + parts[0] <= sizes[parts[2]];
}

Status check_views(const ArrowSource& source) {
  for (std::size_t row = 0; row < source.size(); ++row)
    if (!source.is_null(row) && !view_holds(source, row)) return wrong(source, "a view lies outside its buffers");
  return ok();
}

Status check_buffers(const ArrowSource& source) {
  const ArrowArray& array = *source.array;
  const std::int64_t buffers = buffers_of(source.format());
  if (buffers == 0) return ok();
  if (array.n_buffers < buffers || array.buffers == nullptr) return wrong(source, "buffers are missing");
  if (source.rows == 0) return ok();
  if (array.buffers[1] == nullptr) return wrong(source, "the values are missing");
  if (array.null_count > 0 && array.buffers[0] == nullptr)
    return wrong(source, "nulls are announced without validity bits");
  return ok();
}

}  // namespace

bool ArrowSource::has_nulls() const {
  if (array->null_count == 0 || array->buffers[0] == nullptr) return false;
  for (std::size_t row = 0; row < size(); ++row)
    if (is_null(row)) return true;
  return false;
}

Error unknown_format(const ArrowSource& source) {
  return Error(Errc::schema_mismatch, "column '" + source.name() + "' has the Arrow format '" +
                                          std::string(source.format()) +
                                          "'; integers, float32, float64, bool, utf8, date32, timestamp, decimal128 of "
                                          "scale 0 to 9 and dictionaries of text are understood");
}

Status check_table(const ArrowSchema& schema, const ArrowArray& array) {
  const std::string_view format = schema.format == nullptr ? "" : schema.format;
  if (format != "+s")
    return Error(Errc::schema_mismatch,
                 "a table (an Arrow struct of columns) was expected; the format is '" + std::string(format) + "'");
  if (schema.n_children < 0 || schema.n_children != array.n_children)
    return Error(Errc::schema_mismatch,
                 "the Arrow producer is at fault: schema and array have unequal numbers of columns");
  if (schema.n_children > 0 && (schema.children == nullptr || array.children == nullptr))
    return Error(Errc::schema_mismatch, "the Arrow producer is at fault: the columns are missing");
  if (!has_range(array))
    return Error(Errc::schema_mismatch, "the Arrow producer is at fault: a length or an offset is out of range");
  if (array.null_count > 0)
    return Error(Errc::schema_mismatch,
                 "an Arrow struct whose rows are null as a whole is not understood; hand in a table");
  return ok();
}

Status check_column(const ArrowSource& source) {
  if (source.schema == nullptr || source.array == nullptr || source.schema->format == nullptr)
    return Error(Errc::schema_mismatch, "the Arrow producer is at fault: a column without format or array");
  if (!has_range(*source.array)) return wrong(source, "a length or an offset is out of range");
  if (source.array->length < source.start + source.rows)
    return wrong(source, "there are fewer rows than the table has");
  if ((source.schema->dictionary == nullptr) != (source.array->dictionary == nullptr))
    return wrong(source, "schema and array do not agree on a dictionary");
  return check_buffers(source);
}

Status check_texts(const ArrowSource& source) {
  if (source.size() == 0) return ok();
  if (source.format() == "u") return check_offsets<std::int32_t>(source);
  if (source.format() == "U") return check_offsets<std::int64_t>(source);
  return check_views(source);
}

}  // namespace staysail::columns
