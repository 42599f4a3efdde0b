// The node behind TomlValue and TomlTable.
#pragma once

#include <memory>
#include <utility>
#include <variant>

#include "staysail/files/toml_document.hpp"

namespace staysail {

struct TomlNode {
  TomlKind kind = TomlKind::table;
  std::string path;
  std::shared_ptr<const std::string> file;
  std::uint32_t line = 0, column = 0;
  std::string text;          // a text; the literal of a real as written
  std::int64_t integer = 0;  // whole number, boolean, days, microseconds, seconds of the day
  double real = 0;
  std::vector<std::shared_ptr<const TomlNode>> items;                            // array
  std::vector<std::pair<std::string, std::shared_ptr<const TomlNode>>> entries;  // table, in the order of the file
};

}  // namespace staysail
