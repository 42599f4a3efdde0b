// Counting over frames: how many rows have which text.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/base/int128.hpp"
#include "staysail/columns/batch.hpp"

namespace staysail::report {

using Counts = std::map<std::string, std::int64_t>;
using RowMask = std::vector<std::uint8_t>;  // one a row: 1 = counts

// Rows by the text of a column; nulls are left out. Nothing where the column is missing. `only`: null for all rows.
Counts count_by(const Batch& frame, std::string_view column, const RowMask* only = nullptr);
// Exact sums of the number column `summed` by the text of `column`.
std::map<std::string, Int128> sum_by(const Batch& frame, std::string_view column, std::string_view summed);
// How many different texts a column has among the rows that count.
std::int64_t count_distinct(const Batch& frame, std::string_view column, const RowMask& only);

// Rows whose text is (or, with `equal` false, is not) `text`; null is no text. All rows where the column is missing and
// `equal` is false.
RowMask rows_where(const Batch& frame, std::string_view column, std::string_view text, bool equal = true);
RowMask both(RowMask a, const RowMask& b);
std::int64_t count(const RowMask& rows);

std::int64_t total_of(const Counts& counts);
std::int64_t count_of(const Counts& counts, std::string_view text);

using Ordered = std::vector<std::pair<std::string, std::int64_t>>;
// The texts that `known` lists in its order, then all others by text.
Ordered in_order(const Counts& counts, std::span<const std::string_view> known);
// The most frequent first, ties by text.
Ordered by_count(const Counts& counts);

// Canonical text of a cell; empty where it is null or the column is missing.
std::string text_at(const Batch& frame, std::string_view column, std::size_t row);
// A number column at its scale, or a real one; nullopt likewise.
std::optional<std::int64_t> number_at(const Batch& frame, std::string_view column, std::size_t row);
std::optional<double> real_at(const Batch& frame, std::string_view column, std::size_t row);

}  // namespace staysail::report
