// Parties told in a test: a line each, as "P1 | individual | name | number | phone | address | birth day".
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "staysail/boss/table_schema.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/model/table.hpp"

namespace staysail::testing {

inline std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  for (const char c : line) {
    if (c == '|') cells.emplace_back();
    else cells.back() += c;
  }
  for (auto& cell : cells) {
    cell.erase(0, cell.find_first_not_of(' ') == std::string::npos ? cell.size() : cell.find_first_not_of(' '));
    cell.erase(cell.find_last_not_of(' ') + 1);
  }
  return cells;
}

inline Batch told_parties(const std::vector<std::string>& lines) {
  const TableDescription& table = *find_model_table("parties");
  const std::vector<std::string> names = {"party_id", "kind",    "name",     "identity_number",
                                          "phone",    "address", "birth_day"};
  BatchBuilder builder(schema_of(table));
  for (const auto& line : lines) {
    const auto cells = cells_of(line);
    for (std::size_t c = 0; c < table.attributes.size(); ++c) {
      const auto name = std::find(names.begin(), names.end(), table.attributes[c].name);
      const auto place = static_cast<std::size_t>(name - names.begin());
      const bool told = place < cells.size() && !cells[place].empty();
      if (!told) builder.column(c).append_null();
      else if (*name == "birth_day") builder.column(c).append_day(Day::parse(cells[place]).value());
      else builder.column(c).append_text(cells[place]);
    }
  }
  return builder.finish().value();
}

}  // namespace staysail::testing
