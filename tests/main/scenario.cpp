#include "main/scenario.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <sstream>

namespace staysail::scenario {
namespace {

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

std::vector<std::string> cells_of(std::string_view side) {
  std::vector<std::string> cells;
  while (true) {
    const auto bar = side.find('|');
    cells.push_back(trimmed(side.substr(0, bar)));
    if (bar == std::string_view::npos) return cells;
    side.remove_prefix(bar + 1);
  }
}

struct Row {
  std::vector<std::string> given, expected;
};

Row row_of(const std::string& line, const std::string& where) {
  const auto bars = line.find("||");
  INFO(where);
  REQUIRE_MESSAGE(bars != std::string::npos, "a row needs || between what is given and what is expected");
  const std::string_view text = line;
  return {cells_of(text.substr(0, bars)), cells_of(text.substr(bars + 2))};
}

std::map<std::string, std::string> named(const std::vector<std::string>& names, const std::vector<std::string>& cells) {
  REQUIRE_MESSAGE(names.size() == cells.size(), "a row must have as many cells as its header");
  std::map<std::string, std::string> result;
  for (std::size_t i = 0; i < names.size(); ++i) result[names[i]] = cells[i];
  return result;
}

Scenario scenario_of(const Row& header, const Row& row, const std::string& where) {
  INFO(where);
  return {where, row.given.front(), named(header.given, row.given), named(header.expected, row.expected)};
}

}  // namespace

std::vector<Scenario> parse_scenarios(std::string_view text, std::string_view file) {
  std::istringstream in{std::string(text)};
  std::vector<Scenario> scenarios;
  Row header;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    const auto where = std::string(file) + ":" + std::to_string(++number);
    const auto content = trimmed(line);
    if (content.empty()) header = {};
    if (content.empty() || content.front() == '#') continue;
    const auto row = row_of(content, where);
    if (header.given.empty()) header = row;
    else scenarios.push_back(scenario_of(header, row, where));
  }
  INFO(file);
  REQUIRE_MESSAGE(!scenarios.empty(), "no scenario in this file");
  return scenarios;
}

std::vector<Scenario> read_scenarios(std::string_view file) {
  const auto path = std::string(STAYSAIL_SOURCE_DIR) + "/tests/scenarios/" + std::string(file);
  std::ifstream in(path, std::ios::binary);
  INFO(path);
  REQUIRE_MESSAGE(in.good(), "no such scenario file");
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return parse_scenarios(text, file);
}

}  // namespace staysail::scenario
