// A column somebody else hands over: rows [start, start + rows) of one Arrow array, with its schema.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "staysail/columns/arrow.hpp"

namespace staysail::columns {

struct ArrowSource {
  const ArrowSchema* schema;
  const ArrowArray* array;
  std::shared_ptr<const ArrowArray> owner;  // keeps the memory
  std::int64_t start;
  std::int64_t rows;

  std::string_view format() const { return schema->format; }
  std::size_t size() const { return static_cast<std::size_t>(rows); }
  std::size_t offset() const { return static_cast<std::size_t>(array->offset + start); }
  std::string name() const { return schema->name == nullptr ? "" : schema->name; }

  bool is_null(std::size_t row) const {
    const auto* bits = static_cast<const std::uint8_t*>(array->buffers[0]);
    return bits != nullptr && (bits[(offset() + row) / 8] >> ((offset() + row) % 8) & 1) == 0;
  }
  bool has_nulls() const;
  // Null where a producer has no buffer, because there is no row.
  template <class T>
  const T* values() const {
    const auto* first = static_cast<const T*>(array->buffers[1]);
    return first == nullptr ? nullptr : first + offset();
  }
};

// `schema_mismatch` that names the format and those that are understood.
Error unknown_format(const ArrowSource& source);

// What can be seen from outside that a producer got wrong: counts, signs, missing parts, offsets that run backwards.
// Where buffers lie and how long they are is its word alone.
Status check_table(const ArrowSchema& schema, const ArrowArray& array);
Status check_column(const ArrowSource& source);
// Offsets or views of a text column; `check_column` went before.
Status check_texts(const ArrowSource& source);

}  // namespace staysail::columns
