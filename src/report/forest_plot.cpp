#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/chart.hpp"
#include "report/clean_text.hpp"
#include "report/svg.hpp"

namespace staysail::report {
namespace {

constexpr double kRowHeight = 28, kHeadHeight = 22, kAxisHeight = 42, kGap = 12;

struct Layout {
  double label_width = 0;
  std::vector<double> ticks;
  Scale scale;
};

Layout lay_out(const ForestPlot& plot) {
  Layout layout;
  double note_width = 0, low = 0, high = 0;
  for (const auto& row : plot.rows) {
    layout.label_width = std::max(layout.label_width, text_width(clean_text(row.label), kTextSize));
    note_width = std::max(note_width, text_width(clean_text(row.note), kTextSize));
    low = std::min({low, row.low.value_or(0), row.point.value_or(0)});
    high = std::max({high, row.high.value_or(0), row.point.value_or(0)});
  }
  layout.label_width = std::min(layout.label_width, 300.0);
  layout.ticks = nice_ticks(low, high, 6);
  layout.scale = {layout.ticks.front(), layout.ticks.back(), layout.label_width + kGap,
                  kChartWidth - std::min(note_width, 340.0) - kGap};
  return layout;
}

void draw_axis(Markup& page, const ForestPlot& plot, const Layout& layout, double bottom) {
  for (const double tick : layout.ticks) {
    const double x = layout.scale.at(tick);
    draw_line(page, x, kHeadHeight, x, bottom, std::fabs(tick) < 1e-12 ? "zero-line" : "grid-line");
    draw_label(page, {x, bottom + 16, Anchor::middle, "tick"}, fmt::format("{:g}", tick + 0.0));
  }
  draw_label(page, {(layout.scale.left + layout.scale.right) / 2, bottom + 34, Anchor::middle, "tick"}, plot.unit);
  const double zero = layout.scale.at(0);
  draw_label(page, {zero - 8, 14, Anchor::end, "tick", zero - 8}, plot.below_zero);
  draw_label(page, {zero + 8, 14, Anchor::start, "tick", kChartWidth - zero}, plot.above_zero);
}

void draw_estimate(Markup& page, const ForestPlot::Row& row, const Layout& layout, double y) {
  if (row.low && row.high) {
    const double left = layout.scale.at(*row.low), right = layout.scale.at(*row.high);
    draw_line(page, left, y, right, y, "whisker");
    draw_line(page, left, y - 5, left, y + 5, "whisker");
    draw_line(page, right, y - 5, right, y + 5, "whisker");
  }
  if (!row.point) return;
  page.open(
      "circle",
      {{"cx", px(layout.scale.at(*row.point))}, {"cy", px(y)}, {"r", "6"}, {"class", fill_of(row.tone) + " mark"}});
  page.element("title", {}, row.label + ": " + row.note).close();
}

}  // namespace

void draw(Markup& page, const ForestPlot& plot) {
  const Layout layout = lay_out(plot);
  const double bottom = kHeadHeight + kRowHeight * static_cast<double>(plot.rows.size());
  open_svg(page, plot.head, kChartWidth, bottom + kAxisHeight);
  draw_axis(page, plot, layout, bottom);
  for (std::size_t i = 0; i < plot.rows.size(); ++i) {
    const double y = kHeadHeight + kRowHeight * (static_cast<double>(i) + 0.5);
    draw_label(page, {layout.label_width, y + 5, Anchor::end, "label", layout.label_width + 1}, plot.rows[i].label);
    draw_estimate(page, plot.rows[i], layout, y);
    draw_label(page,
               {layout.scale.right + kGap, y + 5, Anchor::start, "value", kChartWidth - layout.scale.right - kGap + 2},
               plot.rows[i].note);
  }
  page.close();
}

}  // namespace staysail::report
