// Compiled for AVX2 (cmake/Rooms.cmake), which xxhash.h notices.
#if defined(__x86_64__)

#include "base/digest_functions.hpp"

namespace staysail::base {

static_assert(XXH_VECTOR == XXH_AVX2, "this file is compiled with -mavx2");

const DigestKernel kAvx2Digest = {digest, update};

}  // namespace staysail::base

#endif
