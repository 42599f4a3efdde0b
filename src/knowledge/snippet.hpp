// The part of a text in which a query matches most, with the matches marked.
#pragma once

#include <string>
#include <string_view>

#include "knowledge/query.hpp"

namespace staysail::knowledge {

// Empty when nothing matches.
std::string snippet_of(std::string_view text, const Query& query, std::string_view mark_begin,
                       std::string_view mark_end);

}  // namespace staysail::knowledge
