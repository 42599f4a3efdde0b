// Samples by hash of the key, never by a random generator over rows: the same key is in or out wherever, whenever and
// in whatever order it is asked, and two salts give independent samples.
//
// The assignment of a key never changes between versions: stored experiments depend on it. Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "staysail/base/id.hpp"

namespace staysail::statistics {

// Shares are basis points: 10000 = everybody.
inline constexpr std::uint32_t kWholeShare = 10'000;

// A number 0..9999, uniform over keys, of the key (`source`, `text`) under `salt`.
std::uint32_t salted_bucket(std::string_view source, std::string_view text, std::string_view salt);

// True for `share` basis points of all ids. A larger share keeps everybody whom a smaller one took.
template <class Tag>
bool in_salted_sample(const Id<Tag>& id, std::string_view salt, std::uint32_t share) {
  return salted_bucket(id.source(), id.text(), salt) < share;
}

}  // namespace staysail::statistics
