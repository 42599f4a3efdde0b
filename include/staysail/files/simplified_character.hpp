// Traditional Chinese characters as the simplified ones that stand for them, so that names, addresses and texts in
// either are found by the other.
#pragma once

namespace staysail {

// The simplified form of a character that has another; every other code as it is. Pure; any thread.
char32_t simplified(char32_t code);

}  // namespace staysail
