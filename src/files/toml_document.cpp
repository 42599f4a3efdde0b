#include "staysail/files/toml_document.hpp"

#include <algorithm>
#include <array>

#include "files/toml_node.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/base/nearest_name.hpp"

namespace staysail {

std::string_view name_of(TomlKind kind) noexcept {
  constexpr std::array names = {"a text in quotes",   "a whole number", "a decimal number", "true or false", "a date",
                                "a date with a time", "a time of day",  "an array",         "a table"};
  return names[static_cast<std::size_t>(kind)];
}

TomlKind TomlValue::kind() const { return node_->kind; }
const std::string& TomlValue::path() const { return node_->path; }
Place TomlValue::place() const { return {*node_->file, node_->line, node_->column}; }

Place TomlValue::text_place() const {
  Place begins = place();
  const bool spans_lines = node_->kind == TomlKind::text && node_->text.find('\n') != std::string::npos;
  begins.line += spans_lines ? 1 : 0;
  begins.column = spans_lines ? 1 : begins.column + 1;
  return begins;
}

Error TomlValue::error(Errc code, std::string_view message) const {
  const std::string subject = path().empty() ? std::string() : "'" + path() + "': ";
  return Error::at(place(), code, subject + std::string(message));
}

Status TomlValue::expect(TomlKind kind) const {
  if (node_->kind == kind) return ok();
  return error(Errc::malformed_file,
               std::string(name_of(kind)) + " was expected, not " + std::string(name_of(node_->kind)));
}

Result<std::string> TomlValue::text() const {
  STAYSAIL_CHECK(expect(TomlKind::text));
  return node_->text;
}

Result<std::int64_t> TomlValue::integer() const {
  STAYSAIL_CHECK(expect(TomlKind::integer));
  return node_->integer;
}

Result<std::int64_t> TomlValue::number(int scale) const {
  if (node_->kind != TomlKind::integer) STAYSAIL_CHECK(expect(TomlKind::real));
  const std::string literal = node_->kind == TomlKind::integer ? std::to_string(node_->integer) : node_->text;
  const auto value = parse_decimal(literal, scale);
  if (!value) return error(Errc::malformed_file, value.error().message());
  return *value;
}

Result<double> TomlValue::real() const {
  if (node_->kind == TomlKind::integer) return static_cast<double>(node_->integer);
  STAYSAIL_CHECK(expect(TomlKind::real));
  return node_->real;
}

Result<bool> TomlValue::boolean() const {
  STAYSAIL_CHECK(expect(TomlKind::boolean));
  return node_->integer != 0;
}

Result<Day> TomlValue::day() const {
  STAYSAIL_CHECK(expect(TomlKind::day));
  return Day::since_epoch(static_cast<std::int32_t>(node_->integer));
}

Result<Instant> TomlValue::instant() const {
  if (node_->kind == TomlKind::day)
    return Instant::at_start_of(Day::since_epoch(static_cast<std::int32_t>(node_->integer)));
  STAYSAIL_CHECK(expect(TomlKind::instant));
  return Instant::from_micros(node_->integer);
}

Result<std::int64_t> TomlValue::time_of_day() const {
  STAYSAIL_CHECK(expect(TomlKind::time_of_day));
  return node_->integer;
}

Result<TomlTable> TomlValue::table() const {
  STAYSAIL_CHECK(expect(TomlKind::table));
  return TomlTable(*this);
}

Result<std::vector<TomlValue>> TomlValue::items() const {
  STAYSAIL_CHECK(expect(TomlKind::array));
  std::vector<TomlValue> items;
  for (const auto& item : node_->items) items.push_back(TomlValue(item));
  return items;
}

Result<std::vector<std::string>> TomlValue::texts() const {
  STAYSAIL_TRY(const auto values, items());
  std::vector<std::string> texts;
  for (const auto& value : values) {
    STAYSAIL_TRY(texts.emplace_back(), value.text());
  }
  return texts;
}

std::vector<std::string> TomlTable::keys() const {
  std::vector<std::string> keys;
  for (const auto& [key, value] : self_.node_->entries) keys.push_back(key);
  return keys;
}

std::optional<TomlValue> TomlTable::find(std::string_view key) const {
  for (const auto& entry : self_.node_->entries)
    if (entry.first == key) return TomlValue(entry.second);
  return std::nullopt;
}

Result<TomlValue> TomlTable::require(std::string_view key) const {
  if (auto value = find(key)) return *std::move(value);
  return error(Errc::malformed_file, "the key '" + std::string(key) + "' is missing" + did_you_mean(key, keys()));
}

Status TomlTable::only(std::initializer_list<std::string_view> known) const {
  for (const auto& [key, node] : self_.node_->entries) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::vector<std::string> names(known.begin(), known.end());
    return TomlValue(node).error(Errc::malformed_file, "this key means nothing here" + did_you_mean(key, names));
  }
  return ok();
}

Result<std::string> TomlTable::text(std::string_view key) const {
  STAYSAIL_TRY(const auto value, require(key));
  return value.text();
}

Result<std::string> TomlTable::text_or(std::string_view key, std::string_view fallback) const {
  const auto value = find(key);
  return value ? value->text() : std::string(fallback);
}

Result<std::int64_t> TomlTable::integer(std::string_view key) const {
  STAYSAIL_TRY(const auto value, require(key));
  return value.integer();
}

Result<std::int64_t> TomlTable::integer_or(std::string_view key, std::int64_t fallback) const {
  const auto value = find(key);
  return value ? value->integer() : fallback;
}

Result<std::int64_t> TomlTable::number(std::string_view key, int scale) const {
  STAYSAIL_TRY(const auto value, require(key));
  return value.number(scale);
}

Result<std::int64_t> TomlTable::number_or(std::string_view key, int scale, std::int64_t fallback) const {
  const auto value = find(key);
  return value ? value->number(scale) : fallback;
}

Result<bool> TomlTable::boolean_or(std::string_view key, bool fallback) const {
  const auto value = find(key);
  return value ? value->boolean() : fallback;
}

Result<Day> TomlTable::day(std::string_view key) const {
  STAYSAIL_TRY(const auto value, require(key));
  return value.day();
}

Result<TomlTable> TomlTable::table(std::string_view key) const {
  STAYSAIL_TRY(const auto value, require(key));
  return value.table();
}

Result<std::vector<std::string>> TomlTable::texts(std::string_view key) const {
  const auto value = find(key);
  return value ? value->texts() : std::vector<std::string>();
}

Result<std::vector<TomlTable>> TomlTable::tables(std::string_view key) const {
  std::vector<TomlTable> tables;
  const auto value = find(key);
  if (!value) return tables;
  STAYSAIL_TRY(const auto items, value->items());
  for (const auto& item : items) {
    STAYSAIL_TRY(auto table, item.table());
    tables.push_back(std::move(table));
  }
  return tables;
}

}  // namespace staysail
