// Gzip files: any bytes are unpacked within the bounds or an error, whatever the size of the blocks, and a text that
// was packed comes back.
#include "property.hpp"
#include "staysail/files/gzip.hpp"

namespace {

using namespace staysail;

constexpr std::uint64_t kMost = 1 << 20;

// What was unpacked up to the end or to the first error.
std::string unpacked(std::string_view bytes, std::size_t block, bool& whole) {
  GzipLimits limits;
  limits.max_bytes = kMost;
  const auto source = gzip_source(text_source(std::string(bytes)), "fuzz.gz", limits).value();
  std::string text, buffer(block, '\0');
  while (true) {
    const auto got = source->read(buffer.data(), buffer.size());
    whole = !fuzz::refused(got);
    if (!whole || *got == 0) return text;
    text.append(buffer, 0, *got);
    fuzz::require(text.size() <= kMost);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::size_t block = input.byte() + 1U;
  bool whole = false, again = false;
  const std::string text = unpacked(input.rest(), 4096, whole);
  const std::string in_blocks = unpacked(input.rest(), block, again);
  fuzz::require(whole == again && (!whole || text == in_blocks));
  fuzz::require(unpacked(gzip_packed(input.rest()).value(), block, whole) == input.rest() && whole);
  return 0;
}
