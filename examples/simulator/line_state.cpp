#include "simulator/line_state.hpp"

namespace staysail::simulator {

const char* symbol_of(Cause cause) {
  constexpr std::array<const char*, 9> kSymbols = {"",      "arrears", "discount_ended", "price",  "dissatisfaction",
                                                   "rival", "moved",   "transfer",       "unknown"};
  return kSymbols[static_cast<std::size_t>(cause)];
}

std::int32_t list_price_li(const LineState& line) { return ladder_of(line.product)[line.rung].price_li; }

std::int32_t plan_price_li(const LineState& line) {
  const std::int32_t list = list_price_li(line);
  return list - list / 100 * line.discount_percent;
}

bool is_bound(const LineState& line, DayNumber day) {
  return line.agreement.exists() && (line.agreement.end >= day || line.next_agreement.exists());
}

int tenure_months(const LineState& line, const Day& day) {
  return day.month_of() - Day::since_epoch(line.activated).month_of();
}

}  // namespace staysail::simulator
