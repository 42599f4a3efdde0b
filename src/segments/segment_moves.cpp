#include "staysail/segments/segment_moves.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "staysail/base/decimal_text.hpp"
#include "staysail/base/int128.hpp"
#include "staysail/statistics/agreement.hpp"

namespace staysail {
namespace segments {
namespace {

constexpr int kShareScale = 4;

struct Member {
  std::string_view id;
  std::size_t row = 0;
};

struct Month {
  Column segment;
  std::vector<Member> members;  // those with a segment, by id
};

Result<Month> month_of(const Batch& frame, const std::string& id, const std::string& segment) {
  STAYSAIL_TRY(const auto ids, frame.require(id, ColumnType::text));
  Month month;
  const auto* found = frame.find(segment);
  const bool whole = found != nullptr && found->type() == ColumnType::number && found->field().scale == 0;
  if (whole) {
    month.segment = *found;
  } else {
    STAYSAIL_TRY(month.segment, frame.require(segment, ColumnType::text));
  }
  for (std::size_t row = 0; row < frame.rows(); ++row)
    if (!month.segment.is_null(row)) month.members.push_back({ids.text(row), row});
  // The frames of a night are in order already.
  const auto earlier = [](const auto& a, const auto& b) { return a.id < b.id; };
  if (!std::is_sorted(month.members.begin(), month.members.end(), earlier))
    std::sort(month.members.begin(), month.members.end(), earlier);
  const auto same = std::adjacent_find(month.members.begin(), month.members.end(),
                                       [](const auto& a, const auto& b) { return a.id == b.id; });
  if (same == month.members.end()) return month;
  return Error(Errc::invalid_argument, "each customer has one row a month; two rows share the id in row " +
                                           std::to_string(std::next(same)->row + 1) + " of column " + id);
}

// A whole number is shown by itself and ordered as one.
using Segment = std::optional<std::pair<std::int64_t, std::string>>;

Segment segment_at(const Month& month, std::size_t row) {
  if (month.segment.type() == ColumnType::text) return std::pair(std::int64_t{0}, month.segment.value_text(row));
  return std::pair(month.segment.numbers()[row], month.segment.value_text(row));
}

using Moves = std::map<std::pair<Segment, Segment>, std::int64_t>;

// Both months are walked in order of the ids.
Moves moves_of(const Month& before, const Month& after) {
  Moves moves;
  std::size_t i = 0, j = 0;
  while (i < before.members.size() || j < after.members.size()) {
    const bool left =
        j == after.members.size() || (i < before.members.size() && before.members[i].id < after.members[j].id);
    const bool came =
        i == before.members.size() || (j < after.members.size() && after.members[j].id < before.members[i].id);
    const Segment from = came ? Segment() : segment_at(before, before.members[i].row);
    const Segment to = left ? Segment() : segment_at(after, after.members[j].row);
    ++moves[{from, to}];
    i += came ? 0 : 1;
    j += left ? 0 : 1;
  }
  return moves;
}

void append_name(ColumnBuilder& builder, const Segment& segment) {
  segment ? builder.append_text(segment->second) : builder.append_null();
}

Status check_labels(std::span<const std::uint16_t> labels, std::size_t clusters) {
  const auto beyond =
      std::find_if(labels.begin(), labels.end(), [&](std::uint16_t label) { return label >= clusters; });
  return beyond == labels.end()
             ? ok()
             : Status(Error(Errc::invalid_argument, "clusters are numbered from 0 below " + std::to_string(clusters) +
                                                        ", not " + std::to_string(*beyond)));
}

}  // namespace
}  // namespace segments

Result<Batch> segment_moves(const Batch& before, const Batch& after, const std::string& id,
                            const std::string& segment) {
  using namespace segments;
  STAYSAIL_TRY(const auto was, month_of(before, id, segment));
  STAYSAIL_TRY(const auto is, month_of(after, id, segment));
  const Moves moves = moves_of(was, is);
  std::map<Segment, std::int64_t> totals;
  for (const auto& [move, customers] : moves) totals[move.first] += customers;
  STAYSAIL_TRY(const auto schema, Schema::of({{"before", ColumnType::text, 0, {}},
                                              {"after", ColumnType::text, 0, {}},
                                              {"customers", ColumnType::number, 0, "customers"},
                                              {"share", ColumnType::number, kShareScale, "share"}}));
  BatchBuilder builder(schema);
  for (const auto& [move, customers] : moves) {
    append_name(builder.column(0), move.first);
    append_name(builder.column(1), move.second);
    builder.column(2).append_number(customers);
    const Int128 share =
        divide_half_even(static_cast<Int128>(customers) * power_of_ten(kShareScale), totals[move.first]);
    move.first ? builder.column(3).append_number(static_cast<std::int64_t>(share)) : builder.column(3).append_null();
  }
  return builder.finish();
}

Result<std::vector<std::uint16_t>> kept_numbers(std::span<const std::uint16_t> before,
                                                std::span<const std::uint16_t> after, std::size_t clusters) {
  if (before.size() != after.size())
    return Error(Errc::invalid_argument, "both months have one cluster a customer; given: " +
                                             std::to_string(before.size()) + " and " + std::to_string(after.size()));
  STAYSAIL_CHECK(segments::check_labels(before, clusters));
  STAYSAIL_CHECK(segments::check_labels(after, clusters));
  STAYSAIL_TRY(const auto pairing,
               statistics::best_pairing(statistics::cross_counts(after, before, clusters, clusters), clusters));
  return std::vector<std::uint16_t>(pairing.begin(), pairing.end());
}

Result<std::vector<std::uint64_t>> segment_overlap(const std::vector<std::vector<std::uint8_t>>& members) {
  const std::size_t count = members.size();
  std::vector<std::uint64_t> shared(count * count);
  for (std::size_t a = 0; a < count; ++a)
    for (std::size_t b = a; b < count; ++b) {
      if (members[a].size() != members[b].size())
        return Error(Errc::invalid_argument, "saved segments have one mark a customer each; lengths differ");
      std::uint64_t both = 0;
      for (std::size_t row = 0; row < members[a].size(); ++row) both += members[a][row] != 0 && members[b][row] != 0;
      shared[a * count + b] = shared[b * count + a] = both;
    }
  return shared;
}

}  // namespace staysail
