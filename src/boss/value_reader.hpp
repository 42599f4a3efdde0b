// One value of a file as one value of the model.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

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

// Reads the values of one field. The mapping outlives it.
class ValueReader {
 public:
  ValueReader(const FieldMapping& field, std::optional<Day> as_of) : field_(&field), as_of_(as_of) {}

  // Empty when `cell` holds the value; else the stable reason why the text cannot be used: missing_value, bad_number,
  // number_overflow, bad_date, bad_boolean, unknown_symbol, bad_text.
  std::string_view read(std::string_view text, Cell& cell) const;
  const FieldMapping& field() const { return *field_; }

 private:
  std::string_view decode(std::string_view& text) const;
  bool is_null(std::string_view text) const;
  std::string_view read_text(std::string_view text, Cell& cell) const;
  std::string_view read_number(std::string_view text, Cell& cell) const;
  std::string_view read_date(std::string_view text, Cell& cell) const;
  std::string_view read_derived(std::string_view text, Cell& cell) const;
  std::string_view read_typed(std::string_view text, Cell& cell) const;

  const FieldMapping* field_;
  std::optional<Day> as_of_;
};

}  // namespace staysail::boss
