// What the records of this room share: lists inside an attribute, and reading one attribute after the other.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/model/record.hpp"
#include "staysail/work/task.hpp"

namespace staysail {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// A list inside an attribute is a record of its own: how many items, then the items.
std::string pack(const std::vector<std::string>& texts);
std::string pack(const Pairs& pairs);
std::string pack(const std::vector<TaskEntry>& history);

// `malformed_record` for a list that is cut, and for a name without a value.
Result<std::vector<std::string>> unpack_texts(std::string_view bytes);
Result<Pairs> unpack_pairs(std::string_view bytes);
Result<std::vector<TaskEntry>> unpack_history(std::string_view bytes);

// Empty values are not found by.
void add_index(Record& record, std::string index, const std::string& value);

// Reads one attribute after the other; the first fault stays and later reads give nothing.
class Fields {
 public:
  static Result<Fields> open(std::string_view bytes) {
    STAYSAIL_TRY(RecordReader reader, RecordReader::open(bytes));
    return Fields(std::move(reader));
  }
  std::string text() { return std::string(value_of(reader_.next_text())); }
  std::int64_t integer() { return value_of(reader_.next_integer()); }
  std::optional<std::int64_t> optional_integer() {
    const auto read = reader_.next_integer();
    if (!read) fail(read.error());
    return read ? *read : std::nullopt;
  }
  // Below `count`, else a fault.
  template <class Enum>
  Enum symbol(std::size_t count) {
    const std::int64_t value = integer();
    if (value >= 0 && static_cast<std::size_t>(value) < count) return static_cast<Enum>(value);
    fail(Error(Errc::malformed_record,
               "a record of work holds a number that is none of its symbols: " + std::to_string(value)));
    return Enum{};
  }
  Day day() { return value_of(reader_.next_day()); }
  Month month() { return value_of(reader_.next_month()); }
  bool failed() const { return fault_.has_value(); }
  Status status() const { return fault_ ? Status(*fault_) : ok(); }
  void fail(Error error) {
    if (!fault_) fault_ = std::move(error);
  }

 private:
  explicit Fields(RecordReader reader) : reader_(std::move(reader)) {}
  template <class Value>
  Value value_of(const Result<std::optional<Value>>& read) {
    if (!read) fail(read.error());
    return read && *read ? **read : Value{};
  }
  RecordReader reader_;
  std::optional<Error> fault_;
};

}  // namespace staysail
