// Forms of header and trailer records: any text is a form or an error, and a line that fits gives each field its text.
#include "property.hpp"
#include "staysail/boss/record_pattern.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace staysail;
  fuzz::Input input(data, size);
  const std::string_view text = input.piece();
  const auto pattern = RecordPattern::of(text);
  if (fuzz::refused(pattern)) return 0;
  const auto values = pattern->match(input.rest());
  if (values) fuzz::require(values->size() == pattern->fields().size());
  return 0;
}
