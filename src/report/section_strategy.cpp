// The strategies' funnel: from the lines considered to the tasks, and at which guard the others stayed behind.
#include <algorithm>

#include "report/chart.hpp"
#include "report/data_table.hpp"
#include "report/figures.hpp"
#include "report/number_text.hpp"
#include "report/page.hpp"
#include "staysail/strategy/verdict.hpp"

namespace staysail::report {
namespace {

constexpr std::string_view kTotal = "*";

// The verdicts of a funnel, in the order of its columns.
std::vector<std::string> verdicts_of(const Batch& funnel) {
  std::vector<std::string> verdicts;
  for (const auto& field : funnel.schema().fields())
    if (verdict_of(field.name)) verdicts.push_back(field.name);
  return verdicts;
}

std::int64_t at(const Batch& funnel, std::string_view column, std::size_t row) {
  return number_at(funnel, column, row).value_or(0);
}

// Row of the total; rows() where there is none.
std::size_t total_row(const Batch& funnel) {
  std::size_t row = 0;
  while (row < funnel.rows() && text_at(funnel, "strategy_id", row) != kTotal) ++row;
  return row;
}

// Guards of one kind share a colour.
enum class Ending { task, held_out, rule, customer, contacts, rank };

Ending ending_of(std::string_view verdict) {
  if (verdict == "task") return Ending::task;
  if (verdict == "held_out") return Ending::held_out;
  if (verdict == "consent_missing" || verdict == "opted_out") return Ending::customer;
  if (verdict == "cool_down" || verdict == "exclusion_group" || verdict == "suppressed" || verdict == "contact_cap" ||
      verdict == "quiet_hours")
    return Ending::contacts;
  if (verdict == "outranked" || verdict == "budget_spent" || verdict == "capacity_full") return Ending::rank;
  return Ending::rule;
}

std::vector<Series> endings(const Page& page) {
  return {{page.name_of("task"), Tone::green},
          {page.name_of("held_out"), Tone::blue},
          {page.say(Phrase::stopped_by_rule), Tone::grey},
          {page.say(Phrase::stopped_by_customer), Tone::red},
          {page.say(Phrase::stopped_by_contacts), Tone::yellow},
          {page.say(Phrase::stopped_by_rank), Tone::violet}};
}

// Rows of the strategies that matched anybody, those with the most matches first.
std::vector<std::size_t> matching_rows(const Batch& funnel) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < funnel.rows(); ++row)
    if (row != total_row(funnel) && at(funnel, "matched", row) != 0) rows.push_back(row);
  std::stable_sort(rows.begin(), rows.end(),
                   [&](std::size_t a, std::size_t b) { return at(funnel, "matched", a) > at(funnel, "matched", b); });
  return rows;
}

BarChart strategies_chart(const Page& page, const std::vector<std::string>& verdicts) {
  const Batch& funnel = page.night().funnel;
  const ChartHead head = {page.say(Phrase::strategy_ends), page.say(Phrase::strategy_ends_text)};
  BarChart chart{head, endings(page), {}, false};
  for (const std::size_t row : matching_rows(funnel)) {
    if (chart.rows.size() == page.options.charted_rows) break;
    BarRow bar{text_at(funnel, "strategy_id", row), std::vector<std::int64_t>(chart.series.size()), {}};
    for (const auto& verdict : verdicts)
      if (verdict != "no_match") bar.values[static_cast<std::size_t>(ending_of(verdict))] += at(funnel, verdict, row);
    chart.rows.push_back(std::move(bar));
  }
  drop_empty_series(chart);
  return chart;
}

// What is left of the matches after each guard that stopped some.
struct Step {
  std::string verdict;  // empty: before the first guard; "task": what came through
  std::int64_t stopped = 0, left = 0;
};

