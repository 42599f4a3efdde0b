// Value: what a FEEL expression yields: null, a scalar, a list, a range, a context or a function. A plain immutable
// value.
//
// `==` here is identity of values (1.0 is 1.00, 1 is not "1", null is null); FEEL's own three-valued equality is a
// matter of expressions.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/result.hpp"
#include "staysail/columns/column.hpp"
#include "staysail/decision/decimal.hpp"
#include "staysail/decision/temporal.hpp"

namespace staysail {

enum class ValueKind : std::uint8_t {
  null,
  boolean,
  number,
  text,
  date,
  date_time,
  time,
  days_duration,
  months_duration,
  list,
  range,
  context,
  function,
};

// The standard's name: "number", "string", "date and time", "days and time duration" ...
std::string_view name_of(ValueKind kind) noexcept;

class Value;
using ValueList = std::vector<Value>;
// Entries in the order they were written; keys are unique.
using ValueContext = std::vector<std::pair<std::string, Value>>;
struct ValueRange;
// A function of FEEL: defined in an expression or a decision model, or built in. It calls nothing of the host.
class FeelFunction;

class Value {
 public:
  // null
  Value() = default;
  static Value boolean(bool value) { return Value(Data(value)); }
  static Value number(Decimal value) { return Value(Data(value)); }
  static Value number(std::int64_t value) { return number(Decimal::of(value)); }
  static Value text(std::string utf8) { return Value(Data(std::move(utf8))); }
  static Value date(CivilDay value) { return Value(Data(value)); }
  static Value date_time(DateTime value) { return Value(Data(value)); }
  static Value time(TimeOfDay value) { return Value(Data(value)); }
  static Value duration(DaysDuration value) { return Value(Data(value)); }
  static Value duration(MonthsDuration value) { return Value(Data(value)); }
  static Value list(ValueList items);
  static Value range(ValueRange range);
  static Value context(ValueContext entries);
  static Value function(std::shared_ptr<const FeelFunction> function) { return Value(Data(std::move(function))); }
  // The row of a column as a value: numbers at their scale, reals as the shortest decimal, NaN as null.
  static Value of_row(const Column& column, std::size_t row);

  ValueKind kind() const { return static_cast<ValueKind>(data_.index()); }
  bool is_null() const { return kind() == ValueKind::null; }
  bool is_true() const { return kind() == ValueKind::boolean && as_boolean(); }
  bool is_false() const { return kind() == ValueKind::boolean && !as_boolean(); }

  // Precondition of each: the value has that kind.
  bool as_boolean() const { return *std::get_if<bool>(&data_); }
  Decimal as_number() const { return *std::get_if<Decimal>(&data_); }
  const std::string& as_text() const { return *std::get_if<std::string>(&data_); }
  CivilDay as_date() const { return *std::get_if<CivilDay>(&data_); }
  const DateTime& as_date_time() const { return *std::get_if<DateTime>(&data_); }
  const TimeOfDay& as_time() const { return *std::get_if<TimeOfDay>(&data_); }
  DaysDuration as_days_duration() const { return *std::get_if<DaysDuration>(&data_); }
  MonthsDuration as_months_duration() const { return *std::get_if<MonthsDuration>(&data_); }
  const ValueList& as_list() const;
  const ValueRange& as_range() const;
  const ValueContext& as_context() const;
  const std::shared_ptr<const FeelFunction>& as_function() const {
    return *std::get_if<std::shared_ptr<const FeelFunction>>(&data_);
  }
  // How many values lie inside this one at any depth, itself included; shared parts count each time and
  // long texts as several. Values nested deeper than 100 count as endless.
  std::uint64_t weight() const;
  // The entry of a context, or null (also when this is no context).
  const Value* entry(std::string_view name) const;

  // Canonical text, as FEEL's string(): a text as it is, dates in ISO form, "[1, \"a\"]", "null".
  std::string to_string() const;
  // The same as a FEEL literal that reads back as the value: texts quoted, date("2026-01-31").
  std::string to_feel() const;

  friend bool operator==(const Value& a, const Value& b);

 private:
  struct Size {
    std::uint64_t weight = 1;
    std::uint32_t depth = 1;
    void hold(Size part);
  };
  Size size() const;

  struct Items;
  struct Bounds;
  struct Entries;
  // In the order of ValueKind.
  using Data = std::variant<std::monostate, bool, Decimal, std::string, CivilDay, DateTime, TimeOfDay, DaysDuration,
                            MonthsDuration, std::shared_ptr<const Items>, std::shared_ptr<const Bounds>,
                            std::shared_ptr<const Entries>, std::shared_ptr<const FeelFunction>>;
  explicit Value(Data data) : data_(std::move(data)) {}
  Data data_;
};

// A null bound means unbounded on that side.
struct ValueRange {
  Value low, high;
  bool low_closed = true, high_closed = true;
  friend bool operator==(const ValueRange&, const ValueRange&) = default;
};

// Appends `value` to a column being built: null as null, numbers rounded half-even to the field's scale, a date at
// midnight where an instant is wanted. `type_mismatch` for a value of another kind, `amount_overflow` past int64.
Status append_value(ColumnBuilder& builder, const Value& value);

// The named values of one customer. Names that are absent count as null.
class Inputs {
 public:
  Inputs() = default;
  Inputs(std::initializer_list<std::pair<const std::string, Value>> values) : values_(values) {}
  // Every column of a row.
  static Inputs of_row(std::span<const Column> columns, std::size_t row);

  // Replaces what was there.
  Inputs& set(std::string name, Value value);
  // Null when absent.
  const Value* find(std::string_view name) const;
  // Sorted by name.
  const std::map<std::string, Value, std::less<>>& values() const { return values_; }

 private:
  std::map<std::string, Value, std::less<>> values_;
};

}  // namespace staysail
