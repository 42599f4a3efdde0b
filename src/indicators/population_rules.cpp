// Rules that see a line among all others: how many standard deviations from the mean, and in which cluster.
#include <algorithm>
#include <cmath>
#include <set>

#include "derived.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/statistics/continued_clusters.hpp"
#include "staysail/statistics/exact_moments.hpp"

namespace staysail::indicators {
namespace {

using statistics::ContinuedClusters;
using statistics::KMeansOptions;

void note(Workspace& workspace, const std::string& indicator, const std::string& input, std::string reason) {
  workspace.missing.push_back({indicator, input, std::move(reason)});
}

// Lines that have a value of each of the columns.
std::vector<std::uint32_t> complete_rows(const std::vector<Column>& columns, std::size_t rows) {
  std::vector<std::uint32_t> complete;
  for (std::uint32_t row = 0; row < rows; ++row)
    if (std::none_of(columns.begin(), columns.end(), [&](const Column& column) { return column.is_null(row); }))
      complete.push_back(row);
  return complete;
}

bool is_constant(const Column& column) {
  const auto values = column.numbers();
  return std::all_of(values.begin(), values.end(), [&](std::int64_t value) { return value == values.front(); });
}

// The inputs of some lines, without those that tell none of them apart.
std::vector<Column> telling_inputs(Workspace& workspace, const std::string& name, const Clustering& rule,
                                   const std::vector<Column>& columns, const std::vector<std::uint32_t>& rows) {
  std::vector<Column> telling;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    auto column = columns[i].take(rows);
    if (!is_constant(column)) telling.push_back(std::move(column));
    else if (!rows.empty()) note(workspace, name, rule.of[i], "all lines have the same value of " + rule.of[i]);
  }
  return telling;
}

Column numbered(const ContinuedClusters& found, const std::vector<std::uint32_t>& rows, std::size_t lines,
                const Field& field) {
  ColumnBuilder builder(field);
  builder.reserve(lines);
  std::size_t next = 0;
  for (std::size_t line = 0; line < lines; ++line) {
    const bool clustered = next < rows.size() && rows[next] == line;
    clustered ? builder.append_number(found.label(next++) + 1) : builder.append_null();
  }
  return builder.finish();
}

// The cluster that each of the lines was in a month ago. Both sides are sorted by id.
std::vector<std::uint16_t> clusters_before(const Workspace& workspace, const Field& field, std::int64_t clusters,
                                           const std::vector<std::uint32_t>& rows) {
  std::vector<std::uint16_t> before(rows.size(), statistics::kNoCluster);
  const Batch* previous = workspace.options().previous;
  const Column* labels = previous == nullptr ? nullptr : previous->find(field.name);
  const Column* old_ids = previous == nullptr ? nullptr : previous->find("subscription_id");
  if (old_ids == nullptr || labels == nullptr || labels->type() != ColumnType::number) return before;
  const Column& ids = *workspace.subscriptions().find("subscription_id");
  std::size_t old = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    while (old < old_ids->size() && old_ids->text(old) < ids.text(rows[i])) ++old;
    if (old == old_ids->size()) break;
    if (old_ids->text(old) != ids.text(rows[i]) || labels->is_null(old)) continue;
    const auto number = labels->numbers()[old];
    if (number >= 1 && number <= clusters) before[i] = static_cast<std::uint16_t>(number - 1);
  }
  return before;
}

KMeansOptions options_of(Workspace& workspace, const Clustering& rule) {
  KMeansOptions options;
  options.clusters = static_cast<std::size_t>(rule.clusters);
  options.iterations = static_cast<std::size_t>(rule.iterations);
  options.seed = static_cast<std::uint64_t>(rule.seed);
  options.executor = &workspace.executor();
  options.control = workspace.options().control;
  return options;
}

}  // namespace

Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const Standardising& rule) {
  const auto& field = workspace.plan().indicators[indicator].field;
  const auto& input = workspace.column(rule.of);
  statistics::ExactMoments moments;
  for (std::size_t row = 0; row < input.size(); ++row)
    if (!input.is_null(row)) moments.add(input.numbers()[row]);
  if (moments.count() == 0) return null_column(field, workspace.rows());
  STAYSAIL_TRY(const auto sample, moments.sample(0));
  if (sample.variance == 0) {
    note(workspace, field.name, rule.of, "all lines have the same value of " + rule.of);
    return null_column(field, workspace.rows());
  }
  const auto lines = static_cast<double>(sample.count);
  const double deviation = std::sqrt(sample.variance * ((lines - 1) / lines));
  const double one = static_cast<double>(power_of_ten(field.scale)) / (lines * deviation);
  return map_numbers(input, field, [&](std::int64_t x) {
    // The distance from the mean is exact until it is divided.
    const Int128 distance = static_cast<Int128>(x) * static_cast<Int128>(sample.count) - moments.sum().sum();
    return static_cast<std::int64_t>(std::nearbyint(static_cast<double>(distance) * one));
  });
}

Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const Clustering& rule) {
  const auto& field = workspace.plan().indicators[indicator].field;
  std::vector<Column> inputs;
  for (const auto& name : rule.of) inputs.push_back(workspace.column(name));
  const auto rows = complete_rows(inputs, workspace.rows());
  const auto telling = telling_inputs(workspace, field.name, rule, inputs, rows);
  const auto before = clusters_before(workspace, field, rule.clusters, rows);
  const auto model = telling.empty() ? Error(Errc::invalid_argument, "no input tells any two lines apart")
                                     : continue_clusters(telling, before, options_of(workspace, rule));
  if (model) return numbered(*model, rows, workspace.rows(), field);
  if (model.error().code() != Errc::invalid_argument) return model.error();
  note(workspace, field.name, rule.of.front(), model.error().message());
  return null_column(field, workspace.rows());
}

}  // namespace staysail::indicators
