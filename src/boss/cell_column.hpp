// Gathers the cells of one attribute until a batch is full. Cells come by the million: all of it is inline.
#pragma once

#include <utility>
#include <vector>

#include "boss/value_reader.hpp"
#include "staysail/columns/column_of.hpp"

namespace staysail::boss {

// Owned by one thread.
class CellColumn {
 public:
  explicit CellColumn(Field field) : field_(std::move(field)), width_(width_of(field_.type)) {}

  // Precondition: the cell is null or of the field's type.
  void append(const Cell& cell) {
    if (cell.kind == Cell::Kind::null) null_rows_.push_back(rows_);
    switch (width_) {
      case Width::wide: wide_.push_back(cell.integer); break;
      case Width::narrow: narrow_.push_back(static_cast<std::int32_t>(cell.integer)); break;
      case Width::byte: bytes_.push_back(cell.integer != 0 ? 1 : 0); break;
      case Width::code: narrow_.push_back(cell.kind == Cell::Kind::null ? 0 : texts_.code_of(cell.text)); break;
    }
    ++rows_;
  }

  // Hands the column out; the next one is gathered from then on, with room for as many rows.
  Column finish() {
    const std::size_t room = std::exchange(rows_, 0);
    const auto nulls = std::exchange(null_rows_, {});
    if (width_ == Width::wide) return column_of(field_, taken(wide_, room), nulls);
    if (width_ == Width::byte) return column_of(field_, taken(bytes_, room), nulls);
    if (width_ == Width::narrow) return column_of(field_, taken(narrow_, room), nulls);
    return column_of(field_, taken(narrow_, room), nulls, texts_.finish());
  }

 private:
  enum class Width : std::uint8_t { wide, narrow, byte, code };
  static Width width_of(ColumnType type) {
    switch (type) {
      case ColumnType::text: return Width::code;
      case ColumnType::day: return Width::narrow;
      case ColumnType::boolean: return Width::byte;
      default: return Width::wide;
    }
  }
  template <class T>
  static std::vector<T> taken(std::vector<T>& values, std::size_t room) {
    std::vector<T> gathered = std::exchange(values, {});
    values.reserve(room);
    return gathered;
  }

  Field field_;
  Width width_;
  std::uint32_t rows_ = 0;
  std::vector<std::uint32_t> null_rows_;
  std::vector<std::int64_t> wide_;
  std::vector<std::int32_t> narrow_;
  std::vector<std::uint8_t> bytes_;
  DictionaryBuilder texts_;
};

}  // namespace staysail::boss
