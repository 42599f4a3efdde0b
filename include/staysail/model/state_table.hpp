// State tables: the whole life of a thing as rows that a business reader can check. What is not listed is illegal.
#pragma once

#include <array>
#include <cstddef>
#include <optional>

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

}  // namespace staysail
