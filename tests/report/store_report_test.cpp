#include "staysail/report/store_report.hpp"

#include <doctest/doctest.h>

#include "report/sample_nights.hpp"
#include "staysail/report/html_report.hpp"
#include "staysail/work/task_frame.hpp"

using namespace staysail;

TEST_CASE("the page of a store is that of its nights, though of past ones it reads a part") {
  const auto store = make_memory_store();
  const auto nights = sample::nights(300, 4);
  for (const auto& night : nights) REQUIRE(night.save(*store));
  ReportOptions options;
  options.language = "en";
  options.currency = nights.back().currency;
  const std::string page = render_report(nights, task_frame({}).value(), options).value();
  CHECK(report_of(*store, nights.back().period(), "en").value() == page);
  CHECK(report_of(*store, nights.back(), {}, "en").value() == page);
  CHECK(report_of(*store, nights[1].period(), "en").value() != page);
}

TEST_CASE("a month without a night has no page") {
  const auto store = make_memory_store();
  CHECK(report_of(*store, Month::of(2026, 1), "en").error().code() == Errc::invalid_argument);
}
