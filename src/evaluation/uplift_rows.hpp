// UpliftRows: outcome, arm and covariates of a frame, in an order of rows that follows from what they hold alone.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "evaluation/covariate_basis.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/evaluation/uplift_model.hpp"

namespace staysail::evaluation {

struct UpliftRows {
  std::size_t width = 0;
  std::vector<double> covariates;  // row by row
  std::vector<double> outcome;
  std::vector<std::uint8_t> treated;
  std::vector<std::uint32_t> places;  // of the rows in the frame

  // Errors of UpliftModel::fit().
  static Result<UpliftRows> of(const Batch& frame, const UpliftTraining& training, const CovariateBasis& basis);

  std::size_t size() const { return outcome.size(); }
  std::span<const double> row(std::size_t i) const { return {covariates.data() + i * width, width}; }
  bool binary() const;  // each outcome is 0 or 1
  UpliftRows where(const std::function<bool(std::size_t)>& wanted) const;
  UpliftRows arm(std::uint8_t mark) const;
};

// The names of the columns that are learnt from.
std::vector<std::string> covariates_of(const Batch& frame, const UpliftTraining& training);

// The part of `parts` that a row is in, by its rank among rows in that order.
std::uint32_t part_of_row(std::size_t rank, std::uint32_t parts, std::uint64_t seed);

}  // namespace staysail::evaluation
