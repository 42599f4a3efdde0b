// Mappings: any text is a mapping or an error with a place, and a mapping reads any file without losing a row.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "staysail/boss/feed_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace staysail;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  // A zero byte parts the mapping from a file for it.
  const std::size_t cut = std::min(input.find('\0'), input.size());
  const auto mapping = Mapping::parse(input.substr(0, cut), "fuzz.toml");
  if (!mapping) return 0;
  const std::string text(input.substr(std::min(input.size(), cut + 1)));
  RejectList rejects;
  const auto check = check_feed(TextFiles({{"a_202601.csv", text}}), *mapping, rejects);
  if (!check) return 0;
  for (const auto& file : check->files)
    if (file.rows != file.good + file.bad) std::abort();
  if (check->bad() != rejects.size()) std::abort();
  return 0;
}
