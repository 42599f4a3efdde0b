#include "warning/hazard_months.hpp"

#include <algorithm>
#include <array>

namespace staysail {
namespace {

// From month `begin` on a code lasts for `width` months. No code may last for more than kMostTrials.
struct Pace {
  std::uint32_t begin, width, code;
};
constexpr std::array<Pace, 4> kPaces = {{{1, 1, 1}, {13, 3, 13}, {73, 6, 33}, {241, 8, 61}}};

constexpr std::int32_t kLongBefore = -13, kLongAfter = 25;

}  // namespace

std::uint8_t tenure_code(std::uint32_t month) {
  const std::uint32_t from_first = std::max(month, 1U);
  const auto pace = std::prev(
      std::find_if(kPaces.begin() + 1, kPaces.end(), [&](const Pace& one) { return one.begin > from_first; }));
  return static_cast<std::uint8_t>(
      std::min<std::uint32_t>(pace->code + (from_first - pace->begin) / pace->width, kTenureCodes - 1));
}

std::uint8_t stretch_code(std::uint8_t tenure_code) {
  constexpr std::uint8_t kMonths = 12, kQuarter = 3;  // codes of single months
  if (tenure_code <= kMonths) return static_cast<std::uint8_t>((tenure_code + kQuarter - 1) / kQuarter);
  return static_cast<std::uint8_t>(tenure_code - kMonths + kMonths / kQuarter);
}

std::uint8_t contract_code(const std::optional<std::int32_t>& months) {
  if (!months) return 0;
  return static_cast<std::uint8_t>(std::clamp(*months, kLongBefore, kLongAfter) - kLongBefore + 1);
}

std::optional<std::int32_t> CustomerMonths::contract_at(std::uint32_t month) const {
  if (!contract_end) return std::nullopt;
  return *contract_end + static_cast<std::int32_t>(last) - static_cast<std::int32_t>(month);
}

std::vector<MonthSpan> spans_of(const std::vector<CustomerMonths>& customers, MonthAxis axis) {
  std::vector<MonthSpan> spans;
  for (std::uint32_t customer = 0; customer < customers.size(); ++customer) {
    const CustomerMonths& months = customers[customer];
    const std::size_t first = spans.size();
    for (std::uint32_t month = months.entry + 1; month <= months.last; ++month) {
      const std::uint8_t tenure = tenure_code(month);
      const MonthSpan next{customer, axis == MonthAxis::tenure ? tenure : stretch_code(tenure),
                           contract_code(months.contract_at(month)), 1, -1};
      const bool alike = spans.size() > first && spans.back().tenure == next.tenure &&
                         spans.back().contract == next.contract && spans.back().trials < statistics::kMostTrials;
      alike ? static_cast<void>(++spans.back().trials) : spans.push_back(next);
    }
    if (spans.size() > first) spans.back().kind = months.kind;
  }
  return spans;
}

}  // namespace staysail
