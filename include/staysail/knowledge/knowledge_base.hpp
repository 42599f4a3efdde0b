// KnowledgeBase: items with Chinese and English search, and the evidence that outcomes left behind.
//
// In memory; save() and load() carry it as bytes, and to_record() of items and evidence carries it entity by entity in
// a store. Answers depend on what the base holds, never on the order in which it came. Changes need one thread at a
// time; const members may be called by many.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/result.hpp"
#include "staysail/knowledge/evidence.hpp"
#include "staysail/knowledge/item.hpp"

namespace staysail {

struct SearchRequest {
  // Words and Chinese text in any mix; an item is found by any part of it. What stands in quotes ("...", “...”,
  // 「...」) must occur in the item as it is written, each quoted part of it.
  std::string text;
  std::size_t limit = 10;
  // Only items that are published and valid on this day (any day when absent); false shows every state.
  std::optional<Day> as_of;
  bool served_only = true;
  // Only items whose situation names this segment or stage, or none.
  std::optional<std::string> segment;
  std::optional<std::string> stage;
  std::optional<KnowledgeKind> kind;
  // Put around matches in SearchHit::highlight.
  std::string mark_begin = "[";
  std::string mark_end = "]";
};

struct SearchHit {
  KnowledgeItemId id;
  std::string title;
  // BM25 (k1 = 1.2, b = 0.75, a match in the title counts as three) in millionths. Equal on every machine.
  std::int64_t score = 0;
  // The part of the body (or the title) where the query matches most, matches marked, "…" where text is left out.
  std::string highlight;
};

class KnowledgeBase {
 public:
  KnowledgeBase();
  ~KnowledgeBase();
  KnowledgeBase(KnowledgeBase&&) noexcept;
  KnowledgeBase& operator=(KnowledgeBase&&) noexcept;

  // Adds the item, or puts it in the place of the one with its id, and returns it with its version: 1 for a new id, one
  // more for changed content, the same for equal content. item.version = 0 means "whatever is there"; another number
  // must be the current version, else `conflict`: somebody changed the item meanwhile. Errors as
  // KnowledgeItem::validate().
  Result<KnowledgeItem> put(KnowledgeItem item);
  // Moves the item to its next state (a new version). `not_found`, `illegal_transition`.
  Result<KnowledgeItem> advance(const KnowledgeItemId& id, KnowledgeEvent event);
  // Takes in a stored item as it is, version included; it replaces an older version and is ignored beside a newer one.
  Status restore(KnowledgeItem item);

  // Null when there is none. Valid until the next change.
  const KnowledgeItem* find(const KnowledgeItemId& id) const;
  // Every item, in the order of ids.
  std::vector<const KnowledgeItem*> items() const;

  // Best first; equal scores by id. A query without a letter, digit or character finds nothing.
  std::vector<SearchHit> search(const SearchRequest& request) const;

  EvidenceLedger& evidence();
  const EvidenceLedger& evidence() const;

  // Everything as bytes: equal bases have equal bytes. load() answers `malformed_record` for anything save() did not
  // write.
  std::string save() const;
  static Result<KnowledgeBase> load(std::string_view bytes);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace staysail
