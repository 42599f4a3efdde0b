// Sentences that nights store in English, for people who read another language.
#pragma once

#include <string>
#include <string_view>

namespace staysail {

// What a room, a guard or a verdict is called, or the sentence that says why one ran on less, in `language` ("zh" or
// "en"). What no room writes (a BOSS's own reason) stays as it is.
std::string readable_sentence(std::string_view stored, std::string_view language);

}  // namespace staysail
