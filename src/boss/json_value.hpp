// JsonValue: one value of a JSON document, numbers as they were written: an id of 007 digits or of 30 stays what it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::boss {

// A plain value.
struct JsonValue {
  enum class Kind : std::uint8_t { null, boolean, number, text, array, object };
  using Member = std::pair<std::string, JsonValue>;

  Kind kind = Kind::null;
  std::string text;  // a text decoded; a number as written; "true" or "false"
  std::vector<JsonValue> items;
  std::vector<Member> members;  // in the order of the document

  static JsonValue of_text(std::string text);
  static JsonValue of_number(std::string digits);
  static JsonValue array();
  static JsonValue object();
  // Appends a member and gives the object back.
  JsonValue& with(std::string name, JsonValue value);
  JsonValue& with(std::string name, std::string text_value);

  bool is(Kind other) const { return kind == other; }
  // The last member of that name, as most readers take it; null when there is none.
  const JsonValue* find(std::string_view name) const;
  JsonValue* find(std::string_view name);
  // The text of a scalar member; empty when it is missing or none.
  std::string_view text_at(std::string_view name) const;
  friend bool operator==(const JsonValue&, const JsonValue&) = default;
};

// Without blanks, members in their order, numbers as they were written.
std::string json_text(const JsonValue& value);

struct JsonLimits {
  std::size_t bytes = 32 * 1024 * 1024;
  std::size_t depth = 64;
  std::size_t values = 1'000'000;
};

// `malformed_file` with the offset of the fault, `limit_exceeded`. `name` is for messages.
Result<JsonValue> parse_json(std::string_view text, const std::string& name, const JsonLimits& limits = {});

}  // namespace staysail::boss
