#include "staysail/lifecycle/line_survival.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "line_facts.hpp"

namespace staysail {
namespace lifecycle {
namespace {

struct SurvivalColumns {
  Column status, activated, terminated;
  const Column* tenure = nullptr;
  const Column* group = nullptr;
};

Result<SurvivalColumns> survival_columns(const Batch& frame, const std::string& group) {
  SurvivalColumns columns;
  STAYSAIL_TRY(columns.status, frame.require("status", ColumnType::text));
  STAYSAIL_TRY(columns.activated, frame.require("activated", ColumnType::day));
  STAYSAIL_TRY(columns.terminated, frame.require("terminated", ColumnType::day));
  columns.tenure = frame.find("tenure_months");
  columns.group = group.empty() ? nullptr : frame.find(group);
  if (columns.tenure != nullptr && columns.tenure->type() != ColumnType::number)
    return Error(Errc::schema_mismatch, "tenure_months is a number of months; the frame has another type");
  if (columns.group != nullptr && columns.group->type() != ColumnType::text)
    return Error(Errc::schema_mismatch, "lines are grouped by a text column; " + group + " has another type");
  return columns;
}

std::optional<Day> day_of(const Column& column, std::size_t row) {
  if (column.is_null(row)) return std::nullopt;
  return Day::since_epoch(column.days()[row]);
}

struct Stay {
  std::int64_t days = 0;
  bool ended = false;
  std::int64_t unseen = 0;  // days of it that passed before ends were told
};

// The first day of which ends are told, less one: whoever ended before it stands in no feed.
std::optional<Day> day_before_first_end(const SurvivalColumns& columns, Day as_of) {
  std::optional<Day> first;
  for (std::size_t row = 0; row < columns.terminated.size(); ++row) {
    const auto end = day_of(columns.terminated, row);
    const bool ended = end && !columns.status.is_null(row) && line_ended(columns.status.text(row), end, as_of);
    if (ended && (!first || *end < *first)) first = *end;
  }
  return first ? std::optional<Day>(*first - 1) : std::nullopt;
}

// The end of the last whole month of tenure never lies beyond it.
std::optional<Stay> stay_by_tenure(const SurvivalColumns& columns, std::size_t row, bool ended) {
  if (columns.tenure == nullptr || columns.tenure->is_null(row)) return std::nullopt;
  const double months =
      static_cast<double>(columns.tenure->numbers()[row]) / std::pow(10.0, columns.tenure->field().scale);
  if (months < 0) return std::nullopt;
  return Stay{static_cast<std::int64_t>(std::floor(months * LineSurvival::kDaysAMonth)), ended, 0};
}

std::optional<Stay> stay_of(const SurvivalColumns& columns, std::size_t row, Day as_of, std::optional<Day> blind) {
  const auto begun = day_of(columns.activated, row), terminated = day_of(columns.terminated, row);
  const bool ended = !columns.status.is_null(row) && line_ended(columns.status.text(row), terminated, as_of);
  if (!begun) return stay_by_tenure(columns, row, ended);
  if (ended && !terminated) return std::nullopt;
  const Day last = ended ? *terminated : as_of;
  if (last < *begun) return std::nullopt;
  return Stay{last - *begun, ended, blind ? std::max<std::int64_t>(*blind - *begun, 0) : 0};
}

// Lines that stayed as long and were told of since as long.
using Days = std::map<std::tuple<std::int64_t, std::int64_t, bool>, std::uint64_t>;

std::map<std::string_view, Days> days_by_group(const SurvivalColumns& columns, std::size_t rows, Day as_of,
                                               std::uint64_t& left_out) {
  std::map<std::string_view, Days> groups;
  const auto blind = day_before_first_end(columns, as_of);
  for (std::size_t row = 0; row < rows; ++row) {
    const auto stay = stay_of(columns, row, as_of, blind);
    if (!stay || (columns.group != nullptr && columns.group->is_null(row))) {
      ++left_out;
      continue;
    }
    ++groups[columns.group == nullptr ? std::string_view() : columns.group->text(row)]
            [{stay->days, stay->unseen, stay->ended}];
  }
  return groups;
}

Result<GroupSurvival> group_survival(std::string_view name, const Days& days) {
  GroupSurvival group;
  group.group = name;
  std::vector<double> durations, weights, entries;
  std::vector<std::uint8_t> events;
  for (const auto& [stay, lines] : days) {
    const auto [lasted, unseen, ended] = stay;
    durations.push_back(static_cast<double>(lasted));
    entries.push_back(static_cast<double>(unseen));
    events.push_back(ended ? 1 : 0);
    weights.push_back(static_cast<double>(lines));
    group.lines += lines;
    group.ended += ended ? lines : 0;
  }
  STAYSAIL_TRY(group.table, statistics::RiskTable::of(durations, events, weights, entries));
  STAYSAIL_TRY(group.curve, statistics::KaplanMeier::of(group.table));
  return group;
}

}  // namespace
}  // namespace lifecycle

Result<LineSurvival> line_survival(const Batch& frame, const std::string& group, Day as_of) {
  STAYSAIL_TRY(const auto columns, lifecycle::survival_columns(frame, group));
  LineSurvival found;
  std::vector<statistics::RiskTable> tables;
  for (const auto& [name, days] : lifecycle::days_by_group(columns, frame.rows(), as_of, found.left_out)) {
    STAYSAIL_TRY(auto each, lifecycle::group_survival(name, days));
    tables.push_back(each.table);
    found.groups.push_back(std::move(each));
  }
  if (auto test = statistics::log_rank(tables)) found.difference = *std::move(test);
  return found;
}

}  // namespace staysail
