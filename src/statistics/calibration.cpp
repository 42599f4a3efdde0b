#include "staysail/statistics/calibration.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>

#include "statistics/judged_rows.hpp"
#include "statistics/newton.hpp"
#include "staysail/statistics/elementary.hpp"

namespace staysail::statistics {
namespace {

constexpr std::size_t kParts = 5;
constexpr double kWorthIt = 1e-3;
constexpr std::size_t kMostGroups = 8192;

double loss_of(double log_odds, std::uint8_t target) { return softplus(target != 0 ? -log_odds : log_odds); }

// What the log-odds of a regression are made of: 1, then what the kind reads off the score.
std::array<double, 3> inputs_of(Calibration::Kind kind, double log_odds) {
  if (kind == Calibration::Kind::platt) return {1, log_odds, 0};
  return {1, -softplus(-log_odds), softplus(log_odds)};  // ln p and -ln(1 - p)
}

// Neighbouring rows that a regression takes for one.
struct Group {
  std::array<double, 3> inputs{};
  double events = 0;
  double others = 0;
};

// Each row by itself, of many so many that a group is narrow beside what is to be found.
std::vector<Group> groups_of(Calibration::Kind kind, std::span<const Judged> rows) {
  const std::size_t count = std::min(rows.size(), kMostGroups);
  std::vector<Group> groups(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t begin = i * rows.size() / count, end = (i + 1) * rows.size() / count;
    double sum = 0;
    for (const Judged& row : rows.subspan(begin, end - begin)) {
      sum += row.log_odds;
      (row.target != 0 ? groups[i].events : groups[i].others) += 1;
    }
    groups[i].inputs = inputs_of(kind, sum / static_cast<double>(end - begin));
  }
  return groups;
}

// Adds what a group says of the weights.
void add_group(const Group& group, std::span<const double> weights, Likelihood& sum) {
  double log_odds = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) log_odds += weights[i] * group.inputs[i];
  const double probability = logistic(log_odds), rows = group.events + group.others;
  const double loss = softplus(log_odds);
  sum.value -= rows * loss - group.events * log_odds;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    sum.gradient[i] += (group.events - rows * probability) * group.inputs[i];
    for (std::size_t j = 0; j <= i; ++j)
      sum.information.at(i, j) += rows * probability * (1 - probability) * group.inputs[i] * group.inputs[j];
  }
}

std::optional<std::vector<double>> regress(Calibration::Kind kind, std::span<const Judged> rows) {
  const std::size_t size = kind == Calibration::Kind::platt ? 2 : 3;
  const std::vector<Group> groups = groups_of(kind, rows);
  const auto likelihood = [&](std::span<const double> weights) {
    Likelihood sum{0, std::vector<double>(size), Symmetric(size)};
    for (const Group& group : groups) add_group(group, weights, sum);
    return sum;
  };
  std::vector<double> start(size, 1.0);
  start[0] = 0;
  const Maximum maximum = maximise(likelihood, start);
  if (!maximum.converged) return std::nullopt;
  return maximum.place;
}

// A run of rows that get one probability.
struct Step {
  double from = 0;
  double events = 0;
  double rows = 0;
  double rate() const { return events / rows; }
};

// Pools neighbours that fall (Ayer et al. 1955).
std::vector<Step> rising_steps(std::span<const Judged> rows) {
  std::vector<Step> steps;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool tied = i > 0 && rows[i].log_odds == rows[i - 1].log_odds;
    if (!tied) steps.push_back({rows[i].log_odds, 0, 0});
    steps.back().events += rows[i].target;
    steps.back().rows += 1;
    const bool complete = i + 1 == rows.size() || rows[i + 1].log_odds != rows[i].log_odds;
    while (complete && steps.size() > 1 && steps[steps.size() - 2].rate() >= steps.back().rate()) {
      steps[steps.size() - 2].events += steps.back().events;
      steps[steps.size() - 2].rows += steps.back().rows;
      steps.pop_back();
    }
  }
  return steps;
}

std::vector<double> isotonic(std::span<const Judged> rows) {
  double events = 0;
  for (const Judged& row : rows) events += row.target;
  const double mean = (events + 0.5) / (static_cast<double>(rows.size()) + 1);
  const std::vector<Step> steps = rising_steps(rows);
  std::vector<double> numbers;
  for (const Step& step : steps) numbers.push_back(step.from);
  double highest = -Calibration::kMost;  // drawing short steps to the mean may turn two round
  for (const Step& step : steps) {
    const double rate = (step.events + mean) / (step.rows + 1);
    highest = std::max(highest, natural_log(rate) - natural_log(1 - rate));
    numbers.push_back(highest);
  }
  return numbers;
}

bool rises(Calibration::Kind kind, std::span<const double> numbers) {
  if (kind == Calibration::Kind::platt) return numbers[0] > 0;
  if (kind == Calibration::Kind::beta) return numbers[0] >= 0 && numbers[1] >= 0 && numbers[0] + numbers[1] > 0;
  const auto half = static_cast<std::ptrdiff_t>(numbers.size() / 2);
  return std::is_sorted(numbers.begin(), numbers.begin() + half) &&
         std::is_sorted(numbers.begin() + half, numbers.end());
}

