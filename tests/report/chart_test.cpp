#include "report/chart.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstdio>

#include "report/svg.hpp"
#include "report/tag_checker.hpp"

using namespace staysail;
using namespace staysail::report;

namespace {

template <class Chart>
sample::ParsedPage drawn(const Chart& chart) {
  Markup out;
  out.verbatim("<!DOCTYPE html>");
  draw(out, chart);
  auto parsed = sample::TagChecker::parse(out.finish());
  CHECK(parsed.fault == "");
  return parsed;
}

double number(const sample::Element& element, const char* attribute) {
  return std::stod(element.attributes.at(attribute));
}

std::vector<sample::Element> marks(const sample::ParsedPage& page) {
  std::vector<sample::Element> found;
  for (const auto* box : page.all("rect"))
    if (box->attributes.count("class") != 0 && box->attributes.at("class").ends_with(" mark")) found.push_back(*box);
  return found;
}

BarChart two_bars(bool shares) {
  return {{"Lines", "Lines by month"},
          {{"kept", Tone::green}, {"lost", Tone::red}},
          {{"2026-01", {100, 300}, {}}, {"2026-02", {400, 400}, {}}},
          shares};
}

}  // namespace

TEST_CASE("bars are as long as their values say") {
  const auto boxes = marks(drawn(two_bars(false)));
  REQUIRE(boxes.size() == 4);
  const double unit = number(boxes[0], "width") / 100;
  CHECK(number(boxes[1], "width") == doctest::Approx(300 * unit).epsilon(0.01));
  CHECK(number(boxes[2], "width") == doctest::Approx(400 * unit).epsilon(0.01));
  CHECK(number(boxes[1], "x") == doctest::Approx(number(boxes[0], "x") + 100 * unit).epsilon(0.01));
}

TEST_CASE("bars of shares all end at the same place and say per cent") {
  const auto page = drawn(two_bars(true));
  const auto boxes = marks(page);
  REQUIRE(boxes.size() == 4);
  const auto end = [](const sample::Element& box) { return number(box, "x") + number(box, "width"); };
  CHECK(end(boxes[1]) == doctest::Approx(end(boxes[3])).epsilon(0.001));
  CHECK(page.says("25.0%"));
  CHECK(page.says("75.0%"));
}

TEST_CASE("a plain bar's tooltip says what its note says, a part's which share of the bar it is") {
  BarChart plain{{"Reasons", "Lines by reason"}, {{"lines", Tone::blue}}, {{"Silent", {203}, "203 (20.3%)"}}, false};
  CHECK(drawn(plain).says("Silent, lines: 203 (20.3%)"));
  plain.rows[0].note.clear();
  CHECK(drawn(plain).says("Silent, lines: 203"));
  CHECK_FALSE(drawn(plain).says("100.0%"));
  CHECK(drawn(two_bars(false)).says("2026-01, lost: 300 (75.0%)"));
}

TEST_CASE("a chart says what it is to those who cannot see it") {
  const auto page = drawn(two_bars(false));
  const auto& svg = *page.all("svg").front();
  CHECK(svg.attributes.at("role") == "img");
  CHECK(page.says("Lines by month"));
  std::size_t named = 0;
  for (const auto& element : page.elements)
    if (element.attributes.count("id") != 0 &&
        svg.attributes.at("aria-labelledby").find(element.attributes.at("id")) != std::string::npos)
      ++named;
  CHECK(named == 2);
}

TEST_CASE("nothing but zeros is drawn without a bar") {
  BarChart chart = two_bars(false);
  for (auto& row : chart.rows) row.values = {0, 0};
  CHECK(marks(drawn(chart)).empty());
  chart.shares = true;
  CHECK(marks(drawn(chart)).empty());
}

TEST_CASE("series that nobody has leave the legend") {
  BarChart chart = two_bars(false);
  chart.rows = {{"a", {0, 5}, {}}, {"b", {0, 7}, {}}};
  drop_empty_series(chart);
  REQUIRE(chart.series.size() == 1);
  CHECK(chart.series[0].name == "lost");
  CHECK(chart.rows[1].values == std::vector<std::int64_t>{7});
}

TEST_CASE("a flow has a node for each stage that occurs and a band for each move") {
  FlowChart chart;
  chart.head = {"Flow", "From month to month"};
  chart.columns = {{"2026-01", {{"growth", Tone::teal}, {"decline", Tone::orange}, {"new", Tone::violet, true}}},
                   {"2026-02", {{"growth", Tone::teal}, {"decline", Tone::orange}, {"new", Tone::violet, true}}}};
  chart.links = {{0, 0, 0, 60}, {0, 0, 1, 20}, {0, 1, 1, 20}, {0, 2, 0, 5}};
  const auto page = drawn(chart);
  CHECK(page.all("path").size() == 4);
  CHECK(page.all("rect").size() == 5);
  CHECK(page.says("growth → decline: 20"));
  CHECK(page.says("growth  80 (80.0%)"));
  CHECK(page.says("growth  65 (61.9%)"));
  CHECK(number(*page.all("rect")[0], "height") ==
        doctest::Approx(4 * number(*page.all("rect")[1], "height")).epsilon(0.01));
}

