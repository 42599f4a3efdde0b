#include <algorithm>
#include <numeric>

#include "report/chart.hpp"
#include "report/clean_text.hpp"
#include "report/number_text.hpp"
#include "report/svg.hpp"

namespace staysail::report {
namespace {

constexpr double kRowHeight = 28, kBarHeight = 20, kAxisHeight = 24, kGap = 8;

std::int64_t sum_of(const BarRow& row) {
  return std::accumulate(row.values.begin(), row.values.end(), std::int64_t{0});
}
std::string note_of(const BarRow& row) { return row.note.empty() ? count_text(sum_of(row)) : row.note; }

// Where things stand: labels at the left, notes at the right, bars between.
struct Layout {
  double label_width = 0, note_width = 0;
  Scale scale;
  std::vector<double> ticks;
};

double widest(const std::vector<BarRow>& rows, std::string (*text)(const BarRow&)) {
  double width = 0;
  for (const auto& row : rows) width = std::max(width, text_width(clean_text(text(row)), kTextSize));
  return width;
}

Layout lay_out(const BarChart& chart) {
  Layout layout;
  layout.label_width = std::min(300.0, widest(chart.rows, [](const BarRow& row) { return row.label; }));
  layout.note_width = std::min(280.0, widest(chart.rows, note_of));
  std::int64_t most = 0;
  for (const auto& row : chart.rows) most = std::max(most, sum_of(row));
  if (!chart.shares) layout.ticks = nice_ticks(0, static_cast<double>(most), 5);
  const double to = chart.shares ? 1.0 : layout.ticks.back();
  layout.scale = {0, to, layout.label_width + kGap, kChartWidth - layout.note_width - kGap};
  return layout;
}

void draw_segment(Markup& page, const Box& box, const Series& series, const std::string& words,
                  const std::string& tooltip) {
  draw_box(page, box, fill_of(series.tone) + " mark", tooltip);
  if (text_width(words, kTextSize) + 8 <= box.width)
    draw_label(page, {box.x + box.width / 2, box.y + 15, Anchor::middle, "on-mark"}, words);
}

// Part of the bar that a segment says in words: nothing in a plain bar, whose note says it.
std::string words_of(const BarChart& chart, std::int64_t value, std::int64_t sum) {
  if (chart.series.size() == 1) return {};
  return chart.shares ? percent_text(value, sum) : count_text(value);
}

// A plain bar is all of its row: a share of the row would be 100 % beside a note that says another one.
std::string tooltip_of(const BarChart& chart, const BarRow& row, std::size_t series) {
  const std::string subject = row.label + ", " + chart.series[series].name + ": ";
  if (chart.series.size() == 1) return subject + note_of(row);
  return subject + count_text(row.values[series]) + " (" + percent_text(row.values[series], sum_of(row)) + ")";
}

void draw_row(Markup& page, const BarChart& chart, const BarRow& row, const Layout& layout, double y) {
  const std::int64_t sum = sum_of(row);
  const double middle = y + kRowHeight / 2;
  draw_label(page, {layout.label_width, middle + 5, Anchor::end, "label", layout.label_width + 1}, row.label);
  double done = 0;
  for (std::size_t i = 0; i < row.values.size(); ++i) {
    const auto value = static_cast<double>(row.values[i]);
    if (row.values[i] == 0) continue;
    const double share = chart.shares ? value / static_cast<double>(sum) : value;
    const Box box{layout.scale.at(done), middle - kBarHeight / 2, layout.scale.at(done + share) - layout.scale.at(done),
                  kBarHeight};
    draw_segment(page, box, chart.series[i], words_of(chart, row.values[i], sum), tooltip_of(chart, row, i));
    done += share;
  }
  const double end = chart.shares ? layout.scale.right : layout.scale.at(done);
  draw_label(page, {end + kGap, middle + 5, Anchor::start, "value", kChartWidth - end - kGap + 2}, note_of(row));
}

void draw_axis(Markup& page, const Layout& layout, double top, double bottom) {
  for (const double tick : layout.ticks) {
    const double x = layout.scale.at(tick);
    draw_line(page, x, top, x, bottom, "grid-line");
    draw_label(page, {x, bottom + 16, Anchor::middle, "tick"}, count_text(static_cast<std::int64_t>(tick)));
  }
}

// The ticks of small counts can be fractions, which nobody counts in.
void keep_whole_ticks(Layout& layout) {
  const auto is_fraction = [](double tick) { return tick != static_cast<double>(static_cast<std::int64_t>(tick)); };
  layout.ticks.erase(std::remove_if(layout.ticks.begin(), layout.ticks.end(), is_fraction), layout.ticks.end());
}

double legend_height(const BarChart& chart) {
  Markup nowhere;
  return chart.series.size() < 2 ? 0 : draw_legend(nowhere, chart.series, kChartWidth) + 6;
}

}  // namespace

void drop_empty_series(BarChart& chart) {
  for (std::size_t i = chart.series.size(); i-- > 0;) {
    if (std::any_of(chart.rows.begin(), chart.rows.end(), [i](const BarRow& row) { return row.values[i] != 0; }))
      continue;
    chart.series.erase(chart.series.begin() + static_cast<std::ptrdiff_t>(i));
    for (auto& row : chart.rows) row.values.erase(row.values.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

void draw(Markup& page, const BarChart& chart) {
  Layout layout = lay_out(chart);
  keep_whole_ticks(layout);
  const double top = legend_height(chart);
  const double bottom = top + kRowHeight * static_cast<double>(chart.rows.size());
  open_svg(page, chart.head, kChartWidth, bottom + (chart.shares ? 4 : kAxisHeight));
  if (chart.series.size() > 1) draw_legend(page, chart.series, kChartWidth);
  draw_axis(page, layout, top, bottom);
  for (std::size_t i = 0; i < chart.rows.size(); ++i)
    draw_row(page, chart, chart.rows[i], layout, top + kRowHeight * static_cast<double>(i));
  page.close();
}

}  // namespace staysail::report
