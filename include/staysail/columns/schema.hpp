// Schema: the names, types, scales and units of a batch's columns.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/nearest_name.hpp"
#include "staysail/base/result.hpp"

namespace staysail {

enum class ColumnType : std::uint8_t {
  number,   // int64 with a decimal scale 0..9: value 12345 at scale 2 is 123.45
  real,     // float64: input from Python and scores; never summed across rows unquantised
  boolean,  // one byte a row here, a bit in Arrow
  day,      // int32 days since 1970-01-01
  instant,  // int64 microseconds since 1970-01-01T00:00 civil time
  text,     // int32 codes into a dictionary of UTF-8 strings
};

// "number", "real", ... for messages.
std::string_view name_of(ColumnType type) noexcept;

struct Field {
  std::string name;
  ColumnType type = ColumnType::number;
  std::uint8_t scale = 0;  // number columns only
  std::string unit;        // "CNY", "months", "s"; empty when it has none
  friend bool operator==(const Field&, const Field&) = default;
};

// An ordered list of fields with unique names. A plain value.
class Schema {
 public:
  Schema() = default;
  // `schema_mismatch` naming the field that occurs twice.
  static Result<Schema> of(std::vector<Field> fields);

  std::size_t size() const { return fields_.size(); }
  const Field& field(std::size_t index) const { return fields_[index]; }
  const std::vector<Field>& fields() const { return fields_; }
  std::optional<std::size_t> find(std::string_view name) const;
  friend bool operator==(const Schema&, const Schema&) = default;

 private:
  explicit Schema(std::vector<Field> fields) : fields_(std::move(fields)) {}
  std::vector<Field> fields_;
};

}  // namespace staysail
