// Letters in their other case, the same on every host: no locale is asked.
#pragma once

namespace staysail::decision {

// The one letter that Unicode gives; the letter itself where there is none ("ß" has no single capital).
char32_t lowered(char32_t letter);
char32_t raised(char32_t letter);

}  // namespace staysail::decision
