// Tasks and what came of them.
#include <algorithm>
#include <set>
#include <tuple>

#include "report/chart.hpp"
#include "report/data_table.hpp"
#include "report/figures.hpp"
#include "report/number_text.hpp"
#include "report/page.hpp"
#include "staysail/work/roster.hpp"

namespace staysail::report {
namespace {

constexpr std::array<std::string_view, 10> kResults = {"accepted",  "done",        "renewed", "upgraded",  "answered",
                                                       "delivered", "not_reached", "refused", "opted_out", "left"};
constexpr std::string_view kWaiting = "";  // no result yet

bool took_it(std::string_view result) {
  return result == "accepted" || result == "done" || result == "renewed" || result == "upgraded";
}

// Results of one kind share a colour in the chart; the table tells them apart.
enum class Kind { taken, reached, not_reached, refused, opted_out, left, other, waiting };

Kind kind_of(std::string_view result) {
  if (result == kWaiting) return Kind::waiting;
  if (took_it(result)) return Kind::taken;
  if (result == "answered" || result == "delivered") return Kind::reached;
  if (result == "not_reached") return Kind::not_reached;
  if (result == "refused") return Kind::refused;
  if (result == "opted_out") return Kind::opted_out;
  return result == "left" ? Kind::left : Kind::other;
}

// In the order of Kind.
std::vector<Series> kinds(const Page& page) {
  return {{page.say(Phrase::took_it), Tone::green},  {page.say(Phrase::reached_only), Tone::blue},
          {page.name_of("not_reached"), Tone::grey}, {page.name_of("refused"), Tone::orange},
          {page.name_of("opted_out"), Tone::yellow}, {page.name_of("left"), Tone::red},
          {page.say(Phrase::other), Tone::teal},     {page.say(Phrase::open_task), Tone::violet}};
}

std::string name_of_result(const Page& page, std::string_view result) {
  return result == kWaiting ? page.say(Phrase::open_task) : page.name_of(result);
}

using Results = std::map<std::string, Counts>;  // by what the tasks are grouped by

Results results_by(const Batch& tasks, std::string_view column, const RowMask* only = nullptr) {
  Results results;
  for (std::size_t row = 0; row < tasks.rows(); ++row)
    if (only == nullptr || (*only)[row] != 0) ++results[text_at(tasks, column, row)][text_at(tasks, "result", row)];
  return results;
}

// Strategies none of whose tasks orders anything of the BOSS or was ever taken: care, where a share that took it says
// nothing.
std::set<std::string> strategies_of_care(const Batch& tasks) {
  std::set<std::string> all, offering;
  for (std::size_t row = 0; row < tasks.rows(); ++row) {
    const std::string strategy = text_at(tasks, "strategy_id", row);
    all.insert(strategy);
    if (!text_at(tasks, "action", row).empty() || took_it(text_at(tasks, "result", row))) offering.insert(strategy);
  }
  for (const auto& strategy : offering) all.erase(strategy);
  return all;
}

// Tasks whose customers had something to take.
RowMask offering_tasks(const Batch& tasks) {
  const auto care = strategies_of_care(tasks);
  RowMask rows(tasks.rows(), 1);
  for (std::size_t row = 0; row < rows.size(); ++row)
    if (care.count(text_at(tasks, "strategy_id", row)) != 0) rows[row] = 0;
  return rows;
}

std::vector<std::string> results_in(const Results& results) {
  Counts seen;
  for (const auto& group : results)
    for (const auto& each : group.second) seen[each.first] += each.second;
  std::vector<std::string> ordered;
  for (const auto& each : in_order(seen, kResults))
    if (each.first != kWaiting) ordered.push_back(each.first);
  if (seen.count(std::string(kWaiting)) != 0) ordered.emplace_back(kWaiting);
  return ordered;
}

// Groups with the most tasks first.
Ordered groups_of(const Results& results) {
  Counts sizes;
  for (const auto& group : results) sizes[group.first] = total_of(group.second);
  return by_count(sizes);
}

BarChart results_chart(const Page& page, const Results& results) {
  BarChart chart{{page.say(Phrase::results), page.say(Phrase::results_text)}, kinds(page), {}, false};
  for (const auto& [group, size] : groups_of(results)) {
    if (chart.rows.size() == page.options.charted_rows) break;
    BarRow row{page.shown(group), std::vector<std::int64_t>(chart.series.size()), {}};
    for (const auto& [result, tasks] : results.at(group))
      row.values[static_cast<std::size_t>(kind_of(result))] += tasks;
    chart.rows.push_back(std::move(row));
  }
  drop_empty_series(chart);
  return chart;
}

std::int64_t taken(const Counts& results) {
  std::int64_t sum = 0;
  for (const auto& each : results)
    if (took_it(each.first)) sum += each.second;
  return sum;
}

// Results of all tasks and of those with something to take, of one row of a table.
struct Outcome {
  Counts all, offering;
  Outcome& operator+=(const Outcome& other) {
    for (const auto& each : other.all) all[each.first] += each.second;
    for (const auto& each : other.offering) offering[each.first] += each.second;
    return *this;
  }
};

Outcome outcome_of(const std::string& group, const Results& all, const Results& offering) {
  const auto found = offering.find(group);
  return {all.at(group), found == offering.end() ? Counts() : found->second};
}

std::vector<std::string> results_row(const std::string& name, const Outcome& outcome,
                                     const std::vector<std::string>& columns) {
  std::vector<std::string> cells = {name};
  for (const auto& column : columns) cells.push_back(count_text(count_of(outcome.all, column)));
  cells.push_back(count_text(total_of(outcome.all)));
  const std::int64_t heard = total_of(outcome.offering) - count_of(outcome.offering, kWaiting);
  cells.push_back(percent_text(taken(outcome.offering), heard));
  return cells;
}

// One table for each thing that tasks are grouped by.
struct Grouping {
  Phrase caption, first;
  std::string_view column;
};

DataTable results_table(const Page& page, const Grouping& by, const std::vector<std::string>& columns,
                        const Ordered& groups) {
  const RowMask with_offer = offering_tasks(page.tasks);
  const Results results = results_by(page.tasks, by.column), offering = results_by(page.tasks, by.column, &with_offer);
  DataTable table{page.say(by.caption), {{page.say(by.first), false}}, {}, true};
  for (const auto& column : columns) table.headings.push_back({name_of_result(page, column), true});
  table.headings.push_back({page.say(Phrase::total), true});
  table.headings.push_back({page.say(Phrase::took_it_share), true});
  Outcome sums;
  for (const auto& each : groups) {
    const Outcome outcome = outcome_of(each.first, results, offering);
    table.rows.push_back(results_row(page.shown(each.first), outcome, columns));
    sums += outcome;
  }
  table.rows.push_back(results_row(page.say(Phrase::total), sums, columns));
  return table;
}

RowMask people_tasks(const Batch& tasks) { return rows_where(tasks, "assignee", kSystemStaff, false); }

struct Load {
  std::string assignee, unit;
  std::int64_t tasks = 0, open = 0, late = 0, heard = 0, taken = 0;
};

// The people: what the system sends by itself is nobody's load.
std::vector<Load> loads_of(const Page& page) {
  const RowMask with_offer = offering_tasks(page.tasks), by_people = people_tasks(page.tasks);
  std::map<std::string, Load> by_assignee;
  for (std::size_t row = 0; row < page.tasks.rows(); ++row) {
    if (by_people[row] == 0) continue;
    Load& load = by_assignee[text_at(page.tasks, "assignee", row)];
    load.assignee = text_at(page.tasks, "assignee", row);
    // Who moved between units is shown in one of them, whatever the order of the tasks.
    load.unit = std::max(load.unit, text_at(page.tasks, "unit", row));
    ++load.tasks;
    load.open += is_open(page.tasks, row) ? 1 : 0;
    load.late += days_late(page.tasks, row, page.night().as_of) > 0 ? 1 : 0;
    load.heard += with_offer[row] == 0 || text_at(page.tasks, "result", row) == kWaiting ? 0 : 1;
    load.taken += took_it(text_at(page.tasks, "result", row)) ? 1 : 0;
  }
  std::vector<Load> loads;
  for (auto& each : by_assignee) loads.push_back(std::move(each.second));
  std::stable_sort(loads.begin(), loads.end(), [](const Load& a, const Load& b) { return a.tasks > b.tasks; });
  return loads;
}

DataTable assignees_table(const Page& page) {
  const auto loads = loads_of(page);
  DataTable table{page.say(Phrase::assignees, {count_text(static_cast<std::int64_t>(loads.size()))}),
                  {{page.say(Phrase::assignee), false},
                   {page.say(Phrase::unit), false},
                   {page.say(Phrase::tasks), true},
                   {page.say(Phrase::closed), true},
                   {page.say(Phrase::still_open), true},
                   {page.say(Phrase::overdue), true},
                   {page.say(Phrase::took_it_share), true}},
                  {},
                  false};
  for (const auto& load : loads) {
    if (table.rows.size() == page.options.listed_lines) break;
    const std::string name = load.assignee.empty() ? page.say(Phrase::nobody) : load.assignee;
    table.rows.push_back({name, load.unit, count_text(load.tasks), count_text(load.tasks - load.open),
                          count_text(load.open), count_text(load.late), percent_text(load.taken, load.heard)});
  }
  return table;
}

// Rows of overdue tasks, the longest overdue first, ties by id.
std::vector<std::size_t> overdue_rows(const Page& page) {
  std::vector<std::tuple<int, std::string, std::size_t>> late;
  for (std::size_t row = 0; row < page.tasks.rows(); ++row)
    if (const int days = days_late(page.tasks, row, page.night().as_of); days > 0)
      late.emplace_back(-days, text_at(page.tasks, "task_id", row), row);
  std::sort(late.begin(), late.end());
  std::vector<std::size_t> rows;
  for (const auto& each : late) rows.push_back(std::get<2>(each));
  return rows;
}

void append_overdue(Page& page) {
  const auto rows = overdue_rows(page);
  const std::string as_of = page.night().as_of.to_string();
  if (rows.empty()) return paragraph(page, page.say(Phrase::overdue_none, {as_of}));
  paragraph(page, page.say(Phrase::overdue_some, {count_text(static_cast<std::int64_t>(rows.size())), as_of}));
  DataTable table{page.say(Phrase::overdue_list),
                  {{page.say(Phrase::task_id), false},
                   {page.say(Phrase::customer), false},
                   {page.say(Phrase::strategy), false},
                   {page.say(Phrase::assignee), false},
                   {page.say(Phrase::state), false},
                   {page.say(Phrase::due), false},
                   {page.say(Phrase::days_late), true}},
                  {},
                  false};
  for (const std::size_t row : rows) {
    if (table.rows.size() == page.options.listed_lines) break;
    const auto text = [&](const char* column) { return text_at(page.tasks, column, row); };
    table.rows.push_back({text("task_id"), page.shown_id(text("customer_id")), text("strategy_id"), text("assignee"),
                          page.name_of(text("state")), text("due"),
                          count_text(days_late(page.tasks, row, page.night().as_of))});
  }
  draw(page.out, table, page.words);
}

void say_what_offers_nothing(Page& page) {
  std::string names;
  for (const auto& strategy : strategies_of_care(page.tasks))
    names += (names.empty() ? "" : " \xC2\xB7 ") + page.shown(strategy);
  if (!names.empty()) paragraph(page, page.say(Phrase::nothing_to_take, {names}));
}

void append_results(Page& page) {
  const Results by_strategy = results_by(page.tasks, "strategy_id"), by_period = results_by(page.tasks, "period");
  const auto columns = results_in(by_strategy);
  draw_figure(page, page.say(Phrase::results_text), results_chart(page, by_strategy));
  const Grouping strategies{Phrase::results, Phrase::strategy, "strategy_id"},
      periods{Phrase::tasks_by_month, Phrase::month, "period"};
  draw(page.out, results_table(page, strategies, columns, groups_of(by_strategy)), page.words);
  say_what_offers_nothing(page);
  Ordered months;
  for (const auto& period : by_period) months.emplace_back(period.first, total_of(period.second));
  draw(page.out, results_table(page, periods, columns, months), page.words);
}

void append_assignees(Page& page) {
  const auto all = static_cast<std::int64_t>(page.tasks.rows()), automatic = all - count(people_tasks(page.tasks));
  if (automatic != 0) paragraph(page, page.say(Phrase::handled_alone, {count_text(automatic), count_text(all)}));
  draw(page.out, assignees_table(page), page.words);
}

}  // namespace

void append_tasks(Page& page) {
  open_section(page, "tasks", Phrase::tasks, Phrase::tasks_lead);
  if (page.tasks.rows() == 0) {
    say_why_empty(page, {"work", "strategy"}, Phrase::no_task);
  } else {
    append_results(page);
    append_assignees(page);
    append_overdue(page);
  }
  page.out.close();
}

}  // namespace staysail::report
