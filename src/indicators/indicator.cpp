#include "staysail/indicators/indicator.hpp"

#include <array>

namespace staysail {
namespace {

constexpr std::array<std::string_view, 16> kAggregates = {
    "sum",       "mean",  "min",          "max",          "count",          "count_distinct",
    "first",     "last",  "slope",        "ratio",        "days_since_max", "days_since_min",
    "shortfall", "share", "amount_share", "steady_cycles"};

}  // namespace

std::string_view name_of(Aggregate aggregate) noexcept { return kAggregates[static_cast<std::size_t>(aggregate)]; }

Result<Aggregate> aggregate_of(std::string_view name) {
  std::string known;
  for (std::size_t i = 0; i < kAggregates.size(); ++i) {
    if (kAggregates[i] == name) return static_cast<Aggregate>(i);
    known += (i == 0 ? "" : ", ") + std::string(kAggregates[i]);
  }
  const auto nearest = nearest_name(name, {kAggregates.begin(), kAggregates.end()});
  const auto hint = nearest.empty() ? std::string() : "did you mean " + nearest + "? ";
  return Error(Errc::unknown_name, hint + "aggregates are " + known + "; not: " + std::string(name));
}

}  // namespace staysail
