#include "staysail/evaluation/effect.hpp"

#include <algorithm>
#include <array>

#include "staysail/evaluation/exposure.hpp"

namespace staysail {

std::string_view name_of(Arm arm) noexcept { return arm == Arm::treated ? "treated" : "held_out"; }

std::string_view name_of(EffectVerdict verdict) noexcept {
  constexpr std::array<std::string_view, 8> kNames = {"nobody_treated", "no_hold_out", "too_small",   "sample_mismatch",
                                                      "contaminated",   "keeps",       "drives_away", "unclear"};
  return kNames[static_cast<std::size_t>(verdict)];
}

bool is_sound(EffectVerdict verdict) noexcept {
  return verdict == EffectVerdict::keeps || verdict == EffectVerdict::drives_away || verdict == EffectVerdict::unclear;
}

void ArmCounts::merge(const ArmCounts& other) {
  customers += other.customers;
  kept += other.kept;
  contacted += other.contacted;
  accepted += other.accepted;
}

const EffectEstimate* EvaluationReport::find(const EffectCell& cell) const {
  const auto found =
      std::lower_bound(effects.begin(), effects.end(), cell,
                       [](const EffectEstimate& effect, const EffectCell& key) { return effect.cell < key; });
  return found != effects.end() && found->cell == cell ? &*found : nullptr;
}

}  // namespace staysail
