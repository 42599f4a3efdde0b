// XXH3-128 by the instructions of two machines: the same digests. Plain pointers, because the wider one is compiled
// with instructions that inline functions of a shared header must not have.
#pragma once

#include <cstddef>
#include <cstdint>

namespace staysail::base {

struct Digest128 {
  std::uint64_t high, low;
};

// `state` is an XXH3_state_t.
struct DigestKernel {
  Digest128 (*digest)(const void* bytes, std::size_t size);
  void (*update)(void* state, const void* bytes, std::size_t size);
};

extern const DigestKernel kPortableDigest;
#if defined(__x86_64__)
extern const DigestKernel kAvx2Digest;  // for processors with AVX2
#endif

}  // namespace staysail::base
