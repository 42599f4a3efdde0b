// Results on stdout, in the form that was asked for.
#pragma once

#include <string>
#include <string_view>

#include "staysail/columns/batch.hpp"

namespace staysail::program {

// `format`: table (aligned, for people), csv, json (an array of objects) or ndjson (an object a line).
void print(const Batch& rows, std::string_view format);

// Columns that a terminal needs for UTF-8 text: Han characters take two.
std::size_t display_width(std::string_view utf8);

}  // namespace staysail::program
