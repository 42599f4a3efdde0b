// ConditionIndex: which of many conditions hold for one customer, in microseconds, and again when a value changes.
//
// For each column and code the index has a map of the conditions that the code does not rule out; a customer's maps are
// laid over each other, and only the conditions that are left are looked at. Results are Expression::evaluate()'s.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "staysail/decision/condition_set.hpp"

namespace staysail {

// One customer as an index sees it: values, their codes, and the conditions that hold. Of the index that made it, which
// must outlive it. A plain value; owned by one thread.
class EventState {
 public:
  // Where each condition of the index's order holds: bit `place % 64` of word `place / 64`.
  const std::vector<std::uint64_t>& holding() const { return holding_; }

 private:
  friend class ConditionIndex;
  ValueList values_;                  // of the names
  std::vector<std::uint32_t> codes_;  // of the columns
  std::vector<std::uint64_t> holding_;
  std::vector<std::uint32_t> known_in_;  // of each node the last round it was computed in
  std::vector<std::uint8_t> known_;
  std::uint32_t round_ = 0;
};

// Immutable, cheap to copy; any thread.
class ConditionIndex {
 public:
  // `order`: the conditions to look for, those that matter most first; each once.
  static ConditionIndex of(BoundConditions conditions, std::vector<std::uint32_t> order);

  // The customer, coded; nothing is matched yet. Names that are absent count as null. The values of the names that were
  // bound as constants stay.
  EventState code(const Inputs& inputs) const;
  // The first `most` conditions that hold, in the index's order. Leaves holding() as it is.
  std::vector<std::uint32_t> first(EventState& event, std::size_t most) const;
  // Sets holding(); gives the conditions that hold, in the index's order.
  std::vector<std::uint32_t> match(EventState& event) const;

  struct Change {
    std::string name;
    Value value;
  };
  // Gives a matched customer other values and brings holding() up to date, looking only at conditions that ask
  // something whose answer has changed. Gives those that began or ceased to hold, in the index's order.
  std::vector<std::uint32_t> change(EventState& event, std::span<const Change> changes) const;

 private:
  struct State;
  class Run;
  void mark_touched(EventState& event, std::uint32_t column, std::uint32_t code,
                    std::vector<std::uint64_t>& touched) const;
  std::vector<std::uint32_t> settle(EventState& event, const std::vector<std::uint64_t>& touched) const;
  explicit ConditionIndex(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

}  // namespace staysail
