#include "report/figures.hpp"

#include <cmath>

#include <fmt/format.h>

#include "report/number_text.hpp"

namespace staysail::report {
namespace {

bool is_alive_stage(std::string_view stage) { return stage != "churned" && stage != "gone" && stage != "new"; }

bool allows_a_claim(const EffectRow& effect) {
  return effect.verdict == "keeps" || effect.verdict == "drives_away" || effect.verdict == "unclear";
}

struct VerdictPhrase {
  std::string_view verdict;
  Phrase phrase;
};

constexpr std::array kVerdictPhrases = {
    VerdictPhrase{"nobody_treated", Phrase::verdict_nobody_treated},
    VerdictPhrase{"no_hold_out", Phrase::verdict_no_hold_out},
    VerdictPhrase{"too_small", Phrase::verdict_too_small},
    VerdictPhrase{"sample_mismatch", Phrase::verdict_sample_mismatch},
    VerdictPhrase{"contaminated", Phrase::verdict_contaminated},
    VerdictPhrase{"keeps", Phrase::verdict_keeps},
    VerdictPhrase{"drives_away", Phrase::verdict_drives_away},
    VerdictPhrase{"unclear", Phrase::verdict_unclear},
};

EffectRow effect_row(const Batch& effects, std::size_t row) {
  const auto text = [&](const char* column) { return text_at(effects, column, row); };
  const auto number = [&](const char* column) { return number_at(effects, column, row).value_or(0); };
  EffectRow effect;
  effect.period = text("period");
  effect.strategy = text("strategy");
  effect.segment = text("segment");
  effect.stage = text("stage");
  effect.treated = number("treated");
  effect.treated_kept = number("treated_kept");
  effect.held_out = number("held_out");
  effect.held_out_kept = number("held_out_kept");
  effect.kept_customers = number("kept_customers");
  effect.difference = real_at(effects, "kept_difference", row);
  effect.low = real_at(effects, "kept_low", row);
  effect.high = real_at(effects, "kept_high", row);
  effect.verdict = text("verdict");
  effect.english = text("english");
  effect.chinese = text("chinese");
  return effect;
}

}  // namespace

Tone tone_of_stage(std::string_view stage) {
  if (stage == "onboarding") return Tone::blue;
  if (stage == "growth") return Tone::teal;
  if (stage == "maturity") return Tone::green;
  if (stage == "decline") return Tone::orange;
  if (stage == "churned") return Tone::red;
  return stage == "new" ? Tone::violet : Tone::grey;
}

Tone tone_of_level(std::string_view level) {
  if (level == "high") return Tone::red;
  if (level == "medium") return Tone::orange;
  return level == "low" ? Tone::yellow : Tone::grey;
}

Tone tone_at(std::size_t index) {
  constexpr std::array kTones = {Tone::blue,   Tone::orange, Tone::teal,  Tone::violet,
                                 Tone::yellow, Tone::red,    Tone::green, Tone::grey};
  return kTones[index % kTones.size()];
}

RowMask alive_lines(const NightRecord& night) { return rows_where(night.decision, "stage", "churned", false); }

RowMask ended_lines(const NightRecord& night) {
  RowMask ended = rows_where(night.decision, "stage", "churned");
  const Column* since = night.decision.find("stage_since");
  if (since == nullptr || since->type() != ColumnType::number) return ended;
  for (std::size_t row = 0; row < ended.size(); ++row)
    if (since->is_null(row) || since->numbers()[row] != night.period().index()) ended[row] = 0;
  return ended;
}

Retention retention_of(const NightRecord& night) {
  Retention retention;
  for (std::size_t row = 0; row < night.transitions.rows(); ++row) {
    if (!is_alive_stage(text_at(night.transitions, "from_stage", row))) continue;
    const std::int64_t lines = number_at(night.transitions, "lines", row).value_or(0);
    retention.base += lines;
    if (is_alive_stage(text_at(night.transitions, "to_stage", row))) retention.kept += lines;
  }
  return retention;
}

std::vector<EffectRow> effect_rows(const Batch& effects) {
  std::vector<EffectRow> rows;
  for (std::size_t row = 0; row < effects.rows(); ++row) rows.push_back(effect_row(effects, row));
  return rows;
}

const EffectRow* headline_effect(std::span<const EffectRow> effects) {
  const EffectRow* best = nullptr;
  for (const auto& effect : effects) {
    if (!effect.is_programme()) continue;
    const bool firmer = best == nullptr || allows_a_claim(effect) > allows_a_claim(*best);
    const bool later =
        best != nullptr && allows_a_claim(effect) == allows_a_claim(*best) && effect.period > best->period;
    if (firmer || later) best = &effect;
  }
  return best;
}

std::string verdict_sentence(const Words& words, const EffectRow& effect) {
  const std::string size =
      effect.difference ? fmt::format("{:.1f}", std::fabs(100 * *effect.difference)) : std::string(kNoNumber);
  const std::string low = effect.low ? points_text(*effect.low) : std::string(kNoNumber);
  const std::string high = effect.high ? points_text(*effect.high) : std::string(kNoNumber);
  for (const auto& [verdict, phrase] : kVerdictPhrases)
    if (verdict == effect.verdict) return words.say(phrase, {size, low, high});
  return words.name_of(effect.verdict);
}

bool is_open(const Batch& tasks, std::size_t row) {
  const std::string state = text_at(tasks, "state", row);
  return state != "closed" && state != "cancelled";
}

int days_late(const Batch& tasks, std::size_t row, Day as_of) {
  const Column* due = tasks.find("due");
  if (due == nullptr || due->type() != ColumnType::day || due->is_null(row) || !is_open(tasks, row)) return 0;
  const int late = as_of - Day::since_epoch(due->days()[row]);
  return late > 0 ? late : 0;
}

}  // namespace staysail::report
