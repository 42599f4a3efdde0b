// SurvivalRows: the rows of a fit in an order of their own: by stratum, by time from the last to the first, events
// first, then by content. At the end of a group of equal times all units at risk then have been seen. Immutable once
// made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/statistics/survival_columns.hpp"

namespace staysail::statistics {

class SurvivalRows {
 public:
  // Rows of one stratum and time: [begin, middle) had the event, [middle, end) were last seen.
  struct Group {
    double time = 0;
    std::size_t stratum_begin = 0;
    std::size_t begin = 0;
    std::size_t middle = 0;
    std::size_t end = 0;
    // Rows that start at or after `time`, as far into starts(): these are not at risk.
    std::size_t not_started = 0;
    std::uint32_t stratum = 0;
    double events() const { return static_cast<double>(middle - begin); }
  };

  // Errors as SurvivalColumns says.
  static Result<SurvivalRows> of(const SurvivalColumns& data);

  std::size_t size() const { return source_.size(); }
  std::size_t covariates() const { return means_.size(); }
  const std::vector<std::string>& names() const { return names_; }
  // Centred on the mean, in units of the standard deviation.
  const double* row(std::size_t i) const { return values_.data() + i * covariates(); }
  const std::vector<double>& means() const { return means_; }
  const std::vector<double>& deviations() const { return deviations_; }
  const std::vector<Group>& groups() const { return groups_; }
  // Empty: all rows are at risk from the beginning.
  const std::vector<double>& start() const { return start_; }
  // Rows by stratum as the groups, then by start from the last to the first. Empty as start().
  const std::vector<std::uint32_t>& starts() const { return starts_; }
  // Where row i came from.
  std::size_t source(std::size_t i) const { return source_[i]; }

 private:
  friend class SurvivalOrder;
  Status standardise();
  void find_starts();

  std::vector<std::string> names_;
  std::vector<double> values_, start_, means_, deviations_;
  std::vector<std::uint32_t> source_, starts_;
  std::vector<Group> groups_;
};

}  // namespace staysail::statistics
