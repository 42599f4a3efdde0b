// Compiled for AVX2 (cmake/Rooms.cmake), which xxhash.h notices.
#if defined(__x86_64__)

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/digest_kernels.hpp"

namespace staysail::base {
namespace {

static_assert(XXH_VECTOR == XXH_AVX2, "this file is compiled with -mavx2");

Digest128 digest(const void* bytes, std::size_t size) {
  const XXH128_hash_t hash = XXH3_128bits(bytes, size);
  return {hash.high64, hash.low64};
}

void update(void* state, const void* bytes, std::size_t size) {
  XXH3_128bits_update(static_cast<XXH3_state_t*>(state), bytes, size);
}

}  // namespace

const DigestKernel kAvx2Digest = {digest, update};

}  // namespace staysail::base

#endif