TEST_CASE("an interval lies on the side of zero that it lies on") {
  ForestPlot plot{{"Effects", "Differences"},
                  "worse",
                  "better",
                  "points",
                  {{"keeps", 2.0, 0.5, 3.5, "+2.0", Tone::green},
                   {"unclear", 0.2, -1.0, 1.4, "+0.2", Tone::grey},
                   {"unknown", {}, {}, {}, "no estimate", Tone::grey}}};
  const auto page = drawn(plot);
  double zero = 0;
  std::vector<const sample::Element*> whiskers;
  for (const auto* line : page.all("line")) {
    if (line->attributes.at("class") == "zero-line") zero = number(*line, "x1");
    if (line->attributes.at("class") == "whisker" && line->attributes.at("y1") == line->attributes.at("y2"))
      whiskers.push_back(line);
  }
  REQUIRE(whiskers.size() == 2);
  CHECK(zero > 0);
  CHECK(number(*whiskers[0], "x1") > zero);
  CHECK(number(*whiskers[1], "x1") < zero);
  CHECK(number(*whiskers[1], "x2") > zero);
  CHECK(page.all("circle").size() == 2);
}

TEST_CASE("a deeper cell holds more") {
  HeatMap chart{
      {"Grid", "Value by loyalty"}, "loyalty", "value", {"1", "2"}, {"1"}, {{0.25, "10", "25%"}, {1.0, "40", "75%"}}};
  const auto page = drawn(chart);
  REQUIRE(page.all("rect").size() == 2);
  CHECK(number(*page.all("rect")[0], "fill-opacity") < number(*page.all("rect")[1], "fill-opacity"));
}

TEST_CASE("ticks are round, cover the values and are few") {
  CHECK(nice_ticks(0, 1300, 5) == std::vector<double>{0, 500, 1000, 1500});
  CHECK(nice_ticks(0, 0, 5).size() >= 2);
  CHECK(rc::check([](std::int32_t low, std::uint32_t span) {
    const double high = static_cast<double>(low) + static_cast<double>(span);
    const auto ticks = nice_ticks(low, high, 5);
    RC_ASSERT(ticks.size() >= 2U);
    RC_ASSERT(ticks.size() <= 8U);
    RC_ASSERT(ticks.front() <= low + 1e-6);
    RC_ASSERT(ticks.back() >= high - 1e-6);
  }));
}

TEST_CASE("curves step down where their shares do, and keep to their band and their end") {
  CurveChart chart;
  chart.head = {"Survival", "Share still here"};
  chart.curves = {{"a", Tone::blue, {{0, 1, 1, 1}, {6, 0.75, 0.5, 0.9}}, 12}, {"b", Tone::red, {{0, 1, 1, 1}}, 24}};
  const auto page = drawn(chart);
  std::vector<std::string> curves, bands;
  for (const auto* path : page.all("path"))
    (path->attributes.at("class").ends_with(" curve") ? curves : bands).push_back(path->attributes.at("d"));
  REQUIRE(curves.size() == 2);
  REQUIRE(bands.size() == 2);
  // M x0 y(1) H x(6) V y(0.75) H x(12)
  double x0 = 0, top = 0, x6 = 0, y75 = 0, x12 = 0;
  REQUIRE(std::sscanf(curves[0].c_str(), "M%lf %lfH%lfV%lfH%lf", &x0, &top, &x6, &y75, &x12) == 5);
  CHECK(x6 - x0 == doctest::Approx((x12 - x0) / 2).epsilon(0.001));
  double lowest = 0;
  for (const auto* line : page.all("line"))
    if (line->attributes.at("class") == "grid-line") lowest = std::max(lowest, number(*line, "y1"));
  CHECK(y75 - top == doctest::Approx((lowest - top) / 2).epsilon(0.01));  // the axis begins at one half
  double x24 = 0;
  REQUIRE(std::sscanf(curves[1].c_str(), "M%lf %lfH%lf", &x0, &top, &x24) == 3);
  CHECK(x24 - x0 == doctest::Approx(2 * (x12 - x0)).epsilon(0.001));
  CHECK(page.says("50%"));
  CHECK(page.says("100%"));
}

TEST_CASE("names of curves that end together do not lie on each other") {
  CurveChart chart;
  for (const char* name : {"one", "two", "three", "four"})
    chart.curves.push_back({name, Tone::blue, {{0, 0.9, 0.9, 0.9}}, 12});
  std::vector<double> places;
  const auto page = drawn(chart);
  for (const auto* text : page.all("text"))
    if (text->attributes.at("class") == "label") places.push_back(number(*text, "y"));
  REQUIRE(places.size() == 4);
  for (std::size_t i = 1; i < places.size(); ++i) CHECK(places[i] - places[i - 1] >= 13);
}
