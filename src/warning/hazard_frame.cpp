#include "warning/hazard_frame.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "warning/churn_outcomes.hpp"

namespace staysail {
namespace {

constexpr std::uint64_t kFew = 10;  // customers of a kind
constexpr std::int32_t kMostMonthsToEnd = 1200;
constexpr const char* kOther = "other";

using Months = std::vector<std::optional<std::int32_t>>;

Error no_month(const Column& column, std::size_t row, const std::string& range) {
  return Error(Errc::invalid_argument, "row " + std::to_string(row + 1) + ": '" + column.field().name +
                                           "' holds whole months " + range + "; here it holds '" +
                                           column.value_text(row) + "'");
}

// A cell of numbers as a whole one; NaN where it is none.
double month_at(const Column& column, std::size_t row) {
  const double value = column.type() == ColumnType::real
                           ? column.reals()[row]
                           : static_cast<double>(column.numbers()[row]) / std::pow(10.0, column.field().scale);
  return value == std::floor(value) ? value : std::nan("");
}

// Whole months of a column from `least` on to `most`; nothing where a cell is empty.
Result<Months> months_of(const Column& column, std::int32_t least, std::int32_t most) {
  if (column.type() != ColumnType::number && column.type() != ColumnType::real)
    return Error(Errc::type_mismatch, "'" + column.field().name + "' is a column of numbers of months; it is one of " +
                                          std::string(name_of(column.type())) + "s");
  Months months(column.size());
  for (std::size_t row = 0; row < months.size(); ++row) {
    if (column.is_null(row)) continue;
    const double month = month_at(column, row);
    if (!(month >= least && month <= most))
      return no_month(column, row, "from " + std::to_string(least) + " to " + std::to_string(most));
    months[row] = static_cast<std::int32_t>(month);
  }
  return months;
}

Result<const Column*> column_named(const Batch& frame, const std::string& name, Errc missing) {
  const Column* column = frame.find(name);
  if (column == nullptr) return Error(missing, "the frame has no column '" + name + "'");
  return column;
}

Result<Months> contract_ends(const Batch& frame, const HazardTraining& training, Errc missing) {
  if (training.contract_end.empty()) return Months(frame.rows());
  STAYSAIL_TRY(const Column* column, column_named(frame, training.contract_end, missing));
  return months_of(*column, -kMostMonthsToEnd, kMostMonthsToEnd);
}

Result<std::vector<std::uint32_t>> durations(const Batch& frame, const HazardTraining& training, Errc missing) {
  STAYSAIL_TRY(const Column* column, column_named(frame, training.duration, missing));
  STAYSAIL_TRY(const Months months, months_of(*column, 0, static_cast<std::int32_t>(HazardModel::kMostMonths)));
  std::vector<std::uint32_t> known;
  for (std::size_t row = 0; row < months.size(); ++row) {
    if (!months[row]) return no_month(*column, row, "in every row");
    known.push_back(static_cast<std::uint32_t>(*months[row]));
  }
  return known;
}

Result<std::vector<std::uint32_t>> entries(const Batch& frame, const HazardTraining& training) {
  if (training.entry.empty()) return std::vector<std::uint32_t>(frame.rows());
  HazardTraining as_duration;
  as_duration.duration = training.entry;
  return durations(frame, as_duration, Errc::not_found);
}

// How each row left; empty where it did not.
Result<std::vector<std::string>> kinds_told(const Batch& frame, const HazardTraining& training) {
  std::vector<std::string> kinds(frame.rows());
  if (training.kind.empty()) {
    ChurnTraining target;
    target.target = training.event;
    target.positive = training.positive;
    STAYSAIL_TRY(const auto outcomes, outcomes_of(frame, target));
    for (std::size_t row = 0; row < kinds.size(); ++row) kinds[row] = outcomes[row] != 0 ? "churn" : "";
    return kinds;
  }
  STAYSAIL_TRY(const Column* column, column_named(frame, training.kind, Errc::not_found));
  if (column->type() != ColumnType::text)
    return Error(Errc::type_mismatch, "how customers left is told by texts; '" + training.kind + "' is a column of " +
                                          std::string(name_of(column->type())) + "s");
  for (std::size_t row = 0; row < kinds.size(); ++row) kinds[row] = std::string(column->text(row));
  return kinds;
}

// Names of kinds, most frequent first; rare ones together.
std::vector<std::pair<std::string, std::uint64_t>> ranked(const std::map<std::string, std::uint64_t>& counts) {
  std::vector<std::pair<std::string, std::uint64_t>> kinds;
  std::uint64_t others = 0;
  for (const auto& [name, count] : counts)
    if (count >= kFew && name != kOther) kinds.emplace_back(name, count);
    else others += count;
  std::stable_sort(kinds.begin(), kinds.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  if (others > 0) kinds.emplace_back(kOther, others);
  return kinds;
}

// A customer who left has lived the month in which he did.
Result<CustomerMonths> months_of_row(std::size_t row, std::uint32_t duration, std::uint32_t entry, bool has_left,
                                     std::optional<std::int32_t> contract_end) {
  const std::uint32_t last = has_left ? std::max(duration, 1U) : duration;
  if (entry > 0 && entry >= last)
    return Error(Errc::invalid_argument, "row " + std::to_string(row + 1) +
                                             ": a customer is seen after the month in which we began to look; here " +
                                             std::to_string(last) + " and " + std::to_string(entry));
  return CustomerMonths{entry, last, -1, contract_end};
}

class Telling {
 public:
  explicit Telling(const HazardTraining& training) : training_(training) {}

  Status add(const Batch& part) {
    STAYSAIL_TRY(const auto lived, durations(part, training_, Errc::not_found));
    STAYSAIL_TRY(const auto entered, entries(part, training_));
    STAYSAIL_TRY(const auto ends, contract_ends(part, training_, Errc::not_found));
    STAYSAIL_TRY(const auto kinds, kinds_told(part, training_));
    for (std::size_t row = 0; row < lived.size(); ++row) {
      STAYSAIL_TRY(auto months, months_of_row(kinds_.size(), lived[row], entered[row], !kinds[row].empty(), ends[row]));
      told_.customers.push_back(months);
      told_.first_month += months.last == 0 ? 1 : 0;
      if (!kinds[row].empty()) ++counts_[kinds[row]];
      kinds_.push_back(kinds[row]);
    }
    return ok();
  }

  ToldMonths finish() {
    std::map<std::string, std::int32_t> place;
    for (const auto& [name, count] : ranked(counts_)) {
      place[name] = static_cast<std::int32_t>(told_.kinds.size());
      told_.kinds.push_back(name);
      told_.left.push_back(count);
    }
    for (std::size_t row = 0; row < kinds_.size(); ++row) {
      if (kinds_[row].empty()) continue;
      const auto own = place.find(kinds_[row]);
      told_.customers[row].kind = own != place.end() ? own->second : place.at(kOther);
    }
    return std::move(told_);
  }

 private:
  const HazardTraining& training_;
  ToldMonths told_;
  std::vector<std::string> kinds_;
  std::map<std::string, std::uint64_t> counts_;
};

}  // namespace

Result<ToldMonths> told_months(std::span<const Batch> parts, const HazardTraining& training) {
  Telling telling(training);
  for (const Batch& part : parts) STAYSAIL_CHECK(telling.add(part));
  return telling.finish();
}

Result<MonthsSoFar> months_so_far(const Batch& frame, const HazardTraining& training, bool may_lack_duration) {
  MonthsSoFar months;
  if (may_lack_duration && frame.find(training.duration) == nullptr) months.duration.resize(frame.rows());
  else {
    STAYSAIL_TRY(months.duration, durations(frame, training, Errc::schema_mismatch));
  }
  STAYSAIL_TRY(months.contract_end, contract_ends(frame, training, Errc::schema_mismatch));
  return months;
}

}  // namespace staysail
