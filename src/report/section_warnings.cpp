// Early warnings: how many, why, and whom to call first.
#include <algorithm>

#include "report/chart.hpp"
#include "report/data_table.hpp"
#include "report/figures.hpp"
#include "report/line_plan.hpp"
#include "report/number_text.hpp"
#include "report/page.hpp"

namespace staysail::report {
namespace {

// Warned lines by level; those without a warning would hide the others.
Counts warned_at(const NightRecord& night) {
  Counts levels = count_by(night.decision, "warning_level");
  levels.erase("none");
  return levels;
}

bool anybody_warned(const Page& page) {
  return std::any_of(page.nights.begin(), page.nights.end(),
                     [](const NightRecord& night) { return total_of(warned_at(night)) != 0; });
}

BarChart levels_chart(const Page& page) {
  BarChart chart{{page.say(Phrase::warning_levels), page.say(Phrase::warning_levels_text)}, {}, {}, false};
  for (std::size_t i = 0; i < 3; ++i) chart.series.push_back({page.name_of(kLevels[i]), tone_of_level(kLevels[i])});
  for (const auto& night : page.nights) {
    const Counts levels = warned_at(night);
    BarRow row{night.period().to_string(), {}, {}};
    for (std::size_t i = 0; i < 3; ++i) row.values.push_back(count_of(levels, kLevels[i]));
    chart.rows.push_back(std::move(row));
  }
  return chart;
}

DataTable levels_table(const Page& page) {
  const auto all = static_cast<std::int64_t>(page.night().decision.rows());
  DataTable table{page.say(Phrase::warning_levels),
                  {{page.say(Phrase::level), false}, {page.say(Phrase::lines), true}, {page.say(Phrase::share), true}},
                  {},
                  true};
  for (const auto& [level, lines] : in_order(count_by(page.night().decision, "warning_level"), kLevels))
    table.rows.push_back({page.name_of(level), count_text(lines), percent_text(lines, all)});
  table.rows.push_back({page.say(Phrase::total), count_text(all), percent_text(all, all)});
  return table;
}

void append_reasons(Page& page) {
  const Ordered reasons = by_count(count_by(page.night().decision, "reason_1"));
  if (reasons.empty()) return;
  const std::int64_t warned = total_of(count_by(page.night().decision, "reason_1"));
  BarChart chart{{page.say(Phrase::reasons), page.say(Phrase::reasons_text)},
                 {{page.say(Phrase::lines), Tone::orange}},
                 {},
                 false};
  DataTable table{page.say(Phrase::reasons),
                  {{page.say(Phrase::reason), false},
                   {page.say(Phrase::code), false},
                   {page.say(Phrase::lines), true},
                   {page.say(Phrase::share), true}},
                  {},
                  false};
  for (const auto& [reason, lines] : reasons) {
    if (chart.rows.size() < page.options.charted_rows)
      chart.rows.push_back(
          {page.name_of(reason), {lines}, count_text(lines) + " (" + percent_text(lines, warned) + ")"});
    table.rows.push_back({page.name_of(reason), reason, count_text(lines), percent_text(lines, warned)});
  }
  draw_figure(page, page.say(Phrase::reasons_text), chart);
  draw(page.out, table, page.words);
}

// Positions of the lines with the best warning ranks, best first.
std::vector<std::size_t> first_lines(const Page& page) {
  const Column* ranks = page.night().decision.find("warning_rank");
  if (ranks == nullptr || ranks->type() != ColumnType::number) return {};
  std::vector<std::pair<std::int64_t, std::size_t>> ranked;
  for (std::size_t row = 0; row < ranks->size(); ++row)
    if (!ranks->is_null(row) && ranks->numbers()[row] <= static_cast<std::int64_t>(page.options.listed_lines))
      ranked.emplace_back(ranks->numbers()[row], row);
  std::sort(ranked.begin(), ranked.end());
  std::vector<std::size_t> rows;
  for (const auto& each : ranked) rows.push_back(each.second);
  return rows;
}

std::string reasons_of(const Page& page, std::size_t row) {
  std::string reasons;
  for (const char* column : {"reason_1", "reason_2", "reason_3"}) {
    const std::string reason = text_at(page.night().decision, column, row);
    if (!reason.empty()) reasons += (reasons.empty() ? "" : " \xC2\xB7 ") + page.name_of(reason);
  }
  return reasons;
}

std::string value_of(const Page& page, std::size_t row) {
  const Column* value = page.night().decision.find("value");
  if (value == nullptr || value->type() != ColumnType::number || value->is_null(row)) return std::string(kNoNumber);
  return amount_text(value->numbers()[row], value->field().scale, page.options.currency);
}

void append_call_first(Page& page) {
  const Batch& frame = page.night().decision;
  DataTable table{page.say(Phrase::call_first),
                  {{page.say(Phrase::rank), true},
                   {page.say(Phrase::subscription), false},
                   {page.say(Phrase::customer), false},
                   {page.say(Phrase::level), false},
                   {page.say(Phrase::why), false},
                   {page.say(Phrase::stage), false},
                   {page.say(Phrase::value), true},
                   {page.say(Phrase::task_of_line), false}},
                  {},
                  false};
  for (const std::size_t row : first_lines(page)) {
    const std::string id = text_at(frame, "subscription_id", row), level = text_at(frame, "warning_level", row),
                      stage = text_at(frame, "stage", row);
    table.rows.push_back({text_at(frame, "warning_rank", row), page.shown_id(id),
                          page.shown_id(text_at(frame, "customer_id", row)), page.name_of(level), reasons_of(page, row),
                          page.name_of(stage), value_of(page, row), plan_for_line(page, id)});
  }
  draw(page.out, table, page.words);
}

}  // namespace

void append_warnings(Page& page) {
  open_section(page, "warnings", Phrase::warnings, Phrase::warnings_lead);
  if (page.night().decision.find("warning_level") == nullptr) {
    say_why_empty(page, {"warning", "lifecycle"});
  } else {
    if (anybody_warned(page)) draw_figure(page, page.say(Phrase::warning_levels_text), levels_chart(page));
    else say_why_empty(page, {}, Phrase::nothing_warned);
    draw(page.out, levels_table(page), page.words);
    append_reasons(page);
    append_call_first(page);
  }
  page.out.close();
}

}  // namespace staysail::report
