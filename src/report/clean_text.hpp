// Texts of feeds and playbooks, made fit for a page: valid UTF-8 without characters that a browser acts upon.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace staysail::report {

// `bytes` as UTF-8: broken bytes, control characters, noncharacters and marks that turn the direction of writing become
// U+FFFD; tabs and line ends become blanks.
std::string clean_text(std::string_view bytes);

// How wide clean text is when printed, in pixels at `size` pixels: CJK characters take a whole square.
double text_width(std::string_view clean, double size);

// The longest start of clean text that fits into `width`, with an ellipsis when something was cut.
std::string shortened(std::string_view clean, double width, double size);

}  // namespace staysail::report
