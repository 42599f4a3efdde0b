// What columns, files and labels of a BOSS are usually called, in English and Chinese.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace staysail::boss {

// A name without what says nothing: case, blanks, signs, and the unit in brackets at its end.
std::string plain_name(std::string_view name);
// The unit that a name tells, as mappings write it: "fen", "li", "yuan", "min", "GB" ...; empty for none.
std::string unit_in_name(std::string_view name);

// How well a name fits an attribute of a table: 0 not at all, 1 it holds a word for it, 3 it is one.
int name_fit(std::string_view table, std::string_view attribute, std::string_view name);
// Whether the name is a word for any attribute of any table.
bool is_known_name(std::string_view name);
// Whether the name of a file speaks of the table.
bool file_speaks_of(std::string_view table, std::string_view file);

// The symbol of `symbols` that a label means; empty when nobody can tell. `sure`: it is written so, or is a known word.
struct SymbolGuess {
  std::string symbol;
  bool sure = false;
};
SymbolGuess symbol_of(const std::string& label, const std::vector<std::string>& symbols);

}  // namespace staysail::boss
