#include "staysail/statistics/reliability.hpp"

#include <algorithm>
#include <cmath>

#include "statistics/judged_rows.hpp"
#include "staysail/statistics/calibration.hpp"
#include "staysail/statistics/proportion.hpp"

namespace staysail::statistics {
namespace {

// A band, and the variance that the number of its events has if its probabilities are true.
Result<ReliabilityBand> band_of(std::span<const Judged> rows, double& variance) {
  ReliabilityBand band;
  band.rows = rows.size();
  for (const Judged& row : rows) {
    const double probability = logistic(row.log_odds);
    band.events += row.target;
    band.predicted += probability / static_cast<double>(rows.size());
    variance += probability * (1 - probability);
  }
  STAYSAIL_TRY(band.frequency, wilson({band.events, band.rows}));
  return band;
}

}  // namespace

Result<Reliability> reliability(std::span<const double> log_odds, std::span<const std::uint8_t> target,
                                std::size_t bands) {
  if (bands == 0 || log_odds.empty())
    return Error(Errc::invalid_argument, "reliability is told by one band or more, of one row or more");
  const double kMeanOfNormal = std::sqrt(2 / 3.14159265358979323846);  // of its absolute value
  const std::vector<Judged> rows = ascending(log_odds, target);
  Reliability found;
  for (std::size_t i = 0; i < bands; ++i) {
    const std::size_t begin = i * rows.size() / bands, end = (i + 1) * rows.size() / bands;
    if (begin == end) continue;
    double variance = 0;
    STAYSAIL_TRY(const ReliabilityBand band, band_of(std::span(rows).subspan(begin, end - begin), variance));
    const auto all = static_cast<double>(rows.size());
    found.error += std::fabs(static_cast<double>(band.events) - band.predicted * static_cast<double>(band.rows)) / all;
    found.noise_floor += kMeanOfNormal * std::sqrt(variance) / all;
    found.bands.push_back(band);
  }
  const Calibration line = Calibration::fit(Calibration::Kind::platt, log_odds, target);
  if (line.kind() != Calibration::Kind::platt) return found;
  found.slope = line.numbers()[0];
  found.intercept = line.numbers()[1];
  return found;
}

}  // namespace staysail::statistics
