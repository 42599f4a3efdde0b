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

  // Room for as many rows in all.
  void make_room(std::size_t rows) {
    switch (width_) {
      case Width::wide: wide_.resize(rows); break;
      case Width::byte: bytes_.resize(rows); break;
      case Width::narrow:
      case Width::code: narrow_.resize(rows); break;
    }
  }
  // Of a row for which there is room. Rows come one after the other. Precondition: the cell is null or of the field's
  // type.
  void set(std::uint32_t row, const Cell& cell) {
    if (cell.kind == Cell::Kind::null) return null_rows_.push_back(row);
    switch (width_) {
      case Width::wide: wide_[row] = cell.integer; break;
      case Width::narrow: narrow_[row] = static_cast<std::int32_t>(cell.integer); break;
      case Width::byte: bytes_[row] = cell.integer != 0 ? 1 : 0; break;
      case Width::code: narrow_[row] = code_of(cell); break;
    }
  }

  // The same of one value.
  void set_null(std::uint32_t row) { null_rows_.push_back(row); }
  void set_integer(std::uint32_t row, std::int64_t value) {
    switch (width_) {
      case Width::wide: wide_[row] = value; break;
      case Width::byte: bytes_[row] = value != 0 ? 1 : 0; break;
      default: narrow_[row] = static_cast<std::int32_t>(value); break;
    }
  }
  // The row that was set last was none: the next one has its number.
  void forget(std::uint32_t row) {
    if (!null_rows_.empty() && null_rows_.back() == row) null_rows_.pop_back();
  }
  bool holds_texts() const { return width_ == Width::code; }

  // Hands the column of so many rows out; the next one is gathered from then on, without any room.
  Column finish(std::size_t rows) {
    const auto nulls = std::exchange(null_rows_, {});
    if (width_ == Width::wide) return column_of(field_, taken(wide_, rows), nulls);
    if (width_ == Width::byte) return column_of(field_, taken(bytes_, rows), nulls);
    if (width_ == Width::narrow) return column_of(field_, taken(narrow_, rows), nulls);
    known_codes_.clear();
    return column_of(field_, taken(narrow_, rows), nulls, texts_.finish());
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
  // Of a text that the field knows the code is looked up once in a batch.
  std::int32_t code_of(const Cell& cell) {
    if (cell.known == 0) return texts_.code_of(cell.text);
    if (known_codes_.size() < cell.known) known_codes_.resize(cell.known, -1);
    std::int32_t& code = known_codes_[cell.known - 1];
    if (code < 0) code = texts_.code_of(cell.text);
    return code;
  }
  template <class T>
  static std::vector<T> taken(std::vector<T>& values, std::size_t rows) {
    values.resize(rows);
    if (rows < values.capacity() / 2) values.shrink_to_fit();
    return std::exchange(values, {});
  }

  Field field_;
  Width width_;
  std::vector<std::uint32_t> null_rows_;
  std::vector<std::int64_t> wide_;
  std::vector<std::int32_t> narrow_;
  std::vector<std::uint8_t> bytes_;
  DictionaryBuilder texts_;
  std::vector<std::int32_t> known_codes_;
};

}  // namespace staysail::boss
