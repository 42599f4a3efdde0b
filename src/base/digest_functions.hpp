// The functions of a DigestKernel, compiled anew with the instructions of each file that includes this.
#pragma once

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/digest_kernels.hpp"

namespace staysail::base {
namespace {

Digest128 digest(const void* bytes, std::size_t size) {
  const XXH128_hash_t hash = XXH3_128bits(bytes, size);
  return {hash.high64, hash.low64};
}

void update(void* state, const void* bytes, std::size_t size) {
  XXH3_128bits_update(static_cast<XXH3_state_t*>(state), bytes, size);
}

}  // namespace
}  // namespace staysail::base
