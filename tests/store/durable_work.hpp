// Work on a store in numbered steps, and what the store must show after each: the same steps in a store in memory.
#pragma once

#include <string>
#include <vector>

#include "sqlite_fixture.hpp"

namespace staysail::store {

inline std::string token_of(int step) { return "step " + std::to_string(step); }

// Steps of all kinds: puts, changes of indexed values, erasures, chunks that come, are replaced and go.
class Step {
 public:
  explicit Step(int number) : token_(token_of(number)) {
    if (number % 3 == 2) {
      chunks_.push_back(bills(Month::of(2026, 1 + number % 4), number % 5 == 0 ? 0 : 30 + number));
      return;
    }
    changes_ = customers(number, number + 4, token_);
    if (number % 2 == 1) changes_.erase(EntityKey{"customers", "C" + std::to_string(number - 1)}, any_version);
  }
  Result<Receipt> on(Store& store) const {
    return chunks_.empty() ? store.entities().apply(changes_, token_) : store.facts().append(chunks_, token_);
  }

 private:
  std::string token_;
  ChangeSet changes_;
  std::vector<FactChunk> chunks_;
};

inline Result<Receipt> do_step(Store& store, int number) { return Step(number).on(store); }

// What a store shows after its first n steps, for n = 0 .. steps.
inline std::vector<std::string> states_after(int steps) {
  const auto store = make_memory_store();
  std::vector<std::string> states{contents(*store)};
  for (int step = 0; step < steps; ++step) {
    REQUIRE(do_step(*store, step));
    states.push_back(contents(*store));
  }
  return states;
}

// How many steps are there, from their tokens: -1 when there is one without the one before it.
inline int steps_in(Store& store, int most) {
  int found = 0;
  for (int step = 0; step < most; ++step) {
    const auto applied = store.entities().was_applied(token_of(step));
    if (!applied) return -1;
    if (*applied && found != step) return -1;
    if (*applied) ++found;
  }
  return found;
}

// What is wrong with a store that acknowledged `acknowledged` steps, one more perhaps under way; empty when nothing.
inline std::string fault_of(const SqliteOptions& options, int acknowledged, const std::vector<std::string>& states) {
  const auto store = open_sqlite_store(options);
  if (!store) return "it cannot be opened: " + store.error().to_string();
  const auto report = (*store)->verify();
  if (!report || !report->sound) return "it is not sound: " + (report ? report->first_fault : report.error().message());
  const int found = steps_in(**store, static_cast<int>(states.size()) - 1);
  if (found < acknowledged) return std::to_string(acknowledged - found) + " acknowledged steps are gone";
  if (found > acknowledged + 1) return "there are steps that nobody did";
  return contents(**store) == states[static_cast<std::size_t>(found)] ? "" : "a step is half done";
}

}  // namespace staysail::store
