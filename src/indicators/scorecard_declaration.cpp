#include "scorecard_declaration.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "declared_values.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/statistics/pairwise_weights.hpp"

namespace staysail::indicators {
namespace {

constexpr std::int64_t kWhole = 10000, kMostInconsistent = 1000;
constexpr double kStrongest = 9;

Error unlike_a_judgement(const TomlValue& value) {
  return value.error(Errc::catalogue_invalid,
                     "how many times as much the first counts as the second was expected, from \"1/9\" to 9 (Saaty's "
                     "scale): a number, or one over a number in quotes");
}

// 3, 1.5 or "1/3".
Result<double> read_judgement(const TomlValue& value) {
  double judged = 0;
  if (value.kind() == TomlKind::text) {
    STAYSAIL_TRY(const auto text, value.text());
    const auto divisor = parse_decimal(text.substr(std::min<std::size_t>(2, text.size())), 4);
    if (!text.starts_with("1/") || !divisor || *divisor <= 0) return unlike_a_judgement(value);
    judged = kWhole / static_cast<double>(*divisor);
  } else {
    STAYSAIL_TRY(judged, value.real());
  }
  if (judged < 1 / kStrongest - 1e-9 || judged > kStrongest) return unlike_a_judgement(value);
  return judged;
}

// Judgements of pairs, each given once and one way round.
class Judgements {
 public:
  static Result<Judgements> read(const TomlTable& table) {
    Judgements read;
    for (const auto& first : table.keys()) read.place_of(first);
    for (const auto& first : table.keys()) {
      STAYSAIL_TRY(const auto row, table.table(first));
      for (const auto& second : row.keys()) read.place_of(second);
    }
    read.values_.assign(read.names_.size() * read.names_.size(), 0.0);
    for (const auto& first : table.keys()) {
      STAYSAIL_TRY(const auto row, table.table(first));
      for (const auto& second : row.keys()) STAYSAIL_CHECK(read.judge(first, second, *row.find(second)));
    }
    STAYSAIL_CHECK(read.check_complete(table));
    return read;
  }
  const std::vector<std::string>& names() const { return names_; }
  const std::vector<double>& values() const { return values_; }

 private:
  std::size_t place_of(const std::string& name) {
    const auto found = std::find(names_.begin(), names_.end(), name);
    if (found != names_.end()) return static_cast<std::size_t>(found - names_.begin());
    names_.push_back(name);
    return names_.size() - 1;
  }

  Status judge(const std::string& first, const std::string& second, const TomlValue& value) {
    const std::size_t n = names_.size(), i = place_of(first), j = place_of(second);
    if (i == j || values_[i * n + j] != 0)
      return value.error(Errc::catalogue_invalid,
                         "each pair of different inputs is judged once, one way round; this one has been: " + first +
                             " and " + second);
    STAYSAIL_TRY(const auto judged, read_judgement(value));
    values_[i * n + j] = judged;
    values_[j * n + i] = 1 / judged;
    return ok();
  }

  Status check_complete(const TomlTable& table) {
    const std::size_t n = names_.size();
    for (std::size_t i = 0; i < n; ++i) {
      values_[i * n + i] = 1;
      for (std::size_t j = i + 1; j < n; ++j)
        if (values_[i * n + j] == 0)
          return table.error(Errc::catalogue_invalid,
                             "every pair is judged; this one is not: " + names_[i] + " and " + names_[j]);
    }
    return ok();
  }

  std::vector<std::string> names_;
  std::vector<double> values_;
};

Result<std::vector<std::string>> read_inputs(const TomlTable& table, std::string_view key) {
  STAYSAIL_TRY(auto names, table.texts(key));
  auto sorted = names;
  std::sort(sorted.begin(), sorted.end());
  if (names.size() < 2 || std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
    return at(table, key, Error(Errc::catalogue_invalid, "two or more different inputs were expected"));
  return names;
}

}  // namespace

std::vector<std::int64_t> whole_weights(std::span<const double> shares) {
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  std::vector<std::int64_t> weights(shares.size());
  if (!(sum > 0)) return weights;
  std::vector<std::size_t> by_remainder(shares.size());
  std::iota(by_remainder.begin(), by_remainder.end(), std::size_t{0});
  std::vector<double> remainder;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const double exact = shares[i] / sum * kWhole;
    weights[i] = static_cast<std::int64_t>(std::floor(exact));
    remainder.push_back(exact - std::floor(exact));
  }
  std::stable_sort(by_remainder.begin(), by_remainder.end(),
                   [&](std::size_t a, std::size_t b) { return remainder[a] > remainder[b]; });
  auto left = kWhole - std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
  for (std::size_t i = 0; left > 0; ++i, --left) ++weights[by_remainder[i % by_remainder.size()]];
  return weights;
}

Result<IndicatorRule> read_weights(const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"definition", "source", "direction", "unit", "scale", "weights"}));
  STAYSAIL_TRY(const auto weights, table.table("weights"));
  Scorecard rule;
  std::int64_t sum = 0;
  for (const auto& name : weights.keys()) {
    STAYSAIL_TRY(const auto weight, weights.number(name, 4));
    if (weight <= 0 || weight > kWhole)
      return at(weights, name, Error(Errc::catalogue_invalid, "a weight lies above 0 and not above 1"));
    rule.weights.emplace_back(name, weight);
    sum += weight;
  }
  if (sum != kWhole)
    return weights.error(Errc::catalogue_invalid, "the weights must add up to 1, not to " + decimal_text(sum, 4));
  return IndicatorRule(std::move(rule));
}

Result<IndicatorRule> read_judgements(const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"definition", "source", "direction", "unit", "scale", "judgements"}));
  STAYSAIL_TRY(const auto given, table.table("judgements"));
  STAYSAIL_TRY(const auto judgements, Judgements::read(given));
  const auto found = statistics::pairwise_weights(judgements.values());
  if (!found) return given.error(Errc::catalogue_invalid, found.error().message());
  Scorecard rule;
  rule.by = Scorecard::By::judgements;
  rule.consistency_ratio = std::llround(found->consistency_ratio * kWhole);
  if (rule.consistency_ratio > kMostInconsistent)
    return given.error(Errc::catalogue_invalid,
                       "these judgements contradict each other: their consistency ratio may be 0.1000 at most; think "
                       "them over; it is " +
                           decimal_text(rule.consistency_ratio, 4));
  const auto weights = whole_weights(found->weights);
  for (std::size_t i = 0; i < weights.size(); ++i) rule.weights.emplace_back(judgements.names()[i], weights[i]);
  return IndicatorRule(std::move(rule));
}

Result<IndicatorRule> read_entropy(const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"definition", "source", "direction", "unit", "scale", "entropy_of"}));
  STAYSAIL_TRY(const auto inputs, read_inputs(table, "entropy_of"));
  Scorecard rule;
  rule.by = Scorecard::By::entropy;
  for (const auto& name : inputs) rule.weights.emplace_back(name, 0);
  return IndicatorRule(std::move(rule));
}

Result<IndicatorRule> read_evidence(const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"definition", "source", "direction", "unit", "scale", "evidence_of", "label"}));
  STAYSAIL_TRY(const auto inputs, read_inputs(table, "evidence_of"));
  Scorecard rule;
  rule.by = Scorecard::By::evidence;
  STAYSAIL_TRY(rule.label, table.text("label"));
  for (const auto& name : inputs) rule.weights.emplace_back(name, 0);
  return IndicatorRule(std::move(rule));
}

}  // namespace staysail::indicators
