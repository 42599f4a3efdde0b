// TOML documents: any text is a table or an error with a place, and every value of a table can be asked for anything.
#include <cstdint>
#include <string_view>

#include "staysail/files/toml_document.hpp"

namespace {

using namespace staysail;

void ask(const TomlValue& value) {
  (void)value.number(3);
  (void)value.instant();
  (void)value.texts();
  if (const auto items = value.items())
    for (const auto& item : *items) ask(item);
  if (const auto table = value.table())
    for (const auto& key : table->keys()) ask(table->require(key).value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto root = TomlTable::parse({reinterpret_cast<const char*>(data), size}, "fuzz.toml");
  if (!root) return 0;
  for (const auto& key : root->keys()) ask(root->require(key).value());
  return 0;
}
