#include "report/svg.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "report/clean_text.hpp"

namespace staysail::report {
namespace {

constexpr std::array<const char*, 8> kToneNames = {"blue",   "teal",   "green", "violet",
                                                   "yellow", "orange", "red",   "grey"};

std::string anchor_name(Anchor anchor) {
  return anchor == Anchor::start ? "start" : anchor == Anchor::middle ? "middle" : "end";
}

// The round step at or above `step`.
double round_step(double step) {
  const double power = std::pow(10.0, std::floor(std::log10(step)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= step * (1 - 1e-9)) return factor * power;
  return 10 * power;
}

}  // namespace

std::string px(double length) {
  std::string text = fmt::format("{:.1f}", length);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

std::string fill_of(Tone tone) { return std::string("fill-") + kToneNames[static_cast<std::size_t>(tone)]; }
std::string stroke_of(Tone tone) { return std::string("stroke-") + kToneNames[static_cast<std::size_t>(tone)]; }

void open_svg(Markup& page, const ChartHead& head, double width, double height) {
  const std::string title = "chart-" + std::to_string(page.next_number()), description = title + "-text";
  page.open("svg", {{"viewBox", "0 0 " + px(width) + " " + px(height)},
                    {"width", px(width)},
                    {"height", px(height)},
                    {"role", "img"},
                    {"aria-labelledby", title + " " + description}});
  page.element("title", {{"id", title}}, head.title);
  page.element("desc", {{"id", description}}, head.description);
}

void draw_label(Markup& page, const Label& label, std::string_view text) {
  const std::string clean = clean_text(text);
  const std::string shown = shortened(clean, label.room, kTextSize);
  page.open("text", {{"x", px(label.x)},
                     {"y", px(label.y)},
                     {"text-anchor", anchor_name(label.anchor)},
                     {"class", std::string(label.css)}});
  page.text(shown);
  if (shown != clean) page.element("title", {}, clean);
  page.close();
}

void draw_box(Markup& page, const Box& box, const std::string& css, std::string_view tooltip) {
  page.open("rect",
            {{"x", px(box.x)}, {"y", px(box.y)}, {"width", px(box.width)}, {"height", px(box.height)}, {"class", css}});
  if (!tooltip.empty()) page.element("title", {}, tooltip);
  page.close();
}

void draw_line(Markup& page, double x1, double y1, double x2, double y2, const char* css) {
  page.hollow("line", {{"x1", px(x1)}, {"y1", px(y1)}, {"x2", px(x2)}, {"y2", px(y2)}, {"class", css}});
}

double draw_legend(Markup& page, const std::vector<Series>& series, double width) {
  constexpr double kRow = 20, kSquare = 11, kGap = 18;
  double x = 0, y = 0;
  for (const auto& each : series) {
    const double taken = kSquare + 6 + text_width(clean_text(each.name), kTextSize) + kGap;
    if (x > 0 && x + taken - kGap > width) {
      x = 0;
      y += kRow;
    }
    draw_box(page, {x, y + 3, kSquare, kSquare}, fill_of(each.tone), {});
    draw_label(page, {x + kSquare + 6, y + 13, Anchor::start, "label", width - kSquare - 6}, each.name);
    x += taken;
  }
  return y + kRow;
}

std::vector<double> nice_ticks(double low, double high, int wanted) {
  if (!(high > low)) high = low + 1;
  const double step = round_step((high - low) / wanted);
  std::vector<double> ticks;
  const double first = std::floor(low / step + 1e-9), last = std::ceil(high / step - 1e-9);
  for (double at = first; at <= last + 0.5; at += 1) ticks.push_back(at * step);
  return ticks;
}

}  // namespace staysail::report
