#include "decision/column_changes.hpp"

#include <cstring>

namespace staysail::decision {
namespace {

// The values as bytes: where they start and how wide each is.
struct RawValues {
  const void* start = nullptr;
  std::size_t width = 0;
};

RawValues raw(const Column& column) {
  switch (column.type()) {
    case ColumnType::number: return {column.numbers().data(), sizeof(std::int64_t)};
    case ColumnType::instant: return {column.instants().data(), sizeof(std::int64_t)};
    case ColumnType::real: return {column.reals().data(), sizeof(double)};
    case ColumnType::boolean: return {column.booleans().data(), sizeof(std::uint8_t)};
    case ColumnType::day: return {column.days().data(), sizeof(std::int32_t)};
    case ColumnType::text: return {column.codes().data(), sizeof(std::int32_t)};
  }
  return {};
}

bool same_nulls(const Column& a, const Column& b, std::size_t begin, std::size_t count) {
  if (a.null_count() == 0 && b.null_count() == 0) return true;
  for (std::size_t row = begin; row < begin + count; ++row)
    if (a.is_null(row) != b.is_null(row)) return false;
  return true;
}

}  // namespace

bool comparable(const Column& a, const Column& b) {
  return a.type() == b.type() && a.field().scale == b.field().scale && a.size() == b.size() &&
         a.shared_dictionary() == b.shared_dictionary();
}

bool same_buffers(const Column& a, const Column& b) {
  return raw(a).start == raw(b).start && a.validity() == b.validity() && a.offset() == b.offset();
}

bool same_rows(const Column& a, const Column& b, std::size_t begin, std::size_t count) {
  const RawValues x = raw(a), y = raw(b);
  const auto at = [begin](const RawValues& values) {
    return static_cast<const char*>(values.start) + begin * values.width;
  };
  return std::memcmp(at(x), at(y), count * x.width) == 0 && same_nulls(a, b, begin, count);
}

}  // namespace staysail::decision
