// Evidence: how often each strategy was tried, in which segment, stage and period, and how it ended.
//
// Counts are exact and add up. A cell of one period is replaced, never added to, when the period is evaluated again, so
// a replay counts nothing twice; merge() joins the ledgers of other customers (cities make a province).
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "staysail/base/calendar.hpp"
#include "staysail/base/id.hpp"
#include "staysail/base/result.hpp"
#include "staysail/statistics/proportion.hpp"

namespace staysail {

// In customers of one period. Over several periods these are customer-months: a customer who was asked twice is two.
struct OutcomeCounts {
  std::uint64_t tried = 0;  // assigned to the strategy, with a known outcome
  std::uint64_t accepted = 0;
  std::uint64_t kept = 0;  // of those tried
  std::uint64_t held_out = 0;
  std::uint64_t held_out_kept = 0;

  statistics::Proportion kept_share() const { return {kept, tried}; }
  statistics::Proportion held_out_kept_share() const { return {held_out_kept, held_out}; }
  void merge(const OutcomeCounts& other);
  friend bool operator==(const OutcomeCounts&, const OutcomeCounts&) = default;
};

struct EvidenceKey {
  StrategyId strategy;
  std::string segment;
  std::string stage;
  Month period;
  friend bool operator==(const EvidenceKey&, const EvidenceKey&) = default;
  friend auto operator<=>(const EvidenceKey&, const EvidenceKey&) = default;
};

// Which evidence to add up; an absent field takes all.
struct EvidenceFilter {
  StrategyId strategy;
  std::optional<std::string> segment;
  std::optional<std::string> stage;
  std::optional<Month> until;  // inclusive
};

struct EvidenceTotal {
  OutcomeCounts counts;
  std::uint32_t periods = 0;
  // Of the periods counted; meaningless when periods = 0.
  Month first;
  Month last;
};

// Owned by one thread at a time; const members may be called by many.
class EvidenceLedger {
 public:
  using Cells = std::map<EvidenceKey, OutcomeCounts>;

  // Replaces whatever the cell held.
  void record(const EvidenceKey& key, const OutcomeCounts& counts) { cells_[key] = counts; }
  // Replaces all cells of `period`: those that a new evaluation no longer has are gone.
  void replace_period(Month period, const Cells& cells);
  void merge(const EvidenceLedger& other);

  EvidenceTotal total(const EvidenceFilter& filter) const;
  const Cells& cells() const { return cells_; }

 private:
  Cells cells_;
};

// One cell as the bytes of a store record, and back. The key that names it in a store: evidence_id().
std::string to_record(const EvidenceKey& key, const OutcomeCounts& counts);
Result<std::pair<EvidenceKey, OutcomeCounts>> evidence_from_record(std::string_view bytes);
std::string evidence_id(const EvidenceKey& key);

}  // namespace staysail