bool well_sized(Calibration::Kind kind, std::size_t size) {
  switch (kind) {
    case Calibration::Kind::identity: return size == 0;
    case Calibration::Kind::platt: return size == 2;
    case Calibration::Kind::beta: return size == 3;
    case Calibration::Kind::isotonic: return size > 0 && size % 2 == 0;
  }
  return false;
}

// Every fifth row in ascending order, or all others.
void split(std::span<const Judged> rows, std::size_t part, std::vector<double>& log_odds,
           std::vector<std::uint8_t>& target, bool inside) {
  log_odds.clear();
  target.clear();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if ((i % kParts == part) != inside) continue;
    log_odds.push_back(rows[i].log_odds);
    target.push_back(rows[i].target);
  }
}

double cross_fitted_loss(Calibration::Kind kind, std::span<const Judged> rows) {
  double loss = 0;
  std::vector<double> log_odds;
  std::vector<std::uint8_t> target;
  for (std::size_t part = 0; part < kParts; ++part) {
    split(rows, part, log_odds, target, false);
    const Calibration fitted = Calibration::fit(kind, log_odds, target);
    split(rows, part, log_odds, target, true);
    for (std::size_t i = 0; i < target.size(); ++i) loss += loss_of(fitted.apply(log_odds[i]), target[i]);
  }
  return loss;
}

}  // namespace

double softplus(double x) { return std::max(x, 0.0) + log_one_plus(exponential(-std::fabs(x))); }

double logistic(double x) {
  const double odds = exponential(-std::fabs(x));
  return x < 0 ? odds / (1 + odds) : 1 / (1 + odds);
}

Calibration Calibration::choose(std::span<const double> log_odds, std::span<const std::uint8_t> target) {
  const std::vector<Judged> rows = ascending(log_odds, target);
  Kind best = Kind::identity;
  double least = cross_fitted_loss(best, rows) * (1 - kWorthIt);
  for (const Kind kind : {Kind::platt, Kind::beta, Kind::isotonic}) {
    const double loss = cross_fitted_loss(kind, rows);
    if (!(loss < least)) continue;
    least = loss;
    best = kind;
  }
  return fit(best, log_odds, target);
}

std::vector<double> Calibration::cross_fitted(Kind kind, std::span<const double> log_odds,
                                              std::span<const std::uint8_t> target) {
  const std::vector<Judged> rows = ascending(log_odds, target);
  std::vector<std::size_t> places(rows.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
    return Judged{log_odds[a], target[a]} < Judged{log_odds[b], target[b]};
  });
  std::vector<double> fitted(rows.size()), others;
  std::vector<std::uint8_t> outcomes;
  for (std::size_t part = 0; part < kParts; ++part) {
    split(rows, part, others, outcomes, false);
    const Calibration map = fit(kind, others, outcomes);
    for (std::size_t i = part; i < rows.size(); i += kParts) fitted[places[i]] = map.apply(rows[i].log_odds);
  }
  return fitted;
}

Calibration Calibration::fit(Kind kind, std::span<const double> log_odds, std::span<const std::uint8_t> target) {
  if (kind == Kind::identity || log_odds.empty()) return {};
  const std::vector<Judged> rows = ascending(log_odds, target);
  if (kind == Kind::isotonic) return {kind, isotonic(rows)};
  auto weights = regress(kind, rows);
  if (!weights) return {};
  std::rotate(weights->begin(), weights->begin() + 1, weights->end());  // the constant comes last
  return rises(kind, *weights) ? Calibration(kind, *std::move(weights)) : Calibration();
}

Result<Calibration> Calibration::of(Kind kind, std::vector<double> numbers) {
  bool good = well_sized(kind, numbers.size());
  for (const double number : numbers) good = good && std::isfinite(number);
  if (!good || (kind != Kind::identity && !rises(kind, numbers)))
    return Error(Errc::malformed_record, "a calibration that is none");
  return Calibration(kind, std::move(numbers));
}

double Calibration::raw(double log_odds) const {
  switch (kind_) {
    case Kind::identity: return log_odds;
    case Kind::platt: return numbers_[0] * log_odds + numbers_[1];
    case Kind::beta: {
      const double upper = softplus(log_odds);  // of -x it is this less x
      return numbers_[1] * upper - numbers_[0] * (upper - log_odds) + numbers_[2];
    }
    case Kind::isotonic: break;
  }
  const auto half = static_cast<std::ptrdiff_t>(numbers_.size() / 2);
  const auto above = std::upper_bound(numbers_.begin(), numbers_.begin() + half, log_odds);
  return *(above == numbers_.begin() ? above + half : above - 1 + half);
}

double Calibration::apply(double log_odds) const { return std::clamp(raw(log_odds), -kMost, kMost); }

std::string_view name_of(Calibration::Kind kind) noexcept {
  switch (kind) {
    case Calibration::Kind::identity: return "identity";
    case Calibration::Kind::platt: return "platt";
    case Calibration::Kind::beta: return "beta";
    case Calibration::Kind::isotonic: break;
  }
  return "isotonic";
}

}  // namespace staysail::statistics
