// Records of hand-overs: any bytes are a hand-over or an error; what was read is written as one that reads the same.
#include "property.hpp"
#include "staysail/work/portfolio.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace staysail;
  const auto read = decode_hand_over({reinterpret_cast<const char*>(data), size});
  if (fuzz::refused(read)) return 0;
  const std::string bytes = encode(*read);
  fuzz::require(encode(decode_hand_over(bytes).value()) == bytes);
  return 0;
}
