// KnowledgeItem: one thing the retention team knows: a case, a practice, a rule, a question and its answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/id.hpp"
#include "staysail/base/result.hpp"
#include "staysail/knowledge/evidence.hpp"

namespace staysail {

enum class KnowledgeKind : std::uint8_t {
  experience,
  practice,
  rule,
  faq,
  synonyms,  // each line of title and body: words that mean the same ("携转 = 携号转网 = MNP"); served, it widens
             // searches
};
// "case", "practice", "rule", "faq", "synonyms".
std::string_view name_of(KnowledgeKind kind) noexcept;
Result<KnowledgeKind> knowledge_kind_of(std::string_view name);

// draft -> reviewed -> published -> deprecated. Only published items are found and cited.
enum class KnowledgeState : std::uint8_t { draft, reviewed, published, deprecated };
enum class KnowledgeEvent : std::uint8_t { review, send_back, publish, deprecate };
std::string_view name_of(KnowledgeState state) noexcept;
std::string_view name_of(KnowledgeEvent event) noexcept;
Result<KnowledgeState> knowledge_state_of(std::string_view name);
// The state after `event`; `illegal_transition` that lists what is possible.
Result<KnowledgeState> next_state(KnowledgeState state, KnowledgeEvent event);

// When the item applies. Empty fields apply to all.
struct Situation {
  std::string segment;
  std::string stage;
  std::vector<std::string> signals;  // reason codes of the early warning
  friend bool operator==(const Situation&, const Situation&) = default;
};

// What speaks for (or against) the item.
struct ItemEvidence {
  std::string source;  // "evaluation 2026-03", or the id of a task
  OutcomeCounts counts;
  friend bool operator==(const ItemEvidence&, const ItemEvidence&) = default;
};

struct KnowledgeItem {
  KnowledgeItemId id;
  std::string title;
  KnowledgeKind kind = KnowledgeKind::practice;
  std::string body;
  Situation situation;
  StrategyId strategy;  // the strategy it speaks of; empty when it speaks of none
  std::string action;   // what to do, in words that can stand in a task; may be empty
  std::string author;
  std::uint32_t version = 0;  // given by the knowledge base, from 1
  std::optional<Day> valid_from;
  std::optional<Day> valid_to;  // exclusive
  KnowledgeState state = KnowledgeState::draft;
  KnowledgeItemId supersedes;  // the item in whose place it came; empty when none
  std::vector<ItemEvidence> evidence;

  // `invalid_argument` for an item without id or title, with an empty period of validity, or larger than 1 MiB.
  Status validate() const;
  // Published, and valid on `day` (on any day when absent).
  bool is_served(const std::optional<Day>& day) const;
  friend bool operator==(const KnowledgeItem&, const KnowledgeItem&) = default;
};

// The bytes of a store record, and back (`malformed_record`). Equal items have equal bytes on every machine.
std::string to_record(const KnowledgeItem& item);
Result<KnowledgeItem> knowledge_item_from_record(std::string_view bytes);

}  // namespace staysail
