// The guards between a match and a task that look at one subscription and one strategy alone, in their order.
#pragma once

#include <optional>
#include <string>

#include "plan_frame.hpp"
#include "staysail/strategy/plan.hpp"

namespace staysail::strategy {

// What every guard may look at. Immutable while guards are asked; any thread.
class GuardContext {
 public:
  // Evaluates where the prohibitions of stages are lifted.
  static Result<GuardContext> of(const PlanRequest& request);

  const PlanRequest& request() const { return *request_; }
  const PlanFrame& frame() const { return frame_; }
  const Strategy& strategy(std::uint32_t index) const { return (*request_->strategies)[index]; }
  std::span<const PastContact> past_of(std::uint32_t row) const;
  // Whether the prohibition at this position of the policy is lifted for the row.
  bool lifted(std::size_t prohibition, std::uint32_t row) const {
    return !lifted_[prohibition].empty() && lifted_[prohibition][row] != 0;
  }

  // The recipient's, by name; empty where nothing is known of it.
  std::string_view zone(std::uint32_t row) const { return zones_ ? zones_->text(row) : std::string_view{}; }

 private:
  const PlanRequest* request_ = nullptr;
  PlanFrame frame_;
  std::optional<Column> zones_;
  std::vector<std::vector<std::uint8_t>> lifted_;  // one a prohibition; empty = nowhere
};

struct Ruling {
  Verdict verdict = Verdict::task;
  std::string detail;
  std::uint8_t channel = 0;
  std::uint32_t guards = 0;  // guard_bit() of every guard that stops it
};

// The first guard that stops the strategy for the row; Verdict::task and the channel to use when none does. The guards
// after it are asked as if those before had let the strategy pass.
Ruling ask_guards(const GuardContext& context, std::uint32_t row, std::uint32_t strategy);

}  // namespace staysail::strategy
