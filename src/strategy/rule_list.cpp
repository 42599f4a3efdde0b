#include "staysail/strategy/rule_list.hpp"

#include <charconv>
#include <optional>

#include "staysail/base/nearest_name.hpp"
#include "staysail/files/byte_source.hpp"
#include "staysail/files/csv_table.hpp"
#include "staysail/files/value_text.hpp"
#include "staysail/strategy/strategy_file.hpp"

namespace staysail {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20;

// Where the columns stand.
struct RuleColumns {
  std::size_t id = 0, when = 0;
  std::optional<std::size_t> priority;
};

std::optional<std::size_t> position_of(const std::vector<CsvCell>& header, std::string_view name) {
  for (std::size_t i = 0; i < header.size(); ++i)
    if (trimmed(header[i].text) == name) return i;
  return std::nullopt;
}

Result<std::size_t> required(const CsvTable& table, const std::string& name) {
  const auto found = position_of(table.rows.front(), name);
  if (found) return *found;
  std::vector<std::string> names;
  for (const CsvCell& cell : table.rows.front()) names.push_back(cell.text);
  return Error::at(
      {table.name, 1, 1}, Errc::playbook_invalid,
      "a list of strategies has the columns id, when and priority; there is no " + name + did_you_mean(name, names));
}

Result<RuleColumns> columns_of(const CsvTable& table) {
  RuleColumns columns;
  STAYSAIL_TRY(columns.id, required(table, "id"));
  STAYSAIL_TRY(columns.when, required(table, "when"));
  columns.priority = position_of(table.rows.front(), "priority");
  return columns;
}

Result<CsvCell> filled(const CsvTable& table, const std::vector<CsvCell>& row, std::size_t column, const char* what) {
  if (column < row.size() && !trimmed(row[column].text).empty()) return row[column];
  const Place place = column < row.size() ? table.place(row[column]) : table.place(row.front());
  return Error::at(place, Errc::playbook_invalid, std::string("each strategy has ") + what);
}

Result<std::int64_t> priority_in(const CsvTable& table, const CsvCell& cell) {
  const std::string_view text = trimmed(cell.text);
  std::int64_t priority = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), priority);
  if (text.empty() || (read.ec == std::errc() && read.ptr == text.data() + text.size())) return priority;
  return Error::at(table.place(cell), Errc::playbook_invalid, "a priority is a whole number, not: " + cell.text);
}

Result<MatchRule> rule_of(const CsvTable& table, const RuleColumns& columns, const std::vector<CsvCell>& row) {
  MatchRule rule;
  STAYSAIL_TRY(const CsvCell id, filled(table, row, columns.id, "an id"));
  STAYSAIL_TRY(const CsvCell when, filled(table, row, columns.when, "a condition (when)"));
  rule.id = StrategyId::of(std::string(trimmed(id.text)));
  rule.when = when.text;
  rule.place = table.place(when);
  if (columns.priority && *columns.priority < row.size()) {
    STAYSAIL_TRY(rule.priority, priority_in(table, row[*columns.priority]));
  }
  return rule;
}

bool ends_with(const std::string& path, std::string_view ending) {
  return path.size() >= ending.size() && path.compare(path.size() - ending.size(), ending.size(), ending) == 0;
}

}  // namespace

Result<std::vector<MatchRule>> parse_rule_csv(std::string_view csv, const std::string& name) {
  STAYSAIL_TRY(const CsvTable table, read_csv_table(csv, name));
  if (table.rows.size() < 2)
    return Error::at({name, 1, 1}, Errc::playbook_invalid, "a header and a row for each strategy were expected");
  STAYSAIL_TRY(const RuleColumns columns, columns_of(table));
  std::vector<MatchRule> rules;
  for (std::size_t row = 1; row < table.rows.size(); ++row) {
    STAYSAIL_TRY(MatchRule rule, rule_of(table, columns, table.rows[row]));
    rules.push_back(std::move(rule));
  }
  return rules;
}

Result<std::vector<MatchRule>> load_match_rules(const std::string& path) {
  STAYSAIL_TRY(const std::string text, read_file(path, kMostBytes));
  if (ends_with(path, ".csv")) return parse_rule_csv(text, path);
  return ends_with(path, ".json") ? parse_rule_json(text, path) : parse_match_rules(text, path);
}

}  // namespace staysail
