#include "evaluation/covariate_basis.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "staysail/base/decimal_text.hpp"

namespace staysail::evaluation {
namespace {

constexpr std::size_t kMostCategories = 30;
constexpr std::size_t kLeastOfCategory = 10;  // rows
constexpr std::size_t kLeastToBend = 8;       // different values

template <class Number>
void copy_to(std::vector<double>& values, std::span<const Number> numbers, double unit) {
  for (std::size_t i = 0; i < numbers.size(); ++i) values[i] = static_cast<double>(numbers[i]) / unit;
}

// The value below which a share of the values lies; they ascend.
double quantile(const std::vector<double>& ascending, double share) {
  return ascending[static_cast<std::size_t>(share * static_cast<double>(ascending.size() - 1))];
}

std::size_t different(const std::vector<double>& ascending) {
  std::size_t count = ascending.empty() ? 0 : 1;
  for (std::size_t i = 1; i < ascending.size(); ++i) count += ascending[i] != ascending[i - 1];
  return count;
}

}  // namespace

Result<std::vector<double>> reals_of(const Column& column) {
  std::vector<double> values(column.size());
  switch (column.type()) {
    case ColumnType::number:
      copy_to(values, column.numbers(), static_cast<double>(power_of_ten(column.field().scale)));
      break;
    case ColumnType::real: copy_to(values, column.reals(), 1); break;
    case ColumnType::boolean: copy_to(values, column.booleans(), 1); break;
    case ColumnType::day: copy_to(values, column.days(), 1); break;
    case ColumnType::instant: copy_to(values, column.instants(), 1e6); break;
    case ColumnType::text:
      return Error(Errc::type_mismatch,
                   "the column '" + column.field().name + "' holds texts where numbers are needed");
  }
  for (std::size_t row = 0; row < values.size(); ++row)
    if (column.is_null(row) || !std::isfinite(values[row])) values[row] = std::numeric_limits<double>::quiet_NaN();
  return values;
}

std::size_t CovariateBasis::Part::width() const {
  return (text ? categories.size() : 1 + knots.size()) + (marks_missing ? 1 : 0);
}

CovariateBasis::Part CovariateBasis::part_of_texts(const Column& column) {
  std::map<std::string_view, std::size_t> counts;
  for (std::size_t row = 0; row < column.size(); ++row)
    if (!column.is_null(row)) ++counts[column.text(row)];
  std::vector<std::pair<std::size_t, std::string_view>> order;
  for (const auto& [text, rows] : counts)
    if (rows >= kLeastOfCategory) order.emplace_back(column.size() - rows, text);  // frequent ones first, then by text
  std::sort(order.begin(), order.end());
  order.resize(std::min(order.size(), kMostCategories));
  Part part{column.field().name, true, {}, 0, 0, 0, {}, column.null_count() > 0};
  for (const auto& [others, text] : order) part.categories.emplace_back(text);
  std::sort(part.categories.begin(), part.categories.end());
  return part;
}

CovariateBasis::Part CovariateBasis::part_of_numbers(const Column& column, const std::vector<double>& values) {
  std::vector<double> known;
  for (const double value : values)
    if (!std::isnan(value)) known.push_back(value);
  std::sort(known.begin(), known.end());
  Part part{column.field().name, false, {}, 0, 0, 0, {}, known.size() < values.size()};
  if (known.empty()) return part;
  const bool bends = different(known) > kLeastToBend;
  part.least = bends ? quantile(known, 0.005) : known.front();
  part.most = bends ? quantile(known, 0.995) : known.back();
  part.usual = quantile(known, 0.5);
  for (const double share : {0.25, 0.5, 0.75}) {
    const double knot = quantile(known, share);
    const bool inside = knot > part.least && knot < part.most;
    if (bends && inside && (part.knots.empty() || knot > part.knots.back())) part.knots.push_back(knot);
  }
  return part;
}

Result<CovariateBasis::Part> CovariateBasis::part_of(const Column& column) {
  if (column.type() == ColumnType::text) return part_of_texts(column);
  STAYSAIL_TRY(const std::vector<double> values, reals_of(column));
  return part_of_numbers(column, values);
}

Result<CovariateBasis> CovariateBasis::fit(const Batch& frame, std::vector<std::string> names) {
  std::sort(names.begin(), names.end());  // the order of columns changes nothing
  CovariateBasis basis;
  for (const std::string& name : names) {
    const Column* column = frame.find(name);
    if (column == nullptr) return Error(Errc::not_found, "the frame has no column '" + name + "'");
    STAYSAIL_TRY(Part part, part_of(*column));
    const bool one_value = part.text ? part.categories.size() < 2 : part.least == part.most;
    if (!one_value || part.marks_missing) basis.add(std::move(part));
  }
  if (!basis.parts_.empty()) return basis;
  return Error(Errc::degenerate_input,
               "an uplift is learnt from columns that differ from customer to customer; beside outcome, arm and id "
               "there is none");
}

void CovariateBasis::add(Part part) {
  for (std::size_t i = 0; i < part.width(); ++i)
    groups_.push_back(!part.text && i >= 1 && i <= part.knots.size() ? kBends : kLevels);
  parts_.push_back(std::move(part));
}

std::vector<std::string> CovariateBasis::names() const {
  std::vector<std::string> names;
  for (const Part& part : parts_) names.push_back(part.name);
  return names;
}

void CovariateBasis::fill_marks(const Part& part, const Column& column, std::size_t width, double* first) {
  for (std::size_t row = 0; row < column.size(); ++row) {
    double* cells = first + row * width;
    if (column.is_null(row)) {
      if (part.marks_missing) cells[part.width() - 1] = 1;
      continue;
    }
    const auto found = std::lower_bound(part.categories.begin(), part.categories.end(), column.text(row));
    if (found != part.categories.end() && *found == column.text(row)) cells[found - part.categories.begin()] = 1;
  }
}

void CovariateBasis::fill_numbers(const Part& part, std::span<const double> values, std::size_t width, double* first) {
  for (std::size_t row = 0; row < values.size(); ++row) {
    double* cells = first + row * width;
    const bool known = !std::isnan(values[row]);
    cells[0] = known ? std::min(std::max(values[row], part.least), part.most) : part.usual;
    for (std::size_t k = 0; k < part.knots.size(); ++k) cells[1 + k] = std::max(cells[0] - part.knots[k], 0.0);
    if (part.marks_missing && !known) cells[part.width() - 1] = 1;
  }
}

// A column without any value comes as one of texts, whatever it would have been.
Status CovariateBasis::fill(const Part& part, const Column& column, std::size_t width, double* first) {
  const bool empty = column.null_count() == column.size();
  if ((column.type() == ColumnType::text) != part.text && !empty)
    return Error(Errc::schema_mismatch, "the model was fitted with " + std::string(part.text ? "texts" : "numbers") +
                                            " in the column '" + part.name + "'; these are others");
  if (part.text) {
    fill_marks(part, column, width, first);
    return ok();
  }
  std::vector<double> values(column.size(), std::numeric_limits<double>::quiet_NaN());
  if (!empty) {
    STAYSAIL_TRY(values, reals_of(column));
  }
  fill_numbers(part, values, width, first);
  return ok();
}

Result<std::vector<double>> CovariateBasis::rows(const Batch& frame) const {
  std::vector<double> rows(frame.rows() * width(), 0.0);
  std::size_t place = 0;
  for (const Part& part : parts_) {
    const Column* column = frame.find(part.name);
    if (column == nullptr)
      return Error(Errc::schema_mismatch,
                   "the frame has no column '" + part.name + "', which the model was fitted with");
    if (frame.rows() > 0) STAYSAIL_CHECK(fill(part, *column, width(), rows.data() + place));
    place += part.width();
  }
  return rows;
}

}  // namespace staysail::evaluation
