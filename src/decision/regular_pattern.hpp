// RegularPattern: XPath's regular expressions on an engine whose time is linear in the text, so that no pattern can
// hang a host. What such an engine cannot do is refused: back-references, and sets that subtract from or by a class
// such as \p{L}.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "staysail/base/result.hpp"

namespace re2 {
class RE2;
}

namespace staysail::decision {

// The pattern as the engine writes it. Flags: s (dot matches all), m (lines), i (any case), x (blanks are left out), q
// (no signs have a meaning). Errors: syntax_error, unsupported.
Result<std::string> engine_pattern(std::string_view pattern, std::string_view flags);

// Compiled; the last pattern of each thread is kept. Errors as above, and limit_exceeded for what would need more than
// 8 MB.
Result<const re2::RE2*> compiled_pattern(std::string_view pattern, std::string_view flags);

}  // namespace staysail::decision
