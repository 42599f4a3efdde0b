#include <algorithm>

#include "report/chart.hpp"
#include "report/clean_text.hpp"
#include "report/number_text.hpp"
#include "report/svg.hpp"

namespace staysail::report {
namespace {

constexpr double kTop = 30, kInner = 300, kNodeWidth = 14, kGap = 22, kSide = 210;

struct PlacedNode {
  std::int64_t in = 0, out = 0;
  double y = 0, height = 0;
  double used_in = 0, used_out = 0;  // pixels of the node's sides that links have taken
  std::int64_t count() const { return std::max(in, out); }
};
using PlacedColumn = std::vector<PlacedNode>;

class Drawing {
 public:
  Drawing(Markup& page, const FlowChart& chart) : page_(page), chart_(chart) {
    count();
    place();
  }
  double height() const { return height_; }

  void draw() {
    for (const auto& link : chart_.links) draw_link(link);
    for (std::size_t c = 0; c < placed_.size(); ++c) {
      const Anchor anchor = c == 0 ? Anchor::end : c + 1 == placed_.size() ? Anchor::start : Anchor::middle;
      const double x = anchor == Anchor::end     ? x_of(c) + kNodeWidth
                       : anchor == Anchor::start ? x_of(c)
                                                 : x_of(c) + kNodeWidth / 2;
      draw_label(page_, {x, 14, anchor, "axis"}, chart_.columns[c].label);
      for (std::size_t n = 0; n < placed_[c].size(); ++n) draw_node(c, n);
    }
  }

 private:
  void count() {
    for (const auto& column : chart_.columns) placed_.emplace_back(column.nodes.size());
    for (const auto& link : chart_.links) {
      placed_[link.column][link.from].out += link.count;
      placed_[link.column + 1][link.to].in += link.count;
    }
    for (const auto& column : placed_) most_ = std::max(most_, height_of(column));
  }

  static std::int64_t height_of(const PlacedColumn& column) {
    std::int64_t height = 0;
    for (const auto& node : column) height += node.count();
    return height;
  }

  std::int64_t total_of(std::size_t c) const {
    std::int64_t total = 0;
    for (std::size_t n = 0; n < placed_[c].size(); ++n)
      if (!chart_.columns[c].nodes[n].outside) total += placed_[c][n].count();
    return total;
  }

  std::string words_of(std::size_t c, std::size_t n) const {
    const auto& node = chart_.columns[c].nodes[n];
    const std::int64_t count = placed_[c][n].count();
    const std::string words = node.label + "  " + count_text(count);
    return node.outside ? words : words + " (" + percent_text(count, total_of(c)) + ")";
  }

  double pixels(std::int64_t count) const {
    return most_ == 0 ? 0 : kInner * static_cast<double>(count) / static_cast<double>(most_);
  }

  // A node is as high as what passes through it, and high enough to be seen.
  void place() {
    for (auto& column : placed_) {
      double y = kTop;
      for (auto& node : column) {
        if (node.count() == 0) continue;
        node.y = y;
        node.height = std::max(2.0, pixels(node.count()));
        y += node.height + kGap;
      }
      height_ = std::max(height_, y);
    }
  }

  double x_of(std::size_t column) const {
    const double span = kChartWidth - 2 * kSide - kNodeWidth;
    return kSide + span * static_cast<double>(column) / static_cast<double>(placed_.size() - 1);
  }

  void draw_link(const FlowChart::Link& link) {
    PlacedNode &from = placed_[link.column][link.from], &to = placed_[link.column + 1][link.to];
    const double thick = std::max(0.8, pixels(link.count));
    const double x1 = x_of(link.column) + kNodeWidth, x2 = x_of(link.column + 1), bend = (x2 - x1) / 2;
    const double y1 = from.y + from.used_out, y2 = to.y + to.used_in;
    from.used_out += pixels(link.count);
    to.used_in += pixels(link.count);
    const std::string path = "M" + px(x1) + " " + px(y1) + "C" + px(x1 + bend) + " " + px(y1) + " " + px(x2 - bend) +
                             " " + px(y2) + " " + px(x2) + " " + px(y2) + "V" + px(y2 + thick) + "C" + px(x2 - bend) +
                             " " + px(y2 + thick) + " " + px(x1 + bend) + " " + px(y1 + thick) + " " + px(x1) + " " +
                             px(y1 + thick) + "Z";
    const auto& start = chart_.columns[link.column].nodes[link.from];
    const auto& end = chart_.columns[link.column + 1].nodes[link.to];
    page_.open("path", {{"d", path},
                        {"class",
                         fill_of(link.from == link.to || end.label == start.label ? start.tone : end.tone) + " flow"}});
    page_.element("title", {}, start.label + " \xE2\x86\x92 " + end.label + ": " + count_text(link.count)).close();
  }

  void draw_node(std::size_t c, std::size_t n) {
    const PlacedNode& node = placed_[c][n];
    if (node.count() == 0) return;
    const auto& described = chart_.columns[c].nodes[n];
    const std::string words = words_of(c, n);
    draw_box(page_, {x_of(c), node.y, kNodeWidth, node.height}, fill_of(described.tone), words);
    const double y = node.y + node.height / 2 + 4.5;
    if (c == 0) draw_label(page_, {x_of(c) - 8, y, Anchor::end, "label", kSide - 8}, words);
    else
      draw_label(
          page_,
          {x_of(c) + kNodeWidth + 8, y, Anchor::start, c + 1 == placed_.size() ? "label" : "label halo", kSide - 8},
          words);
  }

  Markup& page_;
  const FlowChart& chart_;
  std::vector<PlacedColumn> placed_;
  std::int64_t most_ = 0;
  double height_ = 0;
};

}  // namespace

void draw(Markup& page, const FlowChart& chart) {
  Drawing drawing(page, chart);
  open_svg(page, chart.head, kChartWidth, drawing.height());
  drawing.draw();
  page.close();
}

}  // namespace staysail::report
