// Operator: everybody's life, month after month.
#pragma once

#include <cstdint>
#include <vector>

#include "simulator/action.hpp"
#include "simulator/effects.hpp"
#include "simulator/line_state.hpp"
#include "simulator/month_export.hpp"
#include "simulator/options.hpp"

namespace staysail::simulator {

class Operator {
 public:
  explicit Operator(const Options& options);

  // The month that live() would live: 0, 1, ...
  std::int32_t next_month() const { return next_month_; }
  MonthContext context() const { return month_context(options_.seed, options_.first_month, next_month_); }
  // Those who come in it are known before it is lived.
  void receive_joiners();
  // `not_found` when an action is on a line that does not exist.
  Status check(const std::vector<Action>& actions) const;
  // Lives the month. `actions`: sorted by token; check()ed first.
  // `out` may be null: then nothing is written and the operator is the same afterwards.
  Status live(std::vector<Action> actions, MonthExport* out);

  const Options& options() const { return options_; }
  const Population& population() const { return population_; }
  const std::vector<LineState>& lines() const { return lines_; }
  const Effects& effects() const { return effects_; }

 private:
  void found_new_lines();
  void live_customer(const MonthContext& month, const Customer& customer, const std::vector<Action>& actions,
                     std::size_t& next, MonthExport* out);

  Options options_;
  Population population_;
  std::vector<LineState> lines_;
  Effects effects_;
  std::int32_t next_month_ = 0;
  std::size_t founded_customers_ = 0;
  LineMonth events_;
};

}  // namespace staysail::simulator
