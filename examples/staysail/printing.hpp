// Results on stdout, in the form that was asked for.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/columns/batch.hpp"

namespace staysail::program {

// `format`: table (aligned, for people), csv, json (an array of objects) or ndjson (an object a line).
void print(const Batch& rows, std::string_view format);
void print(const Batch& rows, std::string_view format, std::ostream& out);

// The rows as a JSON array of objects.
std::string json_of(const Batch& rows);

// One JSON object (its text): json as it is, ndjson on one line, csv as a header and a row of its plain values.
void print_object(std::string_view json, std::string_view format);

// A table of texts; `names` that stand in `numbers` are whole numbers.
Result<Batch> text_rows(const std::vector<std::string>& names, const std::vector<std::vector<std::string>>& rows,
                        const std::vector<std::string>& numbers = {});

// Columns that a terminal needs for UTF-8 text: Han characters take two.
std::size_t display_width(std::string_view utf8);

}  // namespace staysail::program
