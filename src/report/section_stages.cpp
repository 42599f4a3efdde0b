// Stages: who moved where, their shares over the months, retention, and of which kind ends were.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "report/chart.hpp"
#include "report/data_table.hpp"
#include "report/figures.hpp"
#include "report/number_text.hpp"
#include "report/page.hpp"
#include "staysail/lifecycle/stage_durations.hpp"

namespace staysail::report {
namespace {

// More months than this make the flow unreadable; the shares below show them all.
constexpr std::size_t kFlowMonths = 3;

using Moves = std::map<std::pair<std::string, std::string>, std::int64_t>;

Moves moves_of(const NightRecord& night) {
  Moves moves;
  for (std::size_t row = 0; row < night.transitions.rows(); ++row)
    moves[{text_at(night.transitions, "from_stage", row), text_at(night.transitions, "to_stage", row)}] +=
        number_at(night.transitions, "lines", row).value_or(0);
  return moves;
}

// All stages that occur, in the order of a line's life.
std::vector<std::string> stages_of(std::span<const NightRecord> nights) {
  Counts seen;
  for (const auto& night : nights) {
    for (const auto& move : moves_of(night)) ++seen[move.first.first], ++seen[move.first.second];
    for (const auto& stage : count_by(night.decision, "stage")) ++seen[stage.first];
  }
  std::vector<std::string> stages;
  for (const auto& each : in_order(seen, kStages)) stages.push_back(each.first);
  return stages;
}

// The last nights in a row that know the month before.
std::span<const NightRecord> flow_nights(std::span<const NightRecord> nights) {
  std::size_t count = 0;
  while (count < std::min(nights.size(), kFlowMonths) && nights[nights.size() - 1 - count].transitions.rows() != 0) {
    ++count;
    if (count < nights.size() &&
        nights[nights.size() - 1 - count].period() + 1 != nights[nights.size() - count].period())
      break;
  }
  return nights.last(count);
}

FlowChart flow_chart(const Page& page, std::span<const NightRecord> nights, const std::vector<std::string>& stages) {
  FlowChart chart;
  chart.head = {page.say(Phrase::stage_flow), page.say(Phrase::stage_flow_text)};
  FlowChart::Column column;
  for (const auto& stage : stages)
    column.nodes.push_back({page.name_of(stage), tone_of_stage(stage), stage == "new" || stage == "gone"});
  const auto index_of = [&](const std::string& stage) {
    return static_cast<std::size_t>(std::find(stages.begin(), stages.end(), stage) - stages.begin());
  };
  column.label = (nights.front().period() - 1).to_string();
  chart.columns.push_back(column);
  for (std::size_t i = 0; i < nights.size(); ++i) {
    column.label = nights[i].period().to_string();
    chart.columns.push_back(column);
    for (const auto& [move, lines] : moves_of(nights[i]))
      chart.links.push_back({i, index_of(move.first), index_of(move.second), lines});
  }
  std::sort(chart.links.begin(), chart.links.end(), [](const auto& a, const auto& b) {
    return std::tie(a.column, a.from, a.to) < std::tie(b.column, b.from, b.to);
  });
  return chart;
}

DataTable moves_table(const Page& page, const NightRecord& night) {
  const Moves moves = moves_of(night);
  Counts from, to;
  for (const auto& [move, lines] : moves) from[move.first] += lines, to[move.second] += lines;
  DataTable table;
  table.caption = page.say(Phrase::stage_moves, {(night.period() - 1).to_string(), night.period().to_string()});
  table.headings.push_back({page.say(Phrase::from_to), false});
  const Ordered ends = in_order(to, kStages);
  for (const auto& end : ends) table.headings.push_back({page.name_of(end.first), true});
  table.headings.push_back({page.say(Phrase::total), true});
  for (const auto& [start, lines] : in_order(from, kStages)) {
    std::vector<std::string> cells = {page.name_of(start)};
    for (const auto& end : ends) {
      const auto found = moves.find({start, end.first});
      cells.push_back(count_text(found == moves.end() ? 0 : found->second));
    }
    cells.push_back(count_text(lines));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

void append_flow(Page& page, const std::vector<std::string>& stages) {
  const auto nights = flow_nights(page.nights);
  if (nights.empty()) return say_why_empty(page, {"lifecycle"}, Phrase::first_night);
  draw_figure(page, page.say(Phrase::stage_flow_text), flow_chart(page, nights, stages));
  draw(page.out, moves_table(page, page.night()), page.words);
}

// Rows of months over columns of categories, as a chart of shares or counts and as a table.
struct MonthlyCounts {
  std::vector<std::string> categories;
  std::vector<std::string> months;
  std::vector<Counts> counts;     // one a month
  std::size_t first_charted = 0;  // earlier months stand in the table only
};

void append_months(Page& page, const MonthlyCounts& monthly, const ChartHead& head, bool shares,
                   Tone (*tone)(std::string_view)) {
  BarChart chart{head, {}, {}, shares};
  DataTable table{head.title, {{page.say(Phrase::month), false}}, {}, false};
  for (std::size_t c = 0; c < monthly.categories.size(); ++c) {
    chart.series.push_back(
        {page.name_of(monthly.categories[c]), tone != nullptr ? tone(monthly.categories[c]) : tone_at(c)});
    table.headings.push_back({page.name_of(monthly.categories[c]), true});
  }
  table.headings.push_back({page.say(Phrase::total), true});
  for (std::size_t m = 0; m < monthly.months.size(); ++m) {
    BarRow bar{monthly.months[m], {}, {}};
    std::vector<std::string> cells = {monthly.months[m]};
    for (const auto& category : monthly.categories) {
      bar.values.push_back(count_of(monthly.counts[m], category));
      cells.push_back(count_text(bar.values.back()));
    }
    cells.push_back(count_text(total_of(monthly.counts[m])));
    if (m >= monthly.first_charted) chart.rows.push_back(std::move(bar));
    table.rows.push_back(std::move(cells));
  }
  draw_figure(page, head.description, chart);
  draw(page.out, table, page.words);
}

MonthlyCounts monthly_counts(const Page& page, std::span<const std::string_view> known,
                             Counts (*counts_of)(const NightRecord&)) {
  MonthlyCounts monthly;
  Counts seen;
  for (const auto& night : page.nights) {
    monthly.months.push_back(night.period().to_string());
    monthly.counts.push_back(counts_of(night));
    for (const auto& each : monthly.counts.back()) seen[each.first] += each.second;
  }
  for (const auto& each : in_order(seen, known)) monthly.categories.push_back(each.first);
  return monthly;
}

DataTable retention_table(const Page& page) {
  DataTable table{page.say(Phrase::retention_by_month),
                  {{page.say(Phrase::month), false},
                   {page.say(Phrase::retention_base), true},
                   {page.say(Phrase::retention_kept), true},
                   {page.say(Phrase::retention_rate), true}},
                  {},
                  false};
  for (const auto& night : page.nights) {
    const Retention retention = retention_of(night);
    if (retention.base == 0) continue;
    table.rows.push_back({night.period().to_string(), count_text(retention.base), count_text(retention.kept),
                          percent_text(retention.kept, retention.base)});
  }
  return table;
}

Counts stages_at(const NightRecord& night) { return count_by(night.decision, "stage"); }

Counts ends_at(const NightRecord& night) {
  const RowMask ended = ended_lines(night);
  return count_by(night.decision, "churn_kind", &ended);
}

// What the first night found ended had ended in all the time before; beside it a month is too short to see.
void set_backlog_apart(Page& page, MonthlyCounts& monthly) {
  if (page.nights.front().transitions.rows() != 0) return;
  monthly.months.front() = page.say(Phrase::until_month, {monthly.months.front()});
  if (page.nights.size() == 1) return;
  monthly.first_charted = 1;
  paragraph(page, page.say(Phrase::earlier_ends, {count_text(total_of(monthly.counts.front()))}));
}

std::string stay_text(const StageDuration& stage) {
  if (!stage.months) return std::string(kNoNumber);
  const std::string high = stage.high ? fmt::format("{:.1f}", *stage.high) : std::string(kNoNumber);
  return fmt::format("{:.1f} [{:.1f}, {}]", *stage.months, *stage.low, high);
}

DataTable durations_table(const Page& page, const std::vector<StageDuration>& stages) {
  DataTable table{page.say(Phrase::expected_time), {{page.say(Phrase::stage), false}}, {}, false};
  for (const auto phrase : {Phrase::line_months, Phrase::moved_on, Phrase::mean_stay})
    table.headings.push_back({page.say(phrase), true});
  table.headings.push_back({page.say(Phrase::mostly_to), false});
  table.headings.push_back({page.say(Phrase::ended_in_a_year), true});
  for (const auto& stage : stages)
    table.rows.push_back({page.name_of(stage.stage), count_text(stage.line_months), count_text(stage.moved),
                          stay_text(stage), stage.next.empty() ? std::string(kNoNumber) : page.name_of(stage.next),
                          fmt::format("{:.1f}%", 100 * stage.ended_in_a_year)});
  return table;
}

void append_durations(Page& page) {
  std::vector<Batch> months;
  for (const auto& night : page.nights)
    if (night.transitions.rows() != 0) months.push_back(night.transitions);
  const auto stages = stage_durations(months);
  if (!stages || stages->empty()) return;
  subheading(page, Phrase::expected_time);
  paragraph(page, page.say(Phrase::expected_time_text, {std::to_string(months.size())}));
  draw(page.out, durations_table(page, *stages), page.words);
}

}  // namespace

void append_stages(Page& page) {
  open_section(page, "stages", Phrase::stages, Phrase::stages_lead);
  const auto monthly = monthly_counts(page, kStages, stages_at);
  if (monthly.categories.empty()) {
    say_why_empty(page, {"lifecycle", "indicators"});
  } else {
    append_flow(page, stages_of(page.nights));
    append_months(page, monthly, {page.say(Phrase::stage_shares), page.say(Phrase::stage_shares_text)}, true,
                  tone_of_stage);
    append_durations(page);
    draw(page.out, retention_table(page), page.words);
  }
  page.out.close();
}

void append_churn_kinds(Page& page) {
  open_section(page, "churn", Phrase::churn_kinds, Phrase::churn_lead);
  auto monthly = monthly_counts(page, kChurnKinds, ends_at);
  if (monthly.categories.empty()) {
    say_why_empty(page, {"churn kinds", "lifecycle"}, Phrase::nothing_ended);
  } else {
    set_backlog_apart(page, monthly);
    append_months(page, monthly, {page.say(Phrase::churn_kinds), page.say(Phrase::churn_kinds_text)}, false, nullptr);
  }
  page.out.close();
}

}  // namespace staysail::report
