// Makes columns from whole buffers: for what in this room already holds them.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "staysail/columns/column.hpp"

namespace staysail {

struct ColumnAccess {
  // `values`: one element of the type's width for each row, zero where null. `validity`: one bit a row, or null.
  template <class T>
  static Column make(Field field, std::vector<T> values, std::shared_ptr<const std::vector<std::uint8_t>> validity,
                     std::size_t null_count) {
    Column column;
    column.field_ = std::move(field);
    column.size_ = values.size();
    column.null_count_ = null_count;
    auto owner = std::make_shared<const std::vector<T>>(std::move(values));
    column.values_ = std::shared_ptr<const void>(owner, owner->data());
    column.validity_ = std::move(validity);
    return column;
  }

  // `values`: `size` values of the field's width in memory that the pointer keeps alive. No nulls.
  static Column over(Field field, std::size_t size, std::shared_ptr<const void> values) {
    Column column;
    column.field_ = std::move(field);
    column.size_ = size;
    column.values_ = std::move(values);
    return column;
  }

  static Column with_dictionary(Column column, std::shared_ptr<const Dictionary> dictionary) {
    column.dictionary_ = std::move(dictionary);
    return column;
  }
};

}  // namespace staysail
