// Patterns of file names: any text is a pattern or an error, and a name that fits tells no more than it holds.
#include "property.hpp"
#include "staysail/boss/file_name.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace staysail;
  fuzz::Input input(data, size);
  const std::string_view text = input.piece();
  const auto pattern = FileNamePattern::of(text);
  if (fuzz::refused(pattern)) return 0;
  fuzz::require(pattern->text() == text);
  const std::string name(input.piece());
  const auto parts = pattern->match(name);
  if (!parts) return 0;
  fuzz::require(parts->matched.size() <= name.size() && parts->version() >= 0);
  fuzz::require(parts->period_end.has_value() == pattern->has_date());
  fuzz::require(parts->serial.has_value() == pattern->has_serial());
  companion_name(input.rest(), name, *parts);
  return 0;
}
