// Any bytes as a regular expression, a line feed and a text: refused with a reason, or searched; and the machine that
// follows references to groups finds what the engine of linear time finds wherever both can look.
#include "property.hpp"

#include "decision/code_points.hpp"
#include "decision/regular_pattern.hpp"

namespace {

using staysail::decision::RegularPattern;
using staysail::decision::RegularProgram;
using staysail::fuzz::refused;
using staysail::fuzz::require;

constexpr std::uint64_t kMostSteps = 50'000;

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::uint32_t bytes = staysail::decision::code_point_at(text).bytes;
    if (bytes == 0) return false;
    text.remove_prefix(bytes);
  }
  return true;
}

void check(std::string_view pattern, std::string_view flags, std::string_view text) {
  const auto compiled = RegularPattern::compile(pattern, flags);
  if (refused(compiled)) return;
  std::string_view by_engine[1], by_machine[1];
  std::uint64_t steps = kMostSteps;
  const auto found = compiled->search(text, 0, by_engine, steps);
  if (refused(found)) return;
  const auto program = RegularProgram::compile(pattern, flags);
  steps = kMostSteps;
  if (refused(program)) return;
  const auto again = program->search(text, 0, by_machine, steps);
  if (refused(again)) return;
  require(*found == *again);
  require(!*found || by_engine[0].data() == by_machine[0].data());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const std::size_t line = all.find('\n');
  if (line == std::string_view::npos || !is_utf8(all)) return 0;
  for (const char* flags : {"", "i", "sm"}) check(all.substr(0, line), flags, all.substr(line + 1));
  return 0;
}
