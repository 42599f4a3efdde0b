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
  std::uint32_t known = 0;   // of a text that its field knows beforehand: which one, from 1; 0: any other text
  std::int64_t integer = 0;  // scaled number, boolean, days, month index, microseconds
  std::string_view text;

  static Cell of_integer(std::int64_t value) { return {Kind::integer, 0, value, {}}; }
  static Cell of_text(std::string_view value) { return {Kind::text, 0, 0, value}; }
  // Leave alone what the new kind has not: cells are filled by the million.
  void set(std::int64_t value) {
    kind = Kind::integer;
    integer = value;
  }
  void set(std::string_view value) {
    kind = Kind::text;
    known = 0;
    text = value;
  }
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

// Reads the values of one field. The mapping outlives it. Owned by one thread.
class ValueReader {
 public:
  ValueReader(const FieldMapping& field, std::optional<Day> as_of);

  // Empty when `cell` holds the value; else the stable reason why the text cannot be used: missing_value, bad_number,
  // number_overflow, bad_date, bad_boolean, unknown_symbol, bad_text.
  std::string_view read(std::string_view text, Cell& cell);
  // The same into row `row` of a column of the field, which is none of texts. A null is set as well; `told` hears what
  // is none.
  template <class Column, class Told>
  std::string_view read_into(std::string_view text, Column& column, std::uint32_t row, Told told);
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
  bool read_at_once(Form form, std::string_view text, Cell& cell);
  bool read_integer(Form form, std::string_view text, std::int64_t& value);
  bool read_quick_number(std::string_view text, std::int64_t& value) const;
  std::string_view read_otherwise(std::string_view text, Cell& cell);
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
  Form first_form_ = Form::thorough;  // before the text is held against those that are null
  bool trim_ = true;
  bool empty_is_null_ = false;  // an empty text, of a field that may be null
  int decimals_ = 0;            // of a number, before its multiplier
  std::int64_t multiplier_ = 1;
  LastDay last_;
  KnownTexts known_;
};

// Inline, because they are called for every value of every row.

// Of the text, or the free one where it would stand.
inline std::size_t KnownTexts::slot_of(std::string_view text) const {
  const std::size_t wrap = slots_.size() - 1;
  std::size_t at = static_cast<std::size_t>(short_hash(text)) & wrap;
  while (slots_[at].cell.kind != Cell::Kind::null && !same_text(slots_[at].text, text)) at = (at + 1) & wrap;
  return at;
}

inline const Cell* KnownTexts::find(std::string_view text) const {
  if (slots_.empty()) return nullptr;
  const Slot& slot = slots_[slot_of(text)];
  return slot.cell.kind == Cell::Kind::null ? nullptr : &slot.cell;
}

inline std::string_view ValueReader::read(std::string_view text, Cell& cell) {
  if (read_at_once(first_form_, text, cell)) return {};
  return read_otherwise(text, cell);
}

template <class Column, class Told>
inline std::string_view ValueReader::read_into(std::string_view text, Column& column, std::uint32_t row, Told told) {
  std::int64_t value = 0;
  if (read_integer(first_form_, text, value)) {
    told(value);
    return column.set_integer(row, value), std::string_view{};
  }
  if (text.empty() && empty_is_null_) return column.set_null(row), std::string_view{};
  Cell cell;
  const std::string_view reason = read(text, cell);
  if (!reason.empty()) return reason;
  if (cell.kind != Cell::Kind::null) told(cell.integer);
  return column.set(row, cell), reason;
}

// False when the text does not have the form, whatever is wrong: the cell is as it was.
inline bool ValueReader::read_at_once(Form form, std::string_view text, Cell& cell) {
  // Blanks are trimmed the other way, and what else is no more than a space goes there with them.
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  std::int64_t value = 0;
  switch (form) {
    case Form::known:
      if (const Cell* known = known_.find(text)) return cell = *known, true;
      return false;
    case Form::text:
      if (text.empty() || is_blank(text.front()) || is_blank(text.back()) || has_zero_byte(text)) return false;
      cell.set(text);
      return true;
    default: break;
  }
  if (!read_integer(form, text, value)) return false;
  cell.set(value);
  return true;
}

// The same of the forms that give an integer; false of all others.
[[gnu::always_inline]] inline bool ValueReader::read_integer(Form form, std::string_view text, std::int64_t& value) {
  switch (form) {
    case Form::number: return read_quick_number(text, value);
    case Form::compact_day: return quick_compact_day(text, last_, value);
    case Form::dashed_day: return quick_dashed_day(text, last_, value);
    case Form::compact_month: return quick_month(text, false, value);
    case Form::dashed_month: return quick_month(text, true, value);
    default: return false;
  }
}

inline bool ValueReader::read_quick_number(std::string_view text, std::int64_t& value) const {
  return quick_decimal(text, decimals_, value) && !__builtin_mul_overflow(value, multiplier_, &value) &&
         value <= kLargestAmount && value >= -kLargestAmount;
}

}  // namespace staysail::boss
