// Allocation: which entries units choose so that their total value is as great as the resources allow, and what a
// resource costs at the margin.
//
// Maximise the value of the chosen entries: a unit chooses at most `choices` of its entries, at most one of a group,
// and what all choose together uses no more of a resource than there is. Prices of the resources (Lagrange multipliers)
// part the problem into units; the best prices found give a bound that no choice can exceed, a repair gives a choice
// that the resources allow, and the distance of the two is the proved gap. All arithmetic is exact: the same bytes for
// every executor. Ties go to the earlier unit, then the earlier entry.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/base/int128.hpp"
#include "staysail/base/result.hpp"

namespace staysail::statistics {

inline constexpr std::int64_t kMostAllocationValue = std::int64_t{1} << 50;

struct ResourceUse {
  std::uint32_t resource = 0;
  std::int64_t amount = 0;
};

// What entries have in common.
struct AllocationItem {
  std::uint32_t group = 0;
  bool watched = false;           // what observers only watch, see below
  std::vector<ResourceUse> uses;  // what choosing such an entry takes; each resource once
};

struct AllocationProblem {
  std::vector<std::uint64_t> first;  // the entries of unit u: first[u] .. first[u + 1]
  std::vector<std::uint32_t> item;   // of each entry
  std::vector<std::int64_t> value;   // of each entry; one that is not above zero is never chosen
  std::vector<std::uint32_t> own;    // a resource of which the entry itself takes one; empty = none does
  std::vector<AllocationItem> items;
  std::vector<std::int64_t> capacity;  // of each resource
  std::uint32_t choices = 1;
  // Units that decide by the same rule, but whose watched entries take nothing and count for nothing: what they choose
  // shows what they would have been given. Empty = none.
  std::vector<std::uint8_t> observer;

  std::size_t units() const { return first.empty() ? 0 : first.size() - 1; }
  std::size_t entries() const { return value.size(); }
  // `invalid_argument`: lists of different lengths, an item, resource or number outside its range.
  Status validate() const;
};

// Value a unit of each resource, in 2^-fraction_bits.
struct ResourcePrices {
  std::vector<std::int64_t> of;
  int fraction_bits = 0;
  double price(std::size_t resource) const;
};

struct AllocationOptions {
  // Ends the search once the gap is no more than this part of the bound.
  double gap = 2e-4;
  // How often all entries may be looked at; 0 = by their number: many times where they are few.
  std::uint32_t passes = 0;
  Executor* executor = nullptr;  // null = the calling thread
};

struct Allocation {
  std::vector<std::uint64_t> chosen;  // entries, ascending; with what observers watch
  std::vector<std::int64_t> left;     // of each resource
  ResourcePrices prices;
  Int128 value = 0;  // of what was chosen and takes something
  // What no choice can exceed. With observers: no choice of the other units, given what observers took.
  Int128 bound = 0;
  std::uint32_t passes = 0;

  // (bound - value) / bound; 0 where both are zero.
  double gap() const;
};

// Errors: those of validate(), `cancelled`.
Result<Allocation> allocate(const AllocationProblem& problem, const AllocationOptions& options = {},
                            const Control& control = {});

// What one unit chooses at given prices, positions in `item` ascending: the rule by which units were parted, for a unit
// that comes later. `item`, `value` and `own` (or empty) are its entries. Takes nothing; whether there is enough left
// is the caller's to see. Precondition: as validate() asks.
std::vector<std::uint32_t> choose_at_prices(std::span<const AllocationItem> items, const ResourcePrices& prices,
                                            std::uint32_t choices, std::span<const std::uint32_t> item,
                                            std::span<const std::int64_t> value,
                                            std::span<const std::uint32_t> own = {});

}  // namespace staysail::statistics
