#include "staysail/segments/retention_ranking.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace staysail {
namespace {

// Sorts unknown bands behind all bands and unknown values behind all values.
struct RankKey {
  std::int64_t band;
  bool value_unknown;
  std::int64_t value;  // negated in the comparison: the greater comes first
  std::string_view id;
  friend bool operator<(const RankKey& a, const RankKey& b) {
    if (a.band != b.band) return a.band < b.band;
    if (a.value_unknown != b.value_unknown) return b.value_unknown;
    if (a.value != b.value) return a.value > b.value;
    return a.id < b.id;
  }
};

RankKey key_of(const Column& ids, const Column& band, const Column& value, std::size_t row) {
  const auto unknown = std::numeric_limits<std::int64_t>::max();
  return {band.is_null(row) ? unknown : band.numbers()[row], value.is_null(row),
          value.is_null(row) ? 0 : value.numbers()[row], ids.text(row)};
}

bool is_churned(const Column* stage, std::size_t row) {
  return stage != nullptr && stage->type() == ColumnType::text && stage->text(row) == "churned";
}

}  // namespace

Result<Batch> retention_ranking(const Batch& frame) {
  STAYSAIL_TRY(const auto ids, frame.require("subscription_id", ColumnType::text));
  STAYSAIL_TRY(const auto band, frame.require("loyalty_band", ColumnType::number));
  STAYSAIL_TRY(const auto value, frame.require("value", ColumnType::number));
  const auto* stage = frame.find("stage");
  std::vector<std::pair<RankKey, std::size_t>> places;
  for (std::size_t row = 0; row < frame.rows(); ++row)
    if (!is_churned(stage, row)) places.emplace_back(key_of(ids, band, value, row), row);
  std::sort(places.begin(), places.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::int64_t> ranks(frame.rows(), 0);
  for (std::size_t i = 0; i < places.size(); ++i) ranks[places[i].second] = static_cast<std::int64_t>(i) + 1;
  ColumnBuilder builder(Field{"retention_rank", ColumnType::number, 0, "rank"});
  for (const auto rank : ranks) rank == 0 ? builder.append_null() : builder.append_number(rank);
  return Batch::of({ids, band, value, builder.finish()});
}

}  // namespace staysail
