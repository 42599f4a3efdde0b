// Calibration: makes the log-odds of a model mean what they say, judged on rows that the model did not see.
//
// Immutable; any thread; the same bits for any order of rows.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

// ln(1 + e^x), the log-loss of an event that has log-odds -x.
double softplus(double x);
// 1 / (1 + e^-x).
double logistic(double x);

class Calibration {
 public:
  enum class Kind : std::uint8_t {
    identity,
    platt,     // a straight line in the log-odds (Platt 1999)
    beta,      // a ln p - b ln(1 - p) + c with a, b >= 0 (Kull, Silva Filho and Flach 2017)
    isotonic,  // steps that never fall (Zadrozny and Elkan 2002), each drawn to the mean by one row
  };
  // Log-odds are kept within this: nothing is ever certain.
  static constexpr double kMost = 13.8;

  Calibration() = default;
  // The kind whose log-loss on parts it was not fitted to (five, cross-fitted) is the least; another than identity has
  // to be better by more than a thousandth. `log_odds` and `target` (0 or 1): one each a row.
  static Calibration choose(std::span<const double> log_odds, std::span<const std::uint8_t> target);
  // The calibrated log-odds of each row by a map of that kind that was fitted to four other fifths of the rows.
  static std::vector<double> cross_fitted(Kind kind, std::span<const double> log_odds,
                                          std::span<const std::uint8_t> target);
  // Of that kind; identity where it cannot be fitted.
  static Calibration fit(Kind kind, std::span<const double> log_odds, std::span<const std::uint8_t> target);
  // From its parts, as they were read; `malformed_record` unless the map never falls and all is finite.
  static Result<Calibration> of(Kind kind, std::vector<double> numbers);

  Kind kind() const { return kind_; }
  // platt: slope, intercept; beta: a, b, c; isotonic: lower ends of the steps, then their log-odds.
  const std::vector<double>& numbers() const { return numbers_; }
  // Calibrated log-odds, within kMost; never falls as x rises.
  double apply(double log_odds) const;
  friend bool operator==(const Calibration&, const Calibration&) = default;

 private:
  Calibration(Kind kind, std::vector<double> numbers) : kind_(kind), numbers_(std::move(numbers)) {}
  double raw(double log_odds) const;

  Kind kind_ = Kind::identity;
  std::vector<double> numbers_;
};

// "identity", "platt", ...
std::string_view name_of(Calibration::Kind kind) noexcept;

}  // namespace staysail::statistics
