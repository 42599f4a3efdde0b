// Charts: plain values, drawn as SVG. Each mark carries its own words; colours only repeat what the words say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/markup.hpp"

namespace staysail::report {

// A colour of the style sheet; what it means is said by the label beside it.
enum class Tone : std::uint8_t { blue, teal, green, violet, yellow, orange, red, grey };

// What a chart is called, and what someone who cannot see it should hear.
struct ChartHead {
  std::string title;
  std::string description;
};

struct Series {
  std::string name;
  Tone tone = Tone::blue;
};

struct BarRow {
  std::string label;
  std::vector<std::int64_t> values;  // one a series, none negative
  std::string note;                  // right of the bar; empty: the sum of the values
};

// Rows of bars, one a label, stacked where there are several series.
struct BarChart {
  ChartHead head;
  std::vector<Series> series;
  std::vector<BarRow> rows;
  bool shares = false;  // every row fills the width: parts of a whole
};

// Series that no row has any of would only lengthen the legend.
void drop_empty_series(BarChart& chart);

// A grid of cells, shaded by `weight`.
struct HeatMap {
  struct Cell {
    double weight = 0;  // 0..1
    std::string text;   // large
    std::string note;   // small, below
  };
  ChartHead head;
  std::string column_axis, row_axis;
  std::vector<std::string> columns, rows;
  std::vector<Cell> cells;  // row by row
};

// Quantities that move between the columns of nodes, from left to right.
struct FlowChart {
  struct Node {
    std::string label;
    Tone tone = Tone::grey;
    bool outside = false;  // where things come from or go to; no part of the column's total
  };
  struct Column {
    std::string label;
    std::vector<Node> nodes;  // from top to bottom
  };
  struct Link {
    std::size_t column = 0;        // the one it starts from
    std::size_t from = 0, to = 0;  // nodes of that column and of the next
    std::int64_t count = 0;
  };
  ChartHead head;
  std::vector<Column> columns;
  std::vector<Link> links;
};

// Estimates with their intervals beside a line at zero.
struct ForestPlot {
  struct Row {
    std::string label;
    std::optional<double> point, low, high;  // none: nothing could be estimated
    std::string note;
    Tone tone = Tone::grey;
  };
  ChartHead head;
  std::string below_zero, above_zero;  // what either side means
  std::string unit;                    // of the axis
  std::vector<Row> rows;
};

// Shares that fall over time, each curve in steps with a band around it and its name at its end.
struct CurveChart {
  struct Step {
    double at = 0;                        // from here on
    double share = 1, low = 1, high = 1;  // 0..1
  };
  struct Curve {
    std::string name;
    Tone tone = Tone::grey;
    std::vector<Step> steps;  // ascending, at least one
    double until = 0;         // where the last step ends
  };
  ChartHead head;
  std::string time_axis, share_axis;
  std::vector<double> times;  // marked on the axis; empty: round numbers
  std::vector<Curve> curves;
};

void draw(Markup& page, const BarChart& chart);
void draw(Markup& page, const HeatMap& chart);
void draw(Markup& page, const FlowChart& chart);
void draw(Markup& page, const ForestPlot& chart);
void draw(Markup& page, const CurveChart& chart);

}  // namespace staysail::report
