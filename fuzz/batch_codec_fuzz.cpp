// Any bytes: refused, or a batch that survives another round trip.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "staysail/columns/batch_codec.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  staysail::DecodeLimits limits;
  limits.rows = 1 << 16;
  limits.bytes = 1 << 22;
  const auto batch = staysail::decode_batch({reinterpret_cast<const char*>(data), size}, limits);
  if (!batch) return 0;
  const std::string bytes = staysail::encode_batch(*batch);
  const auto again = staysail::decode_batch(bytes);
  if (!again || staysail::encode_batch(*again) != bytes) std::abort();
  return 0;
}
