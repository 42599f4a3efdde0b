#include "staysail/statistics/salted_sample.hpp"

#include <string>

#include "staysail/base/digest.hpp"
#include "staysail/base/int128.hpp"

namespace staysail::statistics {

std::uint32_t salted_bucket(std::string_view source, std::string_view text, std::string_view salt) {
  std::string key;
  key.reserve(source.size() + 1 + text.size());
  key.append(source).push_back('\0');
  key.append(text);
  // The high half of hash * 10000: uniform without the bias of a remainder.
  const UInt128 product = static_cast<UInt128>(hash_of(key, hash_of(salt))) * kWholeShare;
  return static_cast<std::uint32_t>(product >> 64);
}

}  // namespace staysail::statistics
