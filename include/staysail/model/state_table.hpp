// State tables: the whole life of a thing as rows that a business reader can check. What is not listed is illegal.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail {

template <class State, class Event>
struct Transition {
  State from;
  Event event;
  State to;
  friend bool operator==(const Transition&, const Transition&) = default;
};

template <class State, class Event, std::size_t N>
using StateTable = std::array<Transition<State, Event>, N>;

// The state after `event`; nothing when the table does not list it.
template <class State, class Event, std::size_t N>
constexpr std::optional<State> find_next(const StateTable<State, Event, N>& table, State from, Event event) {
  for (const auto& row : table) {
    if (row.from == from && row.event == event) return row.to;
  }
  return std::nullopt;
}

// A state that nothing leaves.
template <class State, class Event, std::size_t N>
constexpr bool is_final_in(const StateTable<State, Event, N>& table, State state) {
  for (const auto& row : table) {
    if (row.from == state) return false;
  }
  return true;
}

// A state table with the words for it. States and events are numbered from 0 in the order of their names.
template <class State, class Event, std::size_t States, std::size_t Events, std::size_t N>
struct LifeCycle {
  std::string_view thing;  // "a task"
  std::array<std::string_view, States> states;
  std::array<std::string_view, Events> events;
  State first;
  std::array<bool, States> final;
  StateTable<State, Event, N> table;
};

// The same without its types: what the checks and the messages need.
struct StateShape {
  struct Row {
    std::size_t from = 0, event = 0, to = 0;
  };
  std::string_view thing;
  std::span<const std::string_view> states;
  std::span<const std::string_view> events;
  std::size_t first = 0;
  std::vector<bool> final;
  std::vector<Row> rows;
};

// `invalid_argument` in words: a state that cannot be reached from the first, a final state that has a way out, another
// that has none or from which no final state can be reached, two rows for one state and event, a number without a name.
Status check_state_table(const StateShape& shape);

// `illegal_transition` that names the state, the event and what would be legal.
Error illegal_transition(const StateShape& shape, std::size_t state, std::size_t event);
// The state's number; blanks at its end do not count (some documents publish "aborted "). `not_found` lists the names.
Result<std::size_t> state_number(const StateShape& shape, std::string_view name);

template <class State, class Event, std::size_t States, std::size_t Events, std::size_t N>
StateShape shape_of(const LifeCycle<State, Event, States, Events, N>& life) {
  StateShape shape{life.thing,
                   life.states,
                   life.events,
                   static_cast<std::size_t>(life.first),
                   std::vector<bool>(life.final.begin(), life.final.end()),
                   {}};
  for (const auto& row : life.table)
    shape.rows.push_back(
        {static_cast<std::size_t>(row.from), static_cast<std::size_t>(row.event), static_cast<std::size_t>(row.to)});
  return shape;
}

template <class State, class Event, std::size_t States, std::size_t Events, std::size_t N>
Result<State> advance(const LifeCycle<State, Event, States, Events, N>& life, State state, Event event) {
  if (const auto next = find_next(life.table, state, event)) return *next;
  return illegal_transition(shape_of(life), static_cast<std::size_t>(state), static_cast<std::size_t>(event));
}

template <class State, class Event, std::size_t States, std::size_t Events, std::size_t N>
Result<State> state_of(const LifeCycle<State, Event, States, Events, N>& life, std::string_view name) {
  STAYSAIL_TRY(const std::size_t number, state_number(shape_of(life), name));
  return static_cast<State>(number);
}

}  // namespace staysail
