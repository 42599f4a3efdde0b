// Evaluation: what one evaluation may still do, and why its nulls came about. Owned by one thread, handed down by
// reference.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "staysail/decision/temporal.hpp"

namespace staysail::decision {

// How many items all loops and filters of one evaluation may visit together; past it the value is null.
inline constexpr std::uint64_t kMaxSteps = 1'000'000;
// Nodes under evaluation at once, through all function calls: what the stack of a thread surely holds.
inline constexpr int kMaxDepth = 1'000;
inline constexpr std::size_t kMaxReasons = 100;

struct Evaluation {
  std::uint64_t steps = 0;
  int depth = 0;
  std::optional<DateTime> now;                  // what now() and today() say; null without it
  std::vector<std::string>* reasons = nullptr;  // where wanted

  bool step() { return ++steps <= kMaxSteps; }
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
