// Effects: what the operator's actions really did, because the same customers also live on untouched.
//
// From the first action on a line a copy of it lives in a second world with the same dice and no actions. Whether it
// leaves there is the counterfactual that nobody outside a simulation knows. Kept in truth/, never in the export.
#pragma once

#include <map>
#include <span>
#include <string>

#include "simulator/action.hpp"
#include "simulator/line_month.hpp"
#include "simulator/line_state.hpp"
#include "simulator/month_context.hpp"

namespace staysail::simulator {

class Effects {
 public:
  // Before a line lives a month in which it meets `actions`: the copy is taken at the first of them.
  void before(const MonthContext& month, const LineState& line, std::span<const Action> actions);
  // After it has lived the month.
  void after(const MonthContext& month, const LineState& line, const LineMonth& events);
  // The copies live the month, untouched.
  void live_untouched(const MonthContext& month);

  // truth/effects.csv: one row for each strategy and month of first contact.
  std::string table(Month first_month) const;
  // truth/counterfactual.csv: one row for each line that was contacted.
  std::string lines(Month first_month) const;

 private:
  struct Treated {
    std::string strategy;
    std::int32_t since = 0;  // month number
    bool reached = false, accepted = false;
    double expected_left = 0, expected_left_untouched = 0;  // in the month of the first contact
    std::int32_t left = -1, left_untouched = -1;            // month numbers
    LineState untouched;
  };
  std::map<std::uint32_t, Treated> treated_;
};

}  // namespace staysail::simulator
