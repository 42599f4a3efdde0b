// ColumnCoder: a column of a frame as at most 128 codes: missing, the bins of a number or of a day, or categories.
//
// What a coder learns is read off exact counts of values, so parts of a frame may be counted one by one, in any order.
// Immutable; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/columns/column.hpp"
#include "staysail/statistics/coded_rows.hpp"

namespace staysail {

class ColumnCoder {
 public:
  enum class Kind : std::uint8_t {
    number,  // number, real and boolean columns; NaN is missing
    day,
    instant,
    category,  // text columns; rare and unseen ones share the last code
  };

  // From the column of each part of a frame. `schema_mismatch` for parts of different kinds.
  static Result<ColumnCoder> fit(std::span<const Column> parts);
  // From its parts, as they were read; `malformed_record` for cuts that do not ascend or too many codes.
  static Result<ColumnCoder> of(std::string name, Kind kind, std::vector<double> cuts,
                                std::vector<std::string> categories);

  const std::string& name() const { return name_; }
  Kind kind() const { return kind_; }
  bool ordered() const { return kind_ != Kind::category; }
  // Lower ends of all bins but the first.
  const std::vector<double>& cuts() const { return cuts_; }
  // In the order of their codes, from 1 on.
  const std::vector<std::string>& categories() const { return categories_; }
  // Codes are below it.
  std::size_t size() const { return 2 + (ordered() ? cuts_.size() : categories_.size()); }

  // One code a row. `schema_mismatch` for a column of another kind.
  Result<std::vector<std::uint8_t>> codes(const Column& column) const;
  // "< 5", "[5..12)", ">= 40", "Month-to-month": what a code stands for; empty for missing.
  std::string text_of(std::uint8_t code) const;
  friend bool operator==(const ColumnCoder&, const ColumnCoder&) = default;

 private:
  std::string name_;
  Kind kind_ = Kind::number;
  std::vector<double> cuts_;
  std::vector<std::string> categories_;
};

// "number", "day", ...
std::string_view name_of(ColumnCoder::Kind kind) noexcept;

}  // namespace staysail
