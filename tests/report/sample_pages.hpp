// Pages of sample nights, taken apart: what the tests of the report and of its sections ask.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "report/sample_nights.hpp"
#include "report/tag_checker.hpp"
#include "staysail/report/html_report.hpp"

namespace staysail::sample {

inline ReportOptions in(const std::string& language) {
  ReportOptions options;
  options.language = language;
  options.currency = "CNY";
  return options;
}

inline std::string page_of(const std::vector<NightRecord>& nights, const Batch& tasks,
                           const ReportOptions& options = in("en")) {
  return render_report(nights, tasks, options).value();
}

inline ParsedPage parsed(const std::string& page) {
  auto result = TagChecker::parse(page);
  CHECK(result.fault == "");
  return result;
}

// The cells of the first row of the page's tables whose heading cell is `name`.
inline std::vector<std::string> row_named(const ParsedPage& page, const std::string& name) {
  std::vector<std::string> cells;
  for (const auto& element : page.elements) {
    const bool head = element.tag == "th" && element.attributes.at("scope") == "row";
    if (!cells.empty() && element.tag != "td") break;
    if (!cells.empty() || (head && element.text == name)) cells.push_back(element.text);
  }
  return cells;
}

inline NightRecord bare_night() {
  NightRecord night;
  night.as_of = Day::of(2026, 1, 1).value();
  return night;
}

}  // namespace staysail::sample
