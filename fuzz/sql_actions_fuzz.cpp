// Declared statements: any text is a declaration or an error, and what is named in a statement is numbered and no more.
#include <algorithm>
#include <string>

#include "boss/named_parameters.hpp"
#include "property.hpp"
#include "staysail/boss/sql_actions.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace staysail;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto numbered = boss::number_parameters(input);
  // Numbered once, nothing is left to number; names stand once.
  const auto again = boss::number_parameters(numbered.text);
  fuzz::require(again.text == numbered.text && again.names.empty());
  auto names = numbered.names;
  std::sort(names.begin(), names.end());
  fuzz::require(std::adjacent_find(names.begin(), names.end()) == names.end());
  const auto declared = SqlActionStatements::parse(input, "fuzz.toml");
  if (!fuzz::refused(declared)) fuzz::require(!declared->submit.empty() && !declared->status.empty());
  return 0;
}
