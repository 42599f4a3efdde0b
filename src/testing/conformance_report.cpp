#include "staysail/testing/conformance_report.hpp"

namespace staysail {

bool ConformanceReport::check(bool kept, std::string_view promise, std::string_view detail) {
  ++checked_;
  if (!kept) findings_.push_back(Finding{std::string(promise), std::string(detail)});
  return kept;
}

std::string ConformanceReport::to_string() const {
  if (passed()) return std::to_string(checked_) + " promises kept";
  if (checked_ == 0) return "nothing was checked";
  std::string text;
  for (const auto& [promise, detail] : findings_)
    text += "broken: " + promise + (detail.empty() ? "" : " (" + detail + ")") + "\n";
  return text;
}

}  // namespace staysail
