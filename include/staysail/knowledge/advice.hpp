// Advice: which strategies to try on a customer, ranked by what is known about them, each with its evidence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/knowledge/knowledge_base.hpp"
#include "staysail/model/readable_names.hpp"
#include "staysail/statistics/interval.hpp"

namespace staysail {

// In the order of ranking.
enum class EvidenceStrength : std::uint8_t {
  proven,      // better than the hold-out: the interval of the difference lies above zero
  unclear,     // compared with a large enough hold-out, the interval holds zero
  unmeasured,  // tried often enough, but the hold-out is missing or too small
  too_little,  // tried less often than the minimum
  none,        // never tried
  harmful,     // worse than the hold-out: advised against
};
std::string_view name_of(EvidenceStrength strength) noexcept;

// Whose outcomes were counted: the narrowest group with enough of them.
enum class EvidenceScope : std::uint8_t { segment_and_stage, segment, stage, everybody };
std::string_view name_of(EvidenceScope scope) noexcept;

struct AdviceRequest {
  std::string segment;
  std::string stage;
  // The candidates, each considered once; empty = every strategy that was tried in the stage, or of
  // which an item speaks.
  std::vector<StrategyId> strategies;
  std::optional<Day> as_of;  // cited items must be valid on it
  double confidence = 0.95;
  std::uint64_t minimum_tried = 30;
  std::uint64_t minimum_held_out = 30;
  std::size_t cited_items = 3;
  ReadableNames names;  // what the sentences call strategies, segments and stages

  // `invalid_argument` for a confidence outside (0, 1) or a minimum of 0.
  Status validate() const;
};

struct Advice {
  StrategyId strategy;
  EvidenceStrength strength = EvidenceStrength::none;
  EvidenceScope scope = EvidenceScope::everybody;
  EvidenceTotal evidence;
  std::optional<statistics::Interval> kept;  // Wilson's, of the share kept; absent when never tried
  std::optional<double> effect;              // share kept - share of the hold-out kept; absent without a hold-out
  std::optional<statistics::Interval> effect_interval;  // Newcombe's
  std::vector<KnowledgeItemId> items;  // published items that speak of the strategy, the most fitting first
  std::string tactic;                  // what to do, from the first cited item that says so; may be empty
  // What the evidence is, in one or two sentences.
  std::string english;
  std::string chinese;
};

// Best first: by strength, then by the lower end of the effect (of the share kept where there is no effect), then by
// id.
Result<std::vector<Advice>> advise(const KnowledgeBase& base, const AdviceRequest& request);

}  // namespace staysail