std::vector<Step> steps_of(const Batch& funnel, std::size_t row, const std::vector<std::string>& verdicts) {
  std::vector<Step> steps = {{{}, 0, at(funnel, "matched", row)}};
  for (const auto& verdict : verdicts) {
    const std::int64_t stopped = at(funnel, verdict, row);
    if (stopped == 0 || verdict == "no_match" || verdict == "task") continue;
    steps.push_back({verdict, stopped, steps.back().left - stopped});
  }
  steps.push_back({"task", 0, at(funnel, "task", row)});
  return steps;
}

void append_total(Page& page, const std::vector<std::string>& verdicts) {
  const Batch& funnel = page.night().funnel;
  const std::size_t row = total_row(funnel);
  if (row == funnel.rows() || at(funnel, "matched", row) == 0) return;
  const std::string considered = count_text(at(funnel, "considered", row));
  BarChart chart{{page.say(Phrase::funnel_total), page.say(Phrase::funnel_total_text, {considered})},
                 {{page.say(Phrase::left_over), Tone::green}},
                 {},
                 false};
  DataTable table{
      page.say(Phrase::funnel_total),
      {{page.say(Phrase::after_guard), false}, {page.say(Phrase::stopped), true}, {page.say(Phrase::left_over), true}},
      {},
      false};
  for (const auto& step : steps_of(funnel, row, verdicts)) {
    const std::string name = step.verdict.empty() ? page.say(Phrase::matched) : page.name_of(step.verdict);
    const std::string stopped = step.stopped == 0 ? std::string(kNoNumber) : count_text(step.stopped);
    chart.rows.push_back(
        {name,
         {step.left},
         step.stopped == 0 ? count_text(step.left) : count_text(step.left) + " (\xE2\x88\x92" + stopped + ")"});
    table.rows.push_back({name, stopped, count_text(step.left)});
  }
  draw_figure(page, page.say(Phrase::funnel_total_text, {considered}), chart);
  draw(page.out, table, page.words);
}

// Verdicts that stopped nobody would only widen the table.
DataTable strategies_table(const Page& page, const std::vector<std::string>& verdicts) {
  const Batch& funnel = page.night().funnel;
  const auto occurs = [&](const std::string& verdict) {
    for (std::size_t row = 0; row < funnel.rows(); ++row)
      if (at(funnel, verdict, row) != 0) return true;
    return false;
  };
  DataTable table{page.say(Phrase::strategy_ends),
                  {{page.say(Phrase::strategy), false}},
                  {},
                  total_row(funnel) + 1 == funnel.rows()};
  std::vector<std::string> shown = {"considered", "matched"};
  table.headings.push_back({page.say(Phrase::considered), true});
  table.headings.push_back({page.say(Phrase::matched), true});
  for (const auto& verdict : verdicts) {
    if (verdict == "no_match" || !occurs(verdict)) continue;
    shown.push_back(verdict);
    table.headings.push_back({page.name_of(verdict), true});
  }
  for (std::size_t row = 0; row < funnel.rows(); ++row) {
    const std::string id = text_at(funnel, "strategy_id", row);
    table.rows.push_back({id == kTotal ? page.say(Phrase::total) : id});
    for (const auto& column : shown) table.rows.back().push_back(count_text(at(funnel, column, row)));
  }
  return table;
}

}  // namespace

void append_funnel(Page& page) {
  open_section(page, "funnel", Phrase::funnel, Phrase::funnel_lead);
  if (page.night().funnel.rows() == 0) {
    say_why_empty(page, {"strategy", "segments", "lifecycle"});
  } else {
    const auto verdicts = verdicts_of(page.night().funnel);
    append_total(page, verdicts);
    const BarChart chart = strategies_chart(page, verdicts);
    if (!chart.rows.empty()) {
      draw_figure(page, page.say(Phrase::strategy_ends_text), chart);
    }
    draw(page.out, strategies_table(page, verdicts), page.words);
  }
  page.out.close();
}

}  // namespace staysail::report
