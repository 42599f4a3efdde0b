// Slots: where the accumulators of one aggregate live: one for each member of its grain, then one for each member of
// the grains coarser than it, whose facts its members see whole.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "staysail/view/population.hpp"

namespace staysail::indicators {

// Who belongs to whom, as handles. Built once per run, read by all threads.
struct Ownership {
  std::size_t subscriptions = 0, accounts = 0, customers = 0;
  std::vector<std::uint32_t> account_of, customer_of;  // per subscription; kNoRow where unknown
  std::vector<std::uint32_t> customer_of_account;
  std::size_t households = 0;
  std::vector<std::uint32_t> household_of, group_place_of;  // per subscription; the place in `groups`
  const GroupTree* groups = nullptr;                        // the population's
};

Ownership ownership_of(const Population& population);

class OwnerSlots {
 public:
  // `grain`: subscription, account or customer. `ownership` must outlive this.
  OwnerSlots(const Ownership& ownership, Grain grain);

  // The slot of each fact row; kNoRow for rows without an owner here.
  std::vector<std::uint32_t> of_facts(const FactBatch& facts) const;
  // The slots whose facts a subscription sees: of its own member of the grain, then of coarser grains; kNoRow = none.
  std::array<std::uint32_t, 3> seen_by(std::size_t subscription) const;
  // Slots in use when facts of the grain alone occur, and with coarser ones.
  std::size_t size() const { return size_; }
  Grain grain() const { return grain_; }

 private:
  std::uint32_t slot(Grain owner_grain, std::uint32_t owner) const;
  std::uint32_t account_slot(std::uint32_t account) const;
  std::uint32_t customer_slot(std::uint32_t customer) const;
  std::uint32_t account_of(std::size_t subscription) const;
  std::uint32_t customer_of(std::size_t subscription) const;

  const Ownership* ownership_;
  Grain grain_;
  std::size_t first_account_ = 0, first_customer_ = 0, size_ = 0;
};

}  // namespace staysail::indicators
