#include "simulator/month_context.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace staysail::simulator {
namespace {

// The month in which the spring festival falls, 2015 to 2040: 1 or 2.
constexpr int kFirstFestival = 2015;
constexpr std::array<std::uint8_t, 26> kFestivalMonth = {2, 2, 1, 2, 2, 1, 2, 2, 1, 2, 1, 2, 2,
                                                         1, 2, 2, 1, 2, 1, 2, 2, 1, 2, 2, 1, 2};
constexpr std::array<double, 12> kCalls = {1.00, 1.00, 1.00, 1.00, 1.01, 0.99, 0.97, 0.96, 1.02, 1.03, 1.00, 1.01};
constexpr std::array<double, 12> kData = {1.00, 0.98, 0.99, 1.00, 1.01, 1.03, 1.09, 1.10, 0.99, 1.02, 1.00, 1.01};

bool is_festival(Month month) {
  const int year =
      std::clamp(month.year(), kFirstFestival, kFirstFestival + static_cast<int>(kFestivalMonth.size()) - 1);
  return month.month() == kFestivalMonth[static_cast<std::size_t>(year - kFirstFestival)];
}

}  // namespace

MonthContext month_context(std::uint64_t seed, Month first_month, std::int32_t number) {
  MonthContext context;
  context.seed = seed;
  context.number = number;
  context.month = first_month + number;
  context.first = context.month.first_day();
  context.last = context.month.last_day();
  context.days = context.last - context.first + 1;
  const auto season = static_cast<std::size_t>(context.month.month() - 1);
  const bool festival = is_festival(context.month);
  context.call_season = kCalls[season] * (festival ? 1.15 : 1.0);
  context.data_season = kData[season] * (festival ? 1.06 : 1.0);
  return context;
}

}  // namespace staysail::simulator
