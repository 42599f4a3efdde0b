// The lives of matters as they are declared: rows of words.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "staysail/work/matter_life.hpp"

namespace staysail {

struct LifeRow {
  std::string_view from, event, to;
};

// `roles` and `guards`: names parted by blanks; guards may be empty.
struct EventRow {
  std::string_view event, roles, guards;
};

// The first row's `from` is the first state. Rows of none: the table is one of the model's (model/life_cycles.hpp).
struct LifeTable {
  MatterKind kind;
  std::string_view thing;  // "a debt"
  std::span<const LifeRow> rows;
  std::span<const EventRow> events;
  std::string_view clock_stops;
  std::string_view subjects;
  std::string_view parent;  // "quote:accepted": under which it is opened, and in which state; none = open; empty: any
};

const std::array<LifeTable, kMatterKinds>& life_tables();

}  // namespace staysail
