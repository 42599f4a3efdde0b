// Header and trailer lines: what is cut off and what is left over are together what was there, for any bytes.
#include "property.hpp"
#include "staysail/files/line_frame.hpp"

namespace {

using namespace staysail;

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  LineFrame frame;
  frame.head_lines = input.byte() % 3;
  frame.trailer = input.byte() % 2 == 1;
  frame.max_line_bytes = 1 + input.byte();
  const std::string text(input.rest());
  const auto framed = FramedSource::over(text_source(text), "fuzz.txt", frame);
  if (fuzz::refused(framed)) return 0;
  const std::uint64_t begin = (*framed)->head_bytes();
  const std::string rest = read_all(**framed, text.size(), "fuzz.txt").value();
  fuzz::require((*framed)->head().size() <= frame.head_lines && begin <= text.size());
  fuzz::require(text.compare(begin, rest.size(), rest) == 0);
  std::string left = text.substr(begin + rest.size());
  while (!left.empty() && is_line_end(left.back())) left.pop_back();
  fuzz::require(left == (*framed)->trailer());
  return 0;
}
