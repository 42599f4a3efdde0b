#include "simulator/effects.hpp"

#include <cstdio>
#include <utility>

#include "simulator/life.hpp"
#include "simulator/names.hpp"
#include "staysail/files/csv_writer.hpp"

namespace staysail::simulator {
namespace {

struct Cohort {
  std::int64_t lines = 0, reached = 0, accepted = 0, left = 0, left_untouched = 0;
  double expected_left = 0, expected_left_untouched = 0;
};

std::string fixed(double value) {
  char text[48];
  std::snprintf(text, sizeof text, "%.6f", value);
  return text;
}

void append(std::string& out, const std::vector<std::string>& cells) {
  const std::vector<std::string_view> views(cells.begin(), cells.end());
  append_csv_row(out, views);
}

std::string month_text(Month first_month, std::int32_t number) {
  return number < 0 ? "" : (first_month + number).to_string();
}

}  // namespace

void Effects::before(const MonthContext& month, const LineState& line, std::span<const Action> actions) {
  if (actions.empty() || line.status == LineStatus::terminated || treated_.count(line.line) != 0) return;
  Treated treated;
  treated.strategy = actions.front().strategy_id;
  treated.since = month.number;
  treated.untouched = line;
  treated_.emplace(line.line, std::move(treated));
}

void Effects::after(const MonthContext& month, const LineState& line, const LineMonth& events) {
  const auto found = treated_.find(line.line);
  if (found == treated_.end()) return;
  Treated& treated = found->second;
  if (events.terminated != 0) treated.left = month.number;
  if (treated.since != month.number) return;
  treated.reached = events.reached;
  treated.accepted = events.accepted;
  treated.expected_left = events.leave_probability;
}

void Effects::live_untouched(const MonthContext& month) {
  LineMonth events;
  for (auto& entry : treated_) {
    Treated& treated = entry.second;
    live_month(month, treated.untouched, {}, events);
    if (events.terminated != 0) treated.left_untouched = month.number;
    if (treated.since == month.number) treated.expected_left_untouched = events.leave_probability;
  }
}

std::string Effects::table(Month first_month) const {
  std::map<std::pair<std::int32_t, std::string>, Cohort> cohorts;
  for (const auto& entry : treated_) {
    const Treated& treated = entry.second;
    Cohort& cohort = cohorts[{treated.since, treated.strategy}];
    ++cohort.lines;
    cohort.reached += treated.reached;
    cohort.accepted += treated.accepted;
    cohort.left += treated.left >= 0;
    cohort.left_untouched += treated.left_untouched >= 0;
    cohort.expected_left += treated.expected_left;
    cohort.expected_left_untouched += treated.expected_left_untouched;
  }
  std::string out =
      "month,strategy_id,lines,reached,accepted,left,left_untouched,expected_left,expected_left_untouched\n";
  for (const auto& [key, cohort] : cohorts)
    append(out,
           {month_text(first_month, key.first), key.second, std::to_string(cohort.lines),
            std::to_string(cohort.reached), std::to_string(cohort.accepted), std::to_string(cohort.left),
            std::to_string(cohort.left_untouched), fixed(cohort.expected_left), fixed(cohort.expected_left_untouched)});
  return out;
}

std::string Effects::lines(Month first_month) const {
  std::string out = "subscription_id,strategy_id,month,reached,accepted,left,left_untouched\n";
  for (const auto& [line, treated] : treated_)
    append(out, {subscription_id(line), treated.strategy, month_text(first_month, treated.since),
                 treated.reached ? "true" : "false", treated.accepted ? "true" : "false",
                 month_text(first_month, treated.left), month_text(first_month, treated.left_untouched)});
  return out;
}

}  // namespace staysail::simulator
