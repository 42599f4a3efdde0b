// The 128-bit integers behind exact sums, wrapped once because -Wpedantic rejects the built-in name.
#pragma once

namespace staysail {

__extension__ using Int128 = __int128;
__extension__ using UInt128 = unsigned __int128;

}  // namespace staysail
