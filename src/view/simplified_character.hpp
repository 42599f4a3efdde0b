// Traditional characters of names and addresses, and the simplified ones that stand for them.
#pragma once

#include <cstdint>

namespace staysail::view {

// `character` itself when it is not known as a traditional one.
std::uint32_t simplified(std::uint32_t character);

}  // namespace staysail::view
