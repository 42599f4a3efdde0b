// One value of a file as one value of the model.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "boss/quick_values.hpp"
#include "staysail/boss/mapping.hpp"

namespace staysail::boss {

// No amount of money is greater, in either direction: what lies beyond is a typing error, and a few thousand of them
// would burst every sum. In the amount's smallest unit.
inline constexpr std::int64_t kLargestAmount = 1'000'000'000'000'000;

// A value on its way from a record to a column. Text is a view into the record, the mapping or the reader.
struct Cell {
  enum class Kind : std::uint8_t { null, integer, text } kind = Kind::null;
  std::int64_t integer = 0;  // scaled number, boolean, days, month index, microseconds
  std::string_view text;
};

// Texts whose values are known beforehand: what a code table holds, and the values of a symbol. Views into the mapping.
class KnownTexts {
 public:
  void add(std::string_view text, const Cell& cell);
  // Null for any other text.
  const Cell* find(std::string_view text) const;

 private:
  struct Slot {
    std::string_view text;
    Cell cell;  // null: free
  };
  std::size_t slot_of(std::string_view text) const;

  std::vector<Slot> slots_;
  std::size_t count_ = 0;
};

// Reads the values of one field. The mapping outlives it.
class ValueReader {
 public:
  ValueReader(const FieldMapping& field, std::optional<Day> as_of);

  // Empty when `cell` holds the value; else the stable reason why the text cannot be used: missing_value, bad_number,
  // number_overflow, bad_date, bad_boolean, unknown_symbol, bad_text.
  std::string_view read(std::string_view text, Cell& cell) const;
  // The same without the shortcuts for common forms: what read() must agree with.
  std::string_view read_thoroughly(std::string_view text, Cell& cell) const;
  const FieldMapping& field() const { return *field_; }

 private:
  // How most values of the field can be read at once.
  enum class Form : std::uint8_t {
    thorough,
    known,
    text,
    number,
    compact_day,
    dashed_day,
    compact_month,
    dashed_month
  };
  Form form_of_field() const;
  Form form_of_dates() const;
  void gather_known();
  std::string_view read_quickly(std::string_view text, Cell& cell) const;
  std::string_view read_quick_number(std::string_view text, Cell& cell) const;
  std::string_view decode(std::string_view& text) const;
  bool is_null(std::string_view text) const;
  std::string_view null_value() const;
  std::string_view read_value(std::string_view text, Cell& cell) const;
  std::string_view read_text(std::string_view text, Cell& cell) const;
  std::string_view read_number(std::string_view text, Cell& cell) const;
  std::string_view read_date(std::string_view text, Cell& cell) const;
  std::string_view read_derived(std::string_view text, Cell& cell) const;
  std::string_view read_typed(std::string_view text, Cell& cell) const;

  const FieldMapping* field_;
  std::optional<Day> as_of_;
  Form form_ = Form::thorough;
  bool only_empty_is_null_ = false;
  KnownTexts known_;
};

// Inline, because they are called for every value of every row.
inline const Cell* KnownTexts::find(std::string_view text) const {
  if (slots_.empty()) return nullptr;
  const Slot& slot = slots_[slot_of(text)];
  return slot.cell.kind == Cell::Kind::null ? nullptr : &slot.cell;
}

inline std::string_view ValueReader::read(std::string_view text, Cell& cell) const {
  cell = Cell{};
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  if (field_->trim && !text.empty() && (is_blank(text.front()) || is_blank(text.back()))) text = trimmed(text);
  if (only_empty_is_null_ ? text.empty() : is_null(text)) return null_value();
  return read_quickly(text, cell);
}

inline std::string_view ValueReader::read_quickly(std::string_view text, Cell& cell) const {
  bool read = false;
  switch (form_) {
    case Form::known:
      if (const Cell* known = known_.find(text)) return cell = *known, std::string_view{};
      break;
    case Form::text:
      if (text.empty() || has_zero_byte(text)) break;
      cell.kind = Cell::Kind::text;
      cell.text = text;
      return {};
    case Form::number: return read_quick_number(text, cell);
    case Form::compact_day: read = quick_compact_day(text, cell.integer); break;
    case Form::dashed_day: read = quick_dashed_day(text, cell.integer); break;
    case Form::compact_month: read = quick_month(text, false, cell.integer); break;
    case Form::dashed_month: read = quick_month(text, true, cell.integer); break;
    case Form::thorough: break;
  }
  if (!read) return read_value(text, cell);
  cell.kind = Cell::Kind::integer;
  return {};
}

inline std::string_view ValueReader::read_quick_number(std::string_view text, Cell& cell) const {
  const NumberPattern& number = field_->number;
  std::int64_t value = 0;
  const bool read = quick_decimal(text, number.scale - number.shift, value) &&
                    !__builtin_mul_overflow(value, number.multiplier, &value);
  if (!read || value > kLargestAmount || value < -kLargestAmount) return read_value(text, cell);
  cell.kind = Cell::Kind::integer;
  cell.integer = value;
  return {};
}

}  // namespace staysail::boss
