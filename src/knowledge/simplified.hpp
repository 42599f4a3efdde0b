// Traditional Chinese characters as simplified ones, so that a text in either is found by a query in either.
#pragma once

namespace staysail::knowledge {

// The simplified form of a character that has another; every other code as it is.
char32_t simplified(char32_t code);

}  // namespace staysail::knowledge
