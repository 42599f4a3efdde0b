// What an evaluation reads: who was meant to get which strategy, and what became of each customer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "staysail/base/calendar.hpp"
#include "staysail/base/id.hpp"

namespace staysail {

// The arm a customer was assigned to. Effects are judged by assignment, not by who could be reached: those who answer
// the telephone differ from those who do not.
enum class Arm : std::uint8_t { treated, held_out };
std::string_view name_of(Arm arm) noexcept;

// Where customers are filed whose segment or stage was not known at the decision.
inline constexpr std::string_view kUnknownGroup = "unknown";

// One customer whom a strategy matched in one period.
struct Exposure {
  CustomerId customer;
  StrategyId strategy;
  std::string segment;  // as of the decision; empty = kUnknownGroup
  std::string stage;    // likewise
  Arm arm = Arm::treated;
  Month period;
  bool contacted = false;  // a task of this strategy reached the customer; true in the hold-out is contamination
  bool accepted = false;   // the customer took what was offered
};

// What became of one customer by the end of the period.
struct Outcome {
  CustomerId customer;
  bool kept = false;
  // Revenue of one cycle before the decision and of one at the end, at EvaluationOptions::revenue_scale decimals of the
  // currency; 0 after leaving.
  std::int64_t revenue_before = 0;
  std::int64_t revenue_after = 0;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

}  // namespace staysail
