// Nouns as records and back. A noun names its table and walks over its fields in the order of the table's attributes;
// reading and writing are two walkers, so that no noun has a codec of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/id.hpp"
#include "staysail/base/secret.hpp"
#include "staysail/model/life_cycles.hpp"
#include "staysail/model/measure.hpp"
#include "staysail/model/record.hpp"

namespace staysail {

using Extensions = std::vector<std::pair<std::string, std::string>>;  // ascending by name

// Counts the fields of a noun, because a record begins with their number.
struct FieldCounter {
  std::size_t fields = 0;
  template <class Field>
  void operator()(std::string_view, const Field&) {
    ++fields;
  }
};

// Empty ids and texts are null.
class NounWriter {
 public:
  explicit NounWriter(std::size_t fields) : record_(fields) {}
  void operator()(std::string_view, const std::string& text) { text_or_null(text); }
  template <class Tag>
  void operator()(std::string_view, const Id<Tag>& id) {
    text_or_null(id.text());
  }
  template <class Tag>
  void operator()(std::string_view, const Secret<Tag>& secret) {
    text_or_null(secret.reveal());
  }
  // Kept as a day; a text that is none is null.
  void operator()(std::string_view, const BirthDay& birth_day);
  template <class Value>
  void operator()(std::string_view, const std::optional<Value>& value) {
    if (!value) record_.add_null();
    else if constexpr (std::is_enum_v<Value>)
      record_.add_text(life_of(*value).states[static_cast<std::size_t>(*value)]);
    else record_.add_integer(raw(*value));
  }
  std::string finish(const Extensions& extensions);

 private:
  void text_or_null(std::string_view text);
  static std::int64_t raw(bool value) { return value ? 1 : 0; }
  static std::int64_t raw(Day day) { return day.days_since_epoch(); }
  static std::int64_t raw(Month month) { return month.index(); }
  static std::int64_t raw(Amount amount) { return amount.thousandths(); }
  template <class Unit>
  static std::int64_t raw(Count<Unit> count) {
    return count.raw();
  }

  RecordWriter record_;
};

// Keeps the first error; the fields after it stay as they were.
class NounReader {
 public:
  explicit NounReader(RecordReader record) : record_(record) {}
  void operator()(std::string_view name, std::string& text) { text = next_text(name).value_or(""); }
  void operator()(std::string_view name, std::optional<Day>& day) { day = noted(name, record_.next_day()); }
  void operator()(std::string_view name, std::optional<Month>& month) { month = noted(name, record_.next_month()); }
  template <class Tag>
  void operator()(std::string_view name, Id<Tag>& id) {
    id = Id<Tag>::of(std::string(next_text(name).value_or("")));
  }
  template <class Tag>
  void operator()(std::string_view name, Secret<Tag>& secret) {
    secret = Secret<Tag>::of(std::string(next_text(name).value_or("")));
  }
  void operator()(std::string_view name, BirthDay& birth_day);
  template <class Value>
  void operator()(std::string_view name, std::optional<Value>& value) {
    value.reset();
    if constexpr (std::is_enum_v<Value>) {
      if (const auto text = next_text(name)) take(name, state_of(life_of(Value{}), *text), value);
    } else {
      if (const auto number = noted(name, record_.next_integer())) value = typed(*number, static_cast<Value*>(nullptr));
    }
  }
  // The first error, or `malformed_record` when an attribute that `table` requires is null.
  Status finish(std::string_view table) const;

 private:
  std::optional<std::string_view> next_text(std::string_view name);
  void fail(std::string_view name, const Error& error);
  // What was read, unless an error came first; remembers that it was null.
  template <class Value>
  std::optional<Value> noted(std::string_view name, const Result<std::optional<Value>>& read) {
    if (!read) fail(name, read.error());
    if (error_) return std::nullopt;
    if (!*read) nulls_.push_back(name);
    return *read;
  }
  template <class Value>
  void take(std::string_view name, Result<Value> read, std::optional<Value>& value) {
    if (read) value = *read;
    else fail(name, read.error());
  }
  static bool typed(std::int64_t number, bool*) { return number != 0; }
  static Amount typed(std::int64_t number, Amount*) { return Amount::thousandths(number); }
  template <class Unit>
  static Count<Unit> typed(std::int64_t number, Count<Unit>*) {
    return Count<Unit>::of(number);
  }

  RecordReader record_;
  std::vector<std::string_view> nulls_;
  std::optional<Error> error_;
};

// Ids are written without their source: a store keeps the source beside the record.
template <class Noun>
std::string to_record(const Noun& noun, const Extensions& extensions = {}) {
  FieldCounter counter;
  Noun::walk(noun, counter);
  NounWriter writer(counter.fields);
  Noun::walk(noun, writer);
  return writer.finish(extensions);
}

// `malformed_record` names the attribute that cannot be read. Extension attributes: extensions_of(bytes).
template <class Noun>
Result<Noun> from_record(std::string_view bytes) {
  STAYSAIL_TRY(const RecordReader record, RecordReader::open(bytes));
  NounReader reader(record);
  Noun noun;
  Noun::walk(noun, reader);
  STAYSAIL_CHECK(reader.finish(Noun::table));
  return noun;
}

}  // namespace staysail
