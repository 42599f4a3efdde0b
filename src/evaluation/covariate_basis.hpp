// CovariateBasis: the columns of a frame as numbers that a regression can bend. A number becomes itself and what it is
// above each of its quartiles, a text one mark for each frequent value, and what is missing a mark of its own.
//
// Learnt from one frame, read from others. Immutable; any thread; the order of rows does not matter.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/columns/batch.hpp"

namespace staysail::evaluation {

// The values of a column of numbers, booleans, days or instants; NaN where nothing is known. `type_mismatch` for texts.
Result<std::vector<double>> reals_of(const Column& column);

class CovariateBasis {
 public:
  // Groups of covariates that are shrunk together.
  static constexpr std::uint32_t kLevels = 0;  // numbers as they are, and marks
  static constexpr std::uint32_t kBends = 1;   // what they are above a quartile

  // `names` without those of outcome, arm and id. `degenerate_input` where none of them varies.
  static Result<CovariateBasis> fit(const Batch& frame, std::vector<std::string> names);

  std::size_t width() const { return groups_.size(); }
  const std::vector<std::uint32_t>& groups() const { return groups_; }
  // The names that something was learnt of, ascending.
  std::vector<std::string> names() const;
  // Row by row, width() numbers each. `schema_mismatch` for a column that is missing or turned from text to number.
  Result<std::vector<double>> rows(const Batch& frame) const;

 private:
  struct Part {
    std::string name;
    bool text = false;
    std::vector<std::string> categories;  // of texts, in order
    double least = 0, most = 0;           // numbers beyond are as these
    double usual = 0;                     // stands in for a missing one
    std::vector<double> knots;
    bool marks_missing = false;
    std::size_t width() const;
  };

  static Result<Part> part_of(const Column& column);
  static Part part_of_texts(const Column& column);
  static Part part_of_numbers(const Column& column, const std::vector<double>& values);
  static void fill_marks(const Part& part, const Column& column, std::size_t width, double* first);
  static void fill_numbers(const Part& part, std::span<const double> values, std::size_t width, double* first);
  static Status fill(const Part& part, const Column& column, std::size_t width, double* first);
  void add(Part part);

  std::vector<Part> parts_;
  std::vector<std::uint32_t> groups_;
};

}  // namespace staysail::evaluation
