// Decoders: whatever comes in, valid UTF-8 comes out, and the cut into blocks changes nothing.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "staysail/files/encoding.hpp"

namespace {

using namespace staysail;

DecodedText decode(std::string_view bytes, Encoding encoding, std::size_t step) {
  const auto decoder = make_decoder(encoding).value();
  DecodedText out;
  for (; bytes.size() > step; bytes.remove_prefix(step)) decoder->decode(bytes.substr(0, step), false, out);
  decoder->decode(bytes, true, out);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto encoding = static_cast<Encoding>(data[0] % 3);
  const DecodedText whole = decode(bytes, encoding, bytes.size() + 1);
  const DecodedText cut = decode(bytes, encoding, 1 + data[0] / 3 % 5);
  if (whole.text != cut.text || whole.faults.size() != cut.faults.size()) std::abort();
  if (!decode_all(whole.text, Encoding::utf8, "fuzz")) std::abort();
  return 0;
}
