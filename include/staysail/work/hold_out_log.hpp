// HoldOutLog: who was held out of what, kept beside the tasks of those who were not.
//
// Whoever is held out stands in the contact history as if contacted: cools down as long, counts against the same caps.
// So the two groups enter the next plan alike, and their sizes keep the planned ratio.
#pragma once

#include <cstdint>
#include <vector>

#include "staysail/store/entity_store.hpp"
#include "staysail/strategy/contact_history.hpp"
#include "staysail/strategy/plan.hpp"

namespace staysail {

class HoldOutLog {
 public:
  static constexpr std::string_view kKind = "hold_out";  // of its records in a store

  explicit HoldOutLog(EntityStore& store) : store_(&store) {}

  // Writes the plan's held-out customers, once for each customer, strategy and month; how many are new.
  Result<std::uint64_t> record(const Plan& plan);
  // All that were ever held out, as the contacts they would have been.
  Result<std::vector<PastContact>> contacts();

 private:
  EntityStore* store_;
};

}  // namespace staysail
