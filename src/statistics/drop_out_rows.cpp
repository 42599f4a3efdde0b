#include "statistics/drop_out_rows.hpp"

#include "statistics/fast_exponential.hpp"
#include "statistics/weight.hpp"
#include "staysail/statistics/elementary.hpp"

namespace staysail::statistics {

DropOutRows::DropOutRows(const RepeatHistories& histories)
    : times_(histories.times().begin(), histories.times().end()), shifted_(times_.size()) {
  for (const RepeatHistories::Row& row : histories.rows()) {
    if (groups_.empty() || groups_.back().events != row.events)
      groups_.push_back({row.events, last_.size(), last_.size(), 0});
    last_.push_back(row.last);
    observed_.push_back(row.observed);
    weights_.push_back(weight_of(row.units));
    groups_.back().weight += weights_.back();
    groups_.back().end = last_.size();
  }
}

void DropOutRows::prepare(double alpha) {
  for (std::size_t i = 0; i < times_.size(); ++i) {
    const double sum = alpha + times_[i];
    shifted_[i] = {natural_log(sum), 1 / sum};
  }
}

// -(r+x) ln(alpha+T).
DropOutSums DropOutRows::observed_part(const Group& group, double size) const {
  DropOutSums sums;
  for (std::size_t i = group.begin; i < group.end; ++i) {
    const Shifted& until = shifted_[observed_[i]];
    const double w = weights_[i];
    sums.value -= w * size * until.log;
    sums.first[0] -= w * until.log;
    sums.first[1] -= w * size * until.inverse;
    sums.second[1] -= w * until.inverse;
    sums.second[2] += w * size * until.inverse * until.inverse;
  }
  return sums;
}

// ln(1 + e^u) with u = dropped + (r+x) (ln(alpha+T) - ln(alpha+last)).
void DropOutRows::add_dropped_part(const Group& group, double size, double dropped, DropOutSums& sums) const {
  for (std::size_t i = group.begin; i < group.end; ++i) {
    const Shifted& until = shifted_[observed_[i]];
    const Shifted& last = shifted_[last_[i]];
    const double w = weights_[i];
    const double u_r = until.log - last.log;
    const double slope = until.inverse - last.inverse;
    const double u_a = size * slope;
    const double u_aa = size * (last.inverse * last.inverse - until.inverse * until.inverse);
    const double u = dropped + size * u_r;
    const double small = fast_exponential(u > 0 ? -u : u);
    const double above = 1 / (1 + small);
    sums.value += w * ((u > 0 ? u : 0) + natural_log(1 + small));
    const double share = w * (u > 0 ? above : small * above);
    const double spread = w * small * above * above;
    sums.first[0] += share * u_r;
    sums.first[1] += share * u_a;
    sums.first[2] += share;
    sums.second[0] += spread * u_r * u_r;
    sums.second[1] += spread * u_r * u_a + share * slope;
    sums.second[2] += spread * u_a * u_a + share * u_aa;
    sums.second[3] += spread * u_r;
    sums.second[4] += spread * u_a;
    sums.second[5] += spread;
  }
}

DropOutSums DropOutRows::sums(const Group& group, double r, const double* dropped) const {
  const double size = r + static_cast<double>(group.events);
  DropOutSums sums = observed_part(group, size);
  if (dropped != nullptr) add_dropped_part(group, size, *dropped, sums);
  return sums;
}

}  // namespace staysail::statistics
