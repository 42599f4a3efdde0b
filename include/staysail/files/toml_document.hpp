// TOML as typed values that know their place, so that every complaint about a file names file, line and column.
//
// A table or value keeps the whole document alive and is cheap to copy; all of them are immutable. Limits: 64 MiB of
// text, 64 levels. Errors are `malformed_file` unless said.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/result.hpp"

namespace staysail {

class TomlTable;
struct TomlNode;  // in src/files

enum class TomlKind : std::uint8_t { text, integer, real, boolean, day, instant, time_of_day, array, table };
// "a text in quotes", "a whole number" ...: as a message names what was expected or found.
std::string_view name_of(TomlKind kind) noexcept;

class TomlValue {
 public:
  TomlKind kind() const;
  // The name from the root on: "feeds[2].fields.amount".
  const std::string& path() const;
  Place place() const;
  // Where the text of a string begins: after its quote, or on the next line when it spans lines.
  Place text_place() const;
  // An error at this place; the message starts with the path.
  Error error(Errc code, std::string_view message) const;

  // Each fails when the value is of another kind, saying what was expected and what was found.
  Result<std::string> text() const;
  Result<std::int64_t> integer() const;
  // A whole or decimal number as written, exact at `scale`.
  Result<std::int64_t> number(int scale) const;
  // A whole or decimal number, rounded to the nearest double.
  Result<double> real() const;
  Result<bool> boolean() const;
  Result<Day> day() const;
  Result<Instant> instant() const;           // a date is its midnight
  Result<std::int64_t> time_of_day() const;  // seconds since midnight
  Result<TomlTable> table() const;
  Result<std::vector<TomlValue>> items() const;
  Result<std::vector<std::string>> texts() const;

 private:
  friend class TomlTable;
  explicit TomlValue(std::shared_ptr<const TomlNode> node) : node_(std::move(node)) {}
  Status expect(TomlKind kind) const;
  std::shared_ptr<const TomlNode> node_;
};

class TomlTable {
 public:
  static constexpr std::size_t kMaxBytes = 64 * 1024 * 1024;
  static constexpr int kMaxDepth = 64;

  // `name` stands for the file in places.
  static Result<TomlTable> parse(std::string_view text, const std::string& name);
  static Result<TomlTable> load(const std::string& path);

  Place place() const { return self_.place(); }
  const std::string& path() const { return self_.path(); }
  Error error(Errc code, std::string_view message) const { return self_.error(code, message); }

  // In the order of the file.
  std::vector<std::string> keys() const;
  bool has(std::string_view key) const { return find(key).has_value(); }
  std::optional<TomlValue> find(std::string_view key) const;
  // A missing key is an error that names it and the table.
  Result<TomlValue> require(std::string_view key) const;
  // The first key that is none of `known`, as an error with "did you mean".
  Status only(std::initializer_list<std::string_view> known) const;

  Result<std::string> text(std::string_view key) const;
  Result<std::string> text_or(std::string_view key, std::string_view fallback) const;
  Result<std::int64_t> integer(std::string_view key) const;
  Result<std::int64_t> integer_or(std::string_view key, std::int64_t fallback) const;
  Result<std::int64_t> number(std::string_view key, int scale) const;
  Result<std::int64_t> number_or(std::string_view key, int scale, std::int64_t fallback) const;
  Result<bool> boolean_or(std::string_view key, bool fallback) const;
  Result<Day> day(std::string_view key) const;
  Result<TomlTable> table(std::string_view key) const;
  // Empty when the key is missing.
  Result<std::vector<std::string>> texts(std::string_view key) const;
  Result<std::vector<TomlTable>> tables(std::string_view key) const;

 private:
  friend class TomlValue;
  explicit TomlTable(TomlValue self) : self_(std::move(self)) {}
  TomlValue self_;
};

}  // namespace staysail
