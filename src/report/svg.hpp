// Pieces all charts are drawn with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/chart.hpp"

namespace staysail::report {

inline constexpr double kChartWidth = 1000;
inline constexpr double kTextSize = 13;

// A length in pixels: "12.5".
std::string px(double length);
// The class that fills with a tone.
std::string fill_of(Tone tone);
// The class that draws a line in a tone.
std::string stroke_of(Tone tone);

// Opens <svg> of that size with its title and description; the caller closes it.
void open_svg(Markup& page, const ChartHead& head, double width, double height);

enum class Anchor { start, middle, end };
struct Label {
  double x = 0, y = 0;  // of the baseline
  Anchor anchor = Anchor::start;
  std::string_view css = "label";
  double room = 1e9;  // a longer text is cut, and whole in the tooltip
};
void draw_label(Markup& page, const Label& label, std::string_view text);

struct Box {
  double x = 0, y = 0, width = 0, height = 0;
};
// A rectangle with a tooltip.
void draw_box(Markup& page, const Box& box, const std::string& css, std::string_view tooltip);
void draw_line(Markup& page, double x1, double y1, double x2, double y2, const char* css);

// Squares with names, wrapped to the width; returns the height taken.
double draw_legend(Markup& page, const std::vector<Series>& series, double width);

// A linear scale from values to pixels.
struct Scale {
  double from = 0, to = 1;     // values
  double left = 0, right = 1;  // pixels
  double at(double value) const { return left + (value - from) / (to - from) * (right - left); }
};

// About `wanted` round numbers (1, 2, 5 times a power of ten) that cover low..high; always at least two.
std::vector<double> nice_ticks(double low, double high, int wanted);

}  // namespace staysail::report
