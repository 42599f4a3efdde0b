#include "staysail/statistics/risk_table.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "statistics/distinct_times.hpp"
#include "statistics/weight.hpp"

namespace staysail::statistics {
namespace {

Status check_lengths(std::size_t durations, std::size_t events, std::size_t weights, std::size_t entries) {
  const bool told = (weights == 0 || weights == durations) && (entries == 0 || entries == durations);
  if (durations == events && told) return ok();
  return Error(Errc::invalid_argument, "columns of one table have equal lengths; given: " + std::to_string(durations) +
                                           " durations, " + std::to_string(events) + " events, " +
                                           std::to_string(weights) + " weights");
}

Status check_entry(double entry, double duration) {
  if (entry == 0 || (entry > 0 && entry < duration)) return ok();
  return Error(Errc::invalid_argument, "a unit is observed before it ends; given: from " + std::to_string(entry) +
                                           " to " + std::to_string(duration));
}

}  // namespace

Status check_duration(double duration) {
  if (duration >= 0 && std::isfinite(duration)) return ok();
  return Error(Errc::invalid_argument, "a duration is 0 or more and finite; given: " + std::to_string(duration));
}

Result<RiskTable> RiskTable::of(std::span<const double> durations, std::span<const std::uint8_t> events,
                                std::span<const double> weights, std::span<const double> entries) {
  STAYSAIL_CHECK(check_lengths(durations.size(), events.size(), weights.size(), entries.size()));
  DistinctTimes times;
  std::vector<Cell> cells;
  const auto cell_at = [&](double time) -> Cell& {
    const std::uint32_t code = times.code_of(time);
    if (code == cells.size()) cells.push_back({time + 0.0, 0, 0, 0});
    return cells[code];
  };
  for (std::size_t row = 0; row < durations.size(); ++row) {
    auto units = weight_units(weights.empty() ? 1 : weights[row]);
    Status good = check_duration(durations[row]);
    if (good && !entries.empty()) good = check_entry(entries[row], durations[row]);
    if (!good) return good.error().within("row " + std::to_string(row + 1));
    if (!units) return units.error().within("row " + std::to_string(row + 1));
    if (*units == 0) continue;
    Cell& last = cell_at(durations[row]);
    (events[row] != 0 ? last.events : last.censored) += *units;
    if (!entries.empty() && entries[row] > 0) cell_at(entries[row]).entered += *units;
  }
  std::sort(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) { return a.time < b.time; });
  return of_cells(std::move(cells));
}

RiskTable RiskTable::merge(const RiskTable& a, const RiskTable& b) {
  std::vector<Cell> cells;
  auto next = b.cells_.begin();
  for (const Cell& cell : a.cells_) {
    for (; next != b.cells_.end() && next->time < cell.time; ++next) cells.push_back(*next);
    cells.push_back(cell);
    if (next == b.cells_.end() || next->time != cell.time) continue;
    cells.back().events += next->events;
    cells.back().censored += next->censored;
    cells.back().entered += next->entered;
    ++next;
  }
  cells.insert(cells.end(), next, b.cells_.end());
  return of_cells(std::move(cells));
}

RiskTable RiskTable::of_cells(std::vector<Cell> cells) {
  RiskTable table;
  table.rows_.resize(cells.size());
  Int128 at_risk = 0;
  for (std::size_t i = cells.size(); i-- > 0;) {
    at_risk += cells[i].events + cells[i].censored - cells[i].entered;
    table.rows_[i] = {cells[i].time, weight_of(at_risk), weight_of(cells[i].events), weight_of(cells[i].censored)};
  }
  table.cells_ = std::move(cells);
  return table;
}

double RiskTable::units() const {
  Int128 sum = 0;
  for (const Cell& cell : cells_) sum += cell.events + cell.censored;
  return weight_of(sum);
}

double RiskTable::events() const {
  Int128 sum = 0;
  for (const Cell& cell : cells_) sum += cell.events;
  return weight_of(sum);
}

double RiskTable::at_risk(double time) const {
  const auto row = std::lower_bound(rows_.begin(), rows_.end(), time,
                                    [](const Row& each, double wanted) { return each.time < wanted; });
  return row == rows_.end() ? 0 : row->at_risk;
}

}  // namespace staysail::statistics
