#include "warning/hazard_paths.hpp"

#include <algorithm>

#include "staysail/statistics/calibration.hpp"

namespace staysail {
namespace {

// The months before a customer, as if he were seen last after all of them.
CustomerMonths months_ahead(std::uint32_t duration, const std::optional<std::int32_t>& contract_end, bool from_start,
                            std::uint32_t months) {
  CustomerMonths ahead;
  ahead.entry = from_start ? 0 : duration;
  ahead.last = ahead.entry + months;
  if (contract_end)
    ahead.contract_end = *contract_end + static_cast<std::int32_t>(duration) - static_cast<std::int32_t>(ahead.last);
  return ahead;
}

}  // namespace

HazardPaths HazardPaths::of(const HazardModel::State& state, const FrameCodes& codes, const MonthsSoFar& so_far,
                            bool from_start, std::size_t begin, std::size_t count, std::uint32_t months) {
  HazardPaths paths;
  paths.kinds_ = state.kinds.size();
  paths.months_ = months;
  std::vector<CustomerMonths> ahead;
  for (std::size_t i = begin; i < begin + count; ++i)
    ahead.push_back(months_ahead(so_far.duration[i], so_far.contract_end[i], from_start, months));
  paths.spans_ = spans_of(ahead, MonthAxis::tenure);
  paths.starts_.resize(count + 1, paths.spans_.size());
  for (std::size_t i = paths.spans_.size(); i-- > 0;) paths.starts_[paths.spans_[i].customer] = i;
  paths.score(state, codes, begin);
  paths.bound_sums();
  return paths;
}

void HazardPaths::score(const HazardModel::State& state, const FrameCodes& codes, std::size_t begin) {
  std::vector<std::vector<std::uint8_t>> features(state.features());
  for (const MonthSpan& span : spans_) {
    for (std::size_t i = 0; i < state.columns.size(); ++i) features[i].push_back(codes.code(i, begin + span.customer));
    features[state.columns.size()].push_back(stretch_code(span.tenure));
    if (state.reads_contract()) features.back().push_back(span.contract);
  }
  std::vector<const std::uint8_t*> places;
  for (const auto& feature : features) places.push_back(feature.data());
  for (const HazardModel::State::Kind& kind : state.kinds) {
    std::vector<std::int64_t> scores(spans_.size());
    statistics::TreeScorer::Leading leading{scores, {}};
    leading_.emplace_back();
    for (std::size_t i = 0; i < leading.features.size(); ++i) {
      leading_.back()[i].resize(spans_.size());
      leading.features[i] = leading_.back()[i];
    }
    kind.scorer.lead(places, leading);
    hazards_.emplace_back();
    for (std::size_t i = 0; i < scores.size(); ++i) {
      const double of_stretch = statistics::logistic(static_cast<double>(scores[i]) / kind.trees.units());
      hazards_.back().push_back(of_stretch * kind.paces[spans_[i].tenure]);
    }
  }
}

// Nobody leaves more than once.
void HazardPaths::bound_sums() {
  for (std::size_t span = 0; span < spans_.size(); ++span) {
    double sum = 0;
    for (const auto& hazards : hazards_) sum += hazards[span];
    if (sum <= 1) continue;
    for (auto& hazards : hazards_) hazards[span] /= sum;
  }
}

std::vector<double> HazardPaths::survival(std::size_t customer) const {
  std::vector<double> survival;
  double there = 1;
  for (std::size_t span = starts_[customer]; span < starts_[customer + 1]; ++span) {
    double hazard = 0;
    for (const auto& hazards : hazards_) hazard += hazards[span];
    for (std::uint8_t trial = 0; trial < spans_[span].trials; ++trial)
      survival.push_back(there *= std::max(0.0, 1 - hazard));
  }
  return survival;
}

std::vector<double> HazardPaths::incidence(std::size_t customer, std::uint32_t months) const {
  std::vector<double> left(kinds_);
  const auto there = survival(customer);
  std::size_t month = 0;
  for (std::size_t span = starts_[customer]; span < starts_[customer + 1]; ++span)
    for (std::uint8_t trial = 0; trial < spans_[span].trials && month < months; ++trial, ++month)
      for (std::size_t kind = 0; kind < kinds_; ++kind)
        left[kind] += (month == 0 ? 1 : there[month - 1]) * hazards_[kind][span];
  return left;
}

HazardPaths::Reasons HazardPaths::reasons(std::size_t customer) const {
  const std::size_t first = starts_[customer];
  std::size_t likeliest = 0;
  for (std::size_t kind = 1; kind < kinds_; ++kind)
    if (hazards_[kind][first] > hazards_[likeliest][first]) likeliest = kind;
  Reasons reasons;
  for (std::size_t i = 0; i < reasons.features.size(); ++i) reasons.features[i] = leading_[likeliest][i][first];
  return reasons;
}

}  // namespace staysail
