// Figures of a night that several sections speak of.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/chart.hpp"
#include "report/tally.hpp"
#include "report/words.hpp"
#include "staysail/cycle/night_record.hpp"

namespace staysail::report {

inline constexpr std::array<std::string_view, 8> kStages = {"onboarding", "growth",  "maturity", "decline",
                                                            "churned",    "unknown", "new",      "gone"};
inline constexpr std::array<std::string_view, 4> kLevels = {"high", "medium", "low", "none"};
inline constexpr std::array<std::string_view, 5> kChurnKinds = {"defected", "left_market", "reduced", "passive",
                                                                "internal_transfer"};

Tone tone_of_stage(std::string_view stage);
Tone tone_of_level(std::string_view level);
// Tones for the n-th of things that have no colour of their own.
Tone tone_at(std::size_t index);

// Lines that have not ended.
RowMask alive_lines(const NightRecord& night);
// Lines that ended since the night before: churned, and so for the first time in this period. Where the record does not
// say since when, all that ended.
RowMask ended_lines(const NightRecord& night);

// Of the lines that were alive a month ago, how many still are. Base 0: no month before.
struct Retention {
  std::int64_t base = 0, kept = 0;
};
Retention retention_of(const NightRecord& night);

// A row of NightRecord::effects.
struct EffectRow {
  std::string period, strategy, segment, stage;
  std::int64_t treated = 0, treated_kept = 0, held_out = 0, held_out_kept = 0, kept_customers = 0;
  std::optional<double> difference, low, high;
  std::string verdict, english, chinese;

  bool is_overall() const { return segment.empty() && stage.empty(); }
  // The whole programme, each customer once.
  bool is_programme() const { return is_overall() && strategy.empty(); }
};
std::vector<EffectRow> effect_rows(const Batch& effects);
// The programme's effect to put in front: of the latest period that allows a claim, else of the latest; null without
// any.
const EffectRow* headline_effect(std::span<const EffectRow> effects);
// The verdict as one sentence for people.
std::string verdict_sentence(const Words& words, const EffectRow& effect);

// A task that is neither closed nor cancelled.
bool is_open(const Batch& tasks, std::size_t row);
// An open task that was due before `as_of`: days late; 0 for all others.
int days_late(const Batch& tasks, std::size_t row, Day as_of);

}  // namespace staysail::report
