// How long lines stay, by what binds them.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/chart.hpp"
#include "report/data_table.hpp"
#include "report/figures.hpp"
#include "report/number_text.hpp"
#include "report/page.hpp"
#include "staysail/lifecycle/line_survival.hpp"

namespace staysail::report {
namespace {

using statistics::Interval;
using statistics::SurvivalScale;

// What a playbook's catalogue says binds a line; without it all lines stand together.
constexpr const char* kGroup = "contract_kind";
// With fewer lines at risk a curve says more of these lines than of the contract.
constexpr double kFewest = 10;
// A group too small to draw would only blur the others.
constexpr std::size_t kMostCurves = 8, kMostTimes = 5;

double days_of(int months) { return std::floor(months * LineSurvival::kDaysAMonth); }

// The last whole month at which enough lines are at risk.
int reach_of(const GroupSurvival& group) {
  int months = static_cast<int>(group.table.rows().back().time / LineSurvival::kDaysAMonth);
  while (months > 0 && group.table.at_risk(days_of(months)) < kFewest) --months;
  return months;
}

std::string name_of_group(const Page& page, const GroupSurvival& group) {
  return group.group.empty() ? page.say(Phrase::all_lines) : page.name_of(group.group);
}

// The 95 % interval; both ends the estimate itself where nothing has happened yet.
Interval interval_at(const GroupSurvival& group, double days) {
  const double share = group.curve.survival(days).value;
  const auto interval = group.curve.interval(days, SurvivalScale::log_log);
  const bool known = interval && std::isfinite(interval->low) && std::isfinite(interval->high);
  return known ? *interval : Interval{share, share};
}

CurveChart::Curve curve_of(const Page& page, const GroupSurvival& group, Tone tone) {
  const int reach = reach_of(group);
  CurveChart::Curve curve{name_of_group(page, group), tone, {}, static_cast<double>(reach)};
  for (int month = 0; month <= reach; ++month) {
    const Interval interval = interval_at(group, days_of(month));
    curve.steps.push_back(
        {static_cast<double>(month), group.curve.survival(days_of(month)).value, interval.low, interval.high});
  }
  return curve;
}

// Groups that can be drawn for a month at least, the largest first.
std::vector<const GroupSurvival*> charted_groups(const LineSurvival& found) {
  std::vector<const GroupSurvival*> groups;
  for (const auto& group : found.groups)
    if (reach_of(group) > 0) groups.push_back(&group);
  std::stable_sort(groups.begin(), groups.end(), [](const auto* a, const auto* b) { return a->lines > b->lines; });
  if (groups.size() > kMostCurves) groups.resize(kMostCurves);
  return groups;
}

// A few round numbers of months up to the longest reach.
std::vector<int> table_months(const std::vector<const GroupSurvival*>& groups) {
  int reach = 0;
  for (const auto* group : groups) reach = std::max(reach, reach_of(*group));
  int step = 1;
  for (const int wider : {1, 3, 6, 12, 24, 36, 60, 120})
    if (reach / (step = wider) <= static_cast<int>(kMostTimes)) break;
  std::vector<int> months;
  for (int month = step; month <= reach; month += step) months.push_back(month);
  return months;
}

CurveChart curve_chart(const Page& page, const std::vector<const GroupSurvival*>& groups, const std::string& text) {
  CurveChart chart;
  chart.head = {page.say(Phrase::survival), text};
  chart.time_axis = page.say(Phrase::survival_axis);
  chart.share_axis = page.say(Phrase::still_here);
  chart.times.push_back(0);
  for (const int month : table_months(groups)) chart.times.push_back(month);
  for (std::size_t i = 0; i < groups.size(); ++i) chart.curves.push_back(curve_of(page, *groups[i], tone_at(i)));
  return chart;
}

std::string share_text(double share) { return fmt::format("{:.1f}%", 100 * share); }

std::string median_text(const Page& page, const GroupSurvival& group) {
  const auto median = group.curve.quantile(0.5);
  if (!median || !*median) return page.say(Phrase::not_reached);
  return fmt::format("{:.1f}", **median / LineSurvival::kDaysAMonth);
}

DataTable shares_table(const Page& page, const LineSurvival& found, const std::vector<int>& months) {
  DataTable table{page.say(Phrase::still_here), {{page.say(Phrase::contract), false}}, {}, false};
  for (const auto phrase : {Phrase::lines, Phrase::ended, Phrase::median_stay})
    table.headings.push_back({page.say(phrase), true});
  for (const int month : months)
    table.headings.push_back({page.say(Phrase::after_months, {std::to_string(month)}), true});
  for (const auto& group : found.groups) {
    std::vector<std::string> cells = {name_of_group(page, group), count_text(static_cast<std::int64_t>(group.lines)),
                                      count_text(static_cast<std::int64_t>(group.ended)), median_text(page, group)};
    const int reach = reach_of(group);
    for (const int month : months) {
      const Interval interval = interval_at(group, days_of(month));
      cells.push_back(month > reach ? std::string(kNoNumber)
                                    : share_text(group.curve.survival(days_of(month)).value) +
                                          fmt::format(" [{:.1f}, {:.1f}]", 100 * interval.low, 100 * interval.high));
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

DataTable risk_table(const Page& page, const LineSurvival& found, const std::vector<int>& months) {
  DataTable table{page.say(Phrase::at_risk), {{page.say(Phrase::contract), false}}, {}, false};
  for (const int month : months)
    table.headings.push_back({page.say(Phrase::after_months, {std::to_string(month)}), true});
  for (const auto& group : found.groups) {
    std::vector<std::string> cells = {name_of_group(page, group)};
    for (const int month : months)
      cells.push_back(count_text(static_cast<std::int64_t>(group.table.at_risk(days_of(month)))));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

void say_difference(Page& page, const LineSurvival& found) {
  if (!found.difference) return;
  const auto& test = *found.difference;
  const bool differs = test.p_value < 0.05;
  paragraph(page, page.say(differs ? Phrase::survival_differs : Phrase::survival_alike,
                           {fmt::format("{:.1f}", test.chi_square), fmt::format("{:.0f}", test.degrees),
                            test.p_value < 0.001 ? "< 0.001" : fmt::format("= {:.3f}", test.p_value)}));
}

void append_curves(Page& page, const LineSurvival& found) {
  const auto groups = charted_groups(found);
  if (groups.empty()) return say_why_empty(page, {"view"});
  const std::string text = page.say(Phrase::survival_text, {fmt::format("{:.0f}", kFewest)});
  draw_figure(page, text, curve_chart(page, groups, text));
  say_difference(page, found);
  const auto months = table_months(groups);
  draw(page.out, shares_table(page, found, months), page.words);
  draw(page.out, risk_table(page, found, months), page.words);
  paragraph(page, page.say(Phrase::survival_caution));
  if (found.left_out != 0)
    paragraph(page, page.say(Phrase::survival_left_out, {count_text(static_cast<std::int64_t>(found.left_out))}));
}

}  // namespace

void append_survival(Page& page) {
  open_section(page, "survival", Phrase::survival, Phrase::survival_lead);
  const auto found = line_survival(page.night().decision, kGroup, page.night().as_of);
  // A record of an earlier release may lack the columns: then nothing can be said.
  if (found) append_curves(page, *found);
  else say_why_empty(page, {"view"});
  page.out.close();
}

}  // namespace staysail::report
