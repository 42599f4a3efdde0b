#include <algorithm>

#include <fmt/format.h>

#include "report/chart.hpp"
#include "report/svg.hpp"

namespace staysail::report {
namespace {

constexpr double kHeadHeight = 44, kCellHeight = 58, kLabelWidth = 150, kGap = 3;
// Beyond this a cell is too dark for its words in one of the themes.
constexpr double kDeepest = 0.6;

void draw_cell(Markup& page, const Box& box, const HeatMap::Cell& cell) {
  page.hollow("rect",
              {{"x", px(box.x)},
               {"y", px(box.y)},
               {"width", px(box.width)},
               {"height", px(box.height)},
               {"rx", "4"},
               {"class", "heat"},
               {"fill-opacity", fmt::format("{:.2f}", 0.05 + (kDeepest - 0.05) * std::clamp(cell.weight, 0.0, 1.0))}});
  draw_label(page, {box.x + box.width / 2, box.y + 26, Anchor::middle, "cell", box.width - 8}, cell.text);
  draw_label(page, {box.x + box.width / 2, box.y + 44, Anchor::middle, "label", box.width}, cell.note);
}

}  // namespace

void draw(Markup& page, const HeatMap& chart) {
  const auto columns = static_cast<double>(chart.columns.size()), rows = static_cast<double>(chart.rows.size());
  const double cell_width = (kChartWidth - kLabelWidth) / columns;
  open_svg(page, chart.head, kChartWidth, kHeadHeight + rows * kCellHeight);
  draw_label(page, {kLabelWidth + cell_width * columns / 2, 14, Anchor::middle, "axis"}, chart.column_axis);
  draw_label(page, {0, 36, Anchor::start, "axis", kLabelWidth - 8}, chart.row_axis);
  for (std::size_t c = 0; c < chart.columns.size(); ++c)
    draw_label(page,
               {kLabelWidth + cell_width * (static_cast<double>(c) + 0.5), 36, Anchor::middle, "label", cell_width},
               chart.columns[c]);
  for (std::size_t r = 0; r < chart.rows.size(); ++r) {
    const double y = kHeadHeight + kCellHeight * static_cast<double>(r);
    draw_label(page, {0, y + kCellHeight / 2 + 4, Anchor::start, "label", kLabelWidth - 8}, chart.rows[r]);
    for (std::size_t c = 0; c < chart.columns.size(); ++c) {
      const Box box{kLabelWidth + cell_width * static_cast<double>(c), y, cell_width - kGap, kCellHeight - kGap};
      draw_cell(page, box, chart.cells[r * chart.columns.size() + c]);
    }
  }
  page.close();
}

}  // namespace staysail::report
