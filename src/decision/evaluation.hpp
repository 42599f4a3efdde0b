// Evaluation: what one evaluation may still do, and why its nulls came about. Owned by one thread, handed down by
// reference.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "staysail/decision/temporal.hpp"

namespace staysail::decision {

// How many items all loops and filters of one evaluation may visit and how many functions it may call, together; what
// is done with long texts and lists counts as several. Past it the value is null.
inline constexpr std::uint64_t kMaxSteps = 1'000'000;
// Nodes under evaluation at once, through all function calls: what the stack of a thread surely holds.
inline constexpr int kMaxDepth = 1'000;
inline constexpr std::size_t kMaxReasons = 100;
inline constexpr std::uint64_t kWeightOfStep = 16;

struct Evaluation {
  std::uint64_t steps = 0;
  int depth = 0;
  std::optional<DateTime> now;                  // what now() and today() say; null without it
  std::vector<std::string>* reasons = nullptr;  // where wanted

  bool step() { return ++steps <= kMaxSteps; }
  // For work on a value of this weight: nothing for what is small.
  void charge(std::uint64_t weight) { steps += std::min(weight / kWeightOfStep, kMaxSteps); }
  // For work that grows with the square of a number of items; false when there is no room for it.
  bool charge_square(std::uint64_t items) {
    charge(items * std::min<std::uint64_t>(items, kMaxSteps));
    if (steps > kMaxSteps) note("this would compare too many items with each other");
    return steps <= kMaxSteps;
  }
  void note(std::string reason) {
    if (reasons != nullptr && reasons->size() < kMaxReasons) reasons->push_back(std::move(reason));
  }
};

// One level deeper while it lives.
class Deeper {
 public:
  explicit Deeper(Evaluation& evaluation) : evaluation_(evaluation) { ++evaluation_.depth; }
  ~Deeper() { --evaluation_.depth; }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;
  bool too_deep() const { return evaluation_.depth > kMaxDepth; }

 private:
  Evaluation& evaluation_;
};

}  // namespace staysail::decision
