// What counts say: the share kept, the difference to the hold-out, and how strong that is; in numbers and in words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "staysail/knowledge/advice.hpp"

namespace staysail::knowledge {

struct EvidenceBar {
  double confidence = 0.95;
  std::uint64_t minimum_tried = 30;
  std::uint64_t minimum_held_out = 30;

  bool is_met_by(const OutcomeCounts& counts) const {
    return counts.tried >= minimum_tried && counts.held_out >= minimum_held_out;
  }
};

struct Comparison {
  EvidenceStrength strength = EvidenceStrength::none;
  std::optional<statistics::Interval> kept;
  std::optional<double> effect;
  std::optional<statistics::Interval> effect_interval;
};

Comparison compare(const OutcomeCounts& counts, const EvidenceBar& bar);

// "tried 1200 times, 92.0 % kept (at least 90.3 %), hold-out 84.0 % of 300: +8.0 points, interval 3.9 to 12.8"
std::string english_counts(const OutcomeCounts& counts, const Comparison& comparison);
std::string chinese_counts(const OutcomeCounts& counts, const Comparison& comparison);
// What follows from it, as a sentence.
std::string english_conclusion(const Comparison& comparison, const EvidenceBar& bar);
std::string chinese_conclusion(const Comparison& comparison, const EvidenceBar& bar);

}  // namespace staysail::knowledge
