// The grid of value and loyalty, and the segments made from it.
#include <algorithm>

#include "report/chart.hpp"
#include "report/data_table.hpp"
#include "report/figures.hpp"
#include "report/number_text.hpp"
#include "report/page.hpp"
#include "report/profiles.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/model/readable_names.hpp"

namespace staysail::report {
namespace {

constexpr std::int64_t kQuartiles = 4;

int scale_of(const Batch& table, std::string_view column) {
  const Column* found = table.find(column);
  return found == nullptr ? 0 : found->field().scale;
}

// The row of a cell of the grid, or rows() where it is missing.
std::size_t grid_row(const Batch& grid, std::int64_t value_band, std::int64_t loyalty_quartile) {
  for (std::size_t row = 0; row < grid.rows(); ++row)
    if (number_at(grid, "value_band", row) == value_band &&
        number_at(grid, "loyalty_quartile", row) == loyalty_quartile)
      return row;
  return grid.rows();
}

std::int64_t lines_at(const Batch& grid, std::int64_t value_band, std::int64_t loyalty_quartile) {
  const std::size_t row = grid_row(grid, value_band, loyalty_quartile);
  return row == grid.rows() ? 0 : number_at(grid, "lines", row).value_or(0);
}

std::int64_t all_lines(const Batch& grid) {
  std::int64_t lines = 0;
  for (std::size_t row = 0; row < grid.rows(); ++row) lines += number_at(grid, "lines", row).value_or(0);
  return lines;
}

HeatMap heat_map(const Page& page) {
  const Batch& grid = page.night().grid;
  HeatMap chart;
  chart.head = {page.say(Phrase::grid), page.say(Phrase::grid_text)};
  chart.column_axis = page.say(Phrase::loyalty_axis);
  chart.row_axis = page.say(Phrase::value_axis);
  std::int64_t most = 1;
  for (std::int64_t value = kQuartiles; value >= 1; --value)
    for (std::int64_t loyalty = 1; loyalty <= kQuartiles; ++loyalty)
      most = std::max(most, lines_at(grid, value, loyalty));
  for (std::int64_t i = 1; i <= kQuartiles; ++i) {
    chart.columns.push_back(page.say(Phrase::loyalty_quartile, {std::to_string(i)}));
    chart.rows.insert(chart.rows.begin(), page.say(Phrase::value_quartile, {std::to_string(i)}));
  }
  const std::int64_t all = all_lines(grid);
  for (std::int64_t value = kQuartiles; value >= 1; --value) {
    for (std::int64_t loyalty = 1; loyalty <= kQuartiles; ++loyalty) {
      const std::int64_t lines = lines_at(grid, value, loyalty);
      chart.cells.push_back(
          {static_cast<double>(lines) / static_cast<double>(most), count_text(lines), percent_text(lines, all)});
    }
  }
  return chart;
}

DataTable grid_table(const Page& page) {
  const Batch& grid = page.night().grid;
  DataTable table{page.say(Phrase::grid),
                  {{page.say(Phrase::value_band), true},
                   {page.say(Phrase::loyalty_band), true},
                   {page.say(Phrase::lines), true},
                   {page.say(Phrase::share), true},
                   {page.say(Phrase::value_sum), true}},
                  {},
                  false};
  const std::int64_t all = all_lines(grid);
  for (std::size_t row = 0; row < grid.rows(); ++row) {
    const std::int64_t lines = number_at(grid, "lines", row).value_or(0);
    const auto value = number_at(grid, "value", row);
    table.rows.push_back(
        {text_at(grid, "value_band", row), text_at(grid, "loyalty_quartile", row), count_text(lines),
         percent_text(lines, all),
         value ? amount_text(*value, scale_of(grid, "value"), page.options.currency) : std::string(kNoNumber)});
  }
  return table;
}

BarChart segments_chart(const Page& page, const Ordered& segments, std::int64_t all) {
  BarChart chart{{page.say(Phrase::segments), page.say(Phrase::segments_text)},
                 {{page.say(Phrase::lines), Tone::blue}},
                 {},
                 false};
  for (const auto& [segment, lines] : segments)
    if (chart.rows.size() < page.options.charted_rows)
      chart.rows.push_back({page.name_of(segment), {lines}, count_text(lines) + " (" + percent_text(lines, all) + ")"});
  return chart;
}

std::string mean_text(const Page& page, Int128 sum, std::int64_t lines) {
  if (lines == 0) return std::string(kNoNumber);
  return amount_text(divide_half_even(sum, lines), scale_of(page.night().decision, "value"), page.options.currency);
}

DataTable segments_table(const Page& page, const Ordered& segments, std::int64_t all) {
  const Batch& frame = page.night().decision;
  const auto values = sum_by(frame, "segment", "value");
  const RowMask high = rows_where(frame, "warning_level", "high");
  const Counts warned = count_by(frame, "segment", &high);
  DataTable table{page.say(Phrase::segments),
                  {{page.say(Phrase::segment), false},
                   {page.say(Phrase::code), false},
                   {page.say(Phrase::lines), true},
                   {page.say(Phrase::share), true},
                   {page.say(Phrase::value_mean), true},
                   {page.say(Phrase::warned_of_them), true}},
                  {},
                  true};
  for (const auto& [segment, lines] : segments) {
    const auto value = values.find(segment);
    table.rows.push_back({page.name_of(segment), segment, count_text(lines), percent_text(lines, all),
                          value == values.end() ? std::string(kNoNumber) : mean_text(page, value->second, lines),
                          count_text(count_of(warned, segment))});
  }
  table.rows.push_back(
      {page.say(Phrase::total), "", count_text(all), percent_text(all, all), "", count_text(total_of(warned))});
  return table;
}

void append_segment_profiles(Page& page) {
  const RowGroups groups = groups_by(page.night().decision, "segment");
  std::vector<std::string> names;
  for (const auto& each : groups.names)
    names.push_back(ReadableNames().brief(each, page.words.chinese() ? "zh" : "en"));
  append_profile(page, groups, std::move(names), {page.say(Phrase::profiles), page.say(Phrase::profiles_text)});
}

}  // namespace

void append_grid(Page& page) {
  open_section(page, "value-loyalty", Phrase::grid, Phrase::grid_lead);
  if (all_lines(page.night().grid) == 0) {
    const std::string missing = why_missing(page, {"value", "arpu_12m", "arpu_6m", "loyalty"});
    if (missing.empty()) say_why_empty(page, {"segments", "indicators"});
    else page.out.element("p", {{"class", "empty"}}, missing);
  } else {
    draw_figure(page, page.say(Phrase::grid_text), heat_map(page));
    draw(page.out, grid_table(page), page.words);
  }
  page.out.close();
}

void append_segments(Page& page) {
  open_section(page, "segments", Phrase::segments, Phrase::segments_lead);
  const Counts counts = count_by(page.night().decision, "segment");
  if (counts.empty()) {
    say_why_empty(page, {"segments", "lifecycle"});
  } else {
    const Ordered segments = by_count(counts);
    draw_figure(page, page.say(Phrase::segments_text), segments_chart(page, segments, total_of(counts)));
    draw(page.out, segments_table(page, segments, total_of(counts)), page.words);
    append_segment_profiles(page);
    append_clusters(page);
  }
  page.out.close();
}

}  // namespace staysail::report
