#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "report/chart.hpp"
#include "report/clean_text.hpp"
#include "report/svg.hpp"

namespace staysail::report {
namespace {

constexpr double kTop = 26, kInner = 300, kAxisHeight = 44, kLeft = 56, kGap = 10, kLabelLine = 17;

struct Layout {
  std::vector<double> times, shares;  // ticks
  Scale time, share;
  double label_room = 0;
};

// The axis of shares begins at a round share below the lowest band and ends at all.
Layout lay_out(const CurveChart& chart) {
  Layout layout;
  double reach = 0, low = 1;
  for (const auto& curve : chart.curves) {
    layout.label_room = std::max(layout.label_room, text_width(clean_text(curve.name), kTextSize));
    reach = std::max(reach, curve.until);
    for (const auto& step : curve.steps) low = std::min(low, step.low);
  }
  layout.label_room = std::min(layout.label_room, 280.0);
  layout.times = chart.times.empty() ? nice_ticks(0, reach, 8) : chart.times;
  layout.shares = nice_ticks(std::max(low, 0.0), 1, 5);
  layout.time = {0, std::max(reach, 1.0), kLeft, kChartWidth - layout.label_room - kGap};
  layout.share = {layout.shares.front(), 1, kTop + kInner, kTop};
  return layout;
}

void draw_axes(Markup& page, const CurveChart& chart, const Layout& layout) {
  for (const double tick : layout.shares) {
    if (tick > 1 + 1e-9) continue;
    const double y = layout.share.at(tick);
    draw_line(page, kLeft, y, layout.time.right, y, "grid-line");
    draw_label(page, {kLeft - 8, y + 4, Anchor::end, "tick"}, fmt::format("{:.0f}%", 100 * tick));
  }
  for (const double tick : layout.times) {
    if (tick > layout.time.to) continue;
    const double x = layout.time.at(tick);
    draw_line(page, x, kTop, x, kTop + kInner, "grid-line");
    draw_label(page, {x, kTop + kInner + 17, Anchor::middle, "tick"}, fmt::format("{:g}", tick));
  }
  draw_label(page, {kLeft, 14, Anchor::start, "tick", kChartWidth - kLeft}, chart.share_axis);
  draw_label(page, {(layout.time.left + layout.time.right) / 2, kTop + kInner + 36, Anchor::middle, "tick"},
             chart.time_axis);
}

// From the first step, where a path begins, to the right along one bound of a curve.
std::string steps_along(const CurveChart::Curve& curve, const Layout& layout, double CurveChart::Step::*bound) {
  std::string path;
  for (std::size_t i = 1; i < curve.steps.size(); ++i)
    path += "H" + px(layout.time.at(curve.steps[i].at)) + "V" + px(layout.share.at(curve.steps[i].*bound));
  return path + "H" + px(layout.time.at(curve.until));
}

std::string start_of(const CurveChart::Step& step, const Layout& layout, double CurveChart::Step::*bound) {
  return px(layout.time.at(step.at)) + " " + px(layout.share.at(step.*bound));
}

// The lower bound on the way there, the upper one on the way back.
std::string band_of(const CurveChart::Curve& curve, const Layout& layout) {
  std::string path = "M" + start_of(curve.steps.front(), layout, &CurveChart::Step::low) +
                     steps_along(curve, layout, &CurveChart::Step::low);
  for (std::size_t i = curve.steps.size(); i-- > 0;)
    path += "V" + px(layout.share.at(curve.steps[i].high)) + "H" + px(layout.time.at(curve.steps[i].at));
  return path + "Z";
}

void draw_curve(Markup& page, const CurveChart::Curve& curve, const Layout& layout) {
  page.hollow("path", {{"d", band_of(curve, layout)}, {"class", fill_of(curve.tone) + " band"}});
  page.open("path", {{"d", "M" + start_of(curve.steps.front(), layout, &CurveChart::Step::share) +
                               steps_along(curve, layout, &CurveChart::Step::share)},
                     {"class", stroke_of(curve.tone) + " curve"}});
  page.element("title", {}, curve.name + fmt::format(": {:.1f}%", 100 * curve.steps.back().share)).close();
}

// Names at the ends of their curves, moved down where they would lie on each other.
void draw_names(Markup& page, const CurveChart& chart, const Layout& layout) {
  std::vector<std::size_t> order(chart.curves.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto end_of = [&](std::size_t i) { return layout.share.at(chart.curves[i].steps.back().share); };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return end_of(a) < end_of(b); });
  double free = kTop;
  for (const std::size_t i : order) {
    const double y = std::max(end_of(i), free);
    const double x = layout.time.right + kGap;
    draw_line(page, layout.time.at(chart.curves[i].until), end_of(i), x - 2, y, "grid-line");
    draw_label(page, {x, y + 4.5, Anchor::start, "label", layout.label_room + 1}, chart.curves[i].name);
    free = y + kLabelLine;
  }
}

}  // namespace

void draw(Markup& page, const CurveChart& chart) {
  const Layout layout = lay_out(chart);
  const double names = kTop + kLabelLine * static_cast<double>(chart.curves.size());
  open_svg(page, chart.head, kChartWidth, std::max(kTop + kInner + kAxisHeight, names));
  draw_axes(page, chart, layout);
  for (const auto& curve : chart.curves) draw_curve(page, curve, layout);
  draw_names(page, chart, layout);
  page.close();
}

}  // namespace staysail::report
