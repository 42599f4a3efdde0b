#include "boss/named_parameters.hpp"

#include <algorithm>

namespace staysail::boss {
namespace {

bool begins_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool continues_name(char c) { return begins_name(c) || (c >= '0' && c <= '9') || c == '.'; }

// The size of what begins at `text` and is no place for parameters: a quoted text or name, a comment, a cast. 0: none.
std::size_t closed_part(std::string_view text) {
  const auto up_to = [&](std::string_view end, std::size_t from) {
    const std::size_t found = text.find(end, from);
    return found == std::string_view::npos ? text.size() : found + end.size();
  };
  if (text.front() == '\'') return up_to("'", 1);
  if (text.front() == '"') return up_to("\"", 1);
  if (text.substr(0, 2) == "--") return up_to("\n", 2);
  if (text.substr(0, 2) == "/*") return up_to("*/", 2);
  return text.substr(0, 2) == "::" ? 2 : 0;
}

std::size_t name_size(std::string_view text) {
  if (text.size() < 2 || text.front() != ':' || !begins_name(text[1])) return 0;
  std::size_t size = 2;
  while (size < text.size() && continues_name(text[size])) ++size;
  while (text[size - 1] == '.') --size;
  return size;
}

}  // namespace

NumberedStatement number_parameters(std::string_view statement) {
  NumberedStatement numbered;
  while (!statement.empty()) {
    const std::size_t name = name_size(statement);
    if (name == 0) {
      const std::size_t size = std::max<std::size_t>(1, closed_part(statement));
      numbered.text.append(statement.substr(0, size));
      statement.remove_prefix(size);
      continue;
    }
    const std::string text(statement.substr(1, name - 1));
    auto place = std::find(numbered.names.begin(), numbered.names.end(), text);
    if (place == numbered.names.end()) place = numbered.names.insert(place, text);
    numbered.text += "$" + std::to_string(place - numbered.names.begin() + 1);
    statement.remove_prefix(name);
  }
  return numbered;
}

}  // namespace staysail::boss
