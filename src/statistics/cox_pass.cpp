#include "statistics/cox_pass.hpp"

#include <cmath>

#include "statistics/fast_exponential.hpp"

namespace staysail::statistics {
namespace {

// The logarithm of a product of many positive numbers, with few logarithms.
class LogProduct {
 public:
  void multiply(double factor) {
    product_ *= factor;
    if (product_ > 1e-100 && product_ < 1e100) return;
    sum_ += natural_log(product_);
    product_ = 1;
  }
  double value() const { return sum_ + natural_log(product_); }

 private:
  double sum_ = 0;
  double product_ = 1;
};

// Elementary symmetric functions of the weights of those at risk, of orders 0 .. d, with first and second derivatives
// by the coefficients: of order d the sum over all choices of d units of the product of their weights.
class Choices {
 public:
  Choices(std::size_t most, std::size_t width) : width_(width), parts_(most + 1) {
    for (std::vector<double>& part : parts_) part.assign(1 + width + width * (width + 1) / 2, 0);
    parts_[0][0] = 1;
  }

  void add(const double* x, double weight) {
    for (std::size_t order = parts_.size(); --order > 0;) add(parts_[order], parts_[order - 1], x, weight);
  }
  const std::vector<double>& of_all() const { return parts_.back(); }

 private:
  void add(std::vector<double>& to, const std::vector<double>& from, const double* x, double weight) {
    to[0] += weight * from[0];
    for (std::size_t i = 0, cell = 1 + width_; i < width_; ++i) {
      to[1 + i] += weight * (from[1 + i] + x[i] * from[0]);
      for (std::size_t j = 0; j <= i; ++j, ++cell)
        to[cell] += weight * (from[cell] + x[i] * from[1 + j] + x[j] * from[1 + i] + x[i] * x[j] * from[0]);
    }
  }

  std::size_t width_;
  std::vector<std::vector<double>> parts_;
};

}  // namespace

void CoxMoments::add(const double* x, double weight, double sign) {
  const double signed_weight = sign * weight;
  cells_[0] += signed_weight;
  double* cell = cells_.data() + 1 + width_;
  for (std::size_t i = 0; i < width_; ++i) {
    const double weighted = signed_weight * x[i];
    cells_[1 + i] += weighted;
    for (std::size_t j = 0; j <= i; ++j) cell[j] += weighted * x[j];
    cell += i + 1;
  }
}

void CoxMoments::add(const CoxMoments& other) {
  for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] += other.cells_[i];
}

TieSums TieSums::of(double at_risk, double events, std::size_t count, CoxTies ties) {
  TieSums sums;
  LogProduct product;
  for (std::size_t l = 0; l < count; ++l) {
    const double f = ties == CoxTies::efron ? static_cast<double>(l) / static_cast<double>(count) : 0;
    const double rest = at_risk - f * events;
    const double inverse = 1 / rest;
    product.multiply(rest);
    sums.inverse += inverse;
    sums.share += f * inverse;
    sums.inverse2 += inverse * inverse;
    sums.share_inverse2 += f * inverse * inverse;
    sums.share2 += f * f * inverse * inverse;
  }
  sums.log = product.value();
  return sums;
}

CoxPass::CoxPass(const SurvivalRows& rows, CoxTies ties, std::span<const double> coefficients)
    : rows_(rows), ties_(ties), logs_(rows.size()), weights_(rows.size()) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double* x = rows.row(i);
    double log = 0;
    for (std::size_t j = 0; j < coefficients.size(); ++j) log += x[j] * coefficients[j];
    logs_[i] = log;
  }
  for (std::size_t i = 0; i < rows.size(); ++i) weights_[i] = fast_exponential(logs_[i]);
}

void CoxPass::add_events(const SurvivalRows::Group& group, Likelihood& sum) const {
  for (std::size_t i = group.begin; i < group.middle; ++i) {
    sum.value += logs_[i];
    for (std::size_t j = 0; j < sum.gradient.size(); ++j) sum.gradient[j] += rows_.row(i)[j];
  }
}

void CoxPass::add_term(const Event& event, Likelihood& sum) const {
  const SurvivalRows::Group& group = rows_.groups()[event.group];
  add_events(group, sum);
  if (ties_ == CoxTies::exact && group.middle - group.begin > 1) return add_exact(event, sum);
  const TieSums ties = TieSums::of(event.at_risk->weight(), event.events->weight(), group.middle - group.begin, ties_);
  sum.value -= ties.log;
  const double* s = event.at_risk->first();
  const double* d = event.events->first();
  const double* s2 = event.at_risk->second();
  const double* d2 = event.events->second();
  auto information = sum.information.cells();
  for (std::size_t i = 0, cell = 0; i < sum.gradient.size(); ++i) {
    sum.gradient[i] -= s[i] * ties.inverse - d[i] * ties.share;
    for (std::size_t j = 0; j <= i; ++j, ++cell)
      information[cell] += s2[cell] * ties.inverse - d2[cell] * ties.share - s[i] * s[j] * ties.inverse2 +
                           (s[i] * d[j] + d[i] * s[j]) * ties.share_inverse2 - d[i] * d[j] * ties.share2;
  }
}

// The weights are taken relative to the mean of those at risk, which changes no share.
void CoxPass::add_exact(const Event& event, Likelihood& sum) const {
  const SurvivalRows::Group& group = rows_.groups()[event.group];
  const std::size_t count = group.middle - group.begin;
  Choices choices(count, rows_.covariates());
  double at_risk = 0;
  for (std::size_t i = group.stratum_begin; i < group.end; ++i)
    if (rows_.start().empty() || rows_.start()[i] < group.time) ++at_risk;
  const double mean = event.at_risk->weight() / at_risk;
  for (std::size_t i = group.stratum_begin; i < group.end; ++i)
    if (rows_.start().empty() || rows_.start()[i] < group.time) choices.add(rows_.row(i), weights_[i] / mean);
  const std::vector<double>& all = choices.of_all();
  sum.value -= natural_log(all[0]) + static_cast<double>(count) * natural_log(mean);
  auto information = sum.information.cells();
  for (std::size_t i = 0, cell = 0; i < sum.gradient.size(); ++i) {
    sum.gradient[i] -= all[1 + i] / all[0];
    for (std::size_t j = 0; j <= i; ++j, ++cell)
      information[cell] += all[1 + sum.gradient.size() + cell] / all[0] - all[1 + i] / all[0] * (all[1 + j] / all[0]);
  }
}

Likelihood cox_likelihood(const SurvivalRows& rows, CoxTies ties, std::span<const double> coefficients) {
  const CoxPass pass(rows, ties, coefficients);
  Likelihood sum{0, std::vector<double>(rows.covariates()), Symmetric(rows.covariates())};
  pass.run([&](const CoxPass::Event& event) { pass.add_term(event, sum); });
  return sum;
}

}  // namespace staysail::statistics
