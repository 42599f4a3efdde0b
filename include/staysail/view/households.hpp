// Households: customers who live or pay together, as far as the BOSS knows: connected components of what they share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/view/population.hpp"

namespace staysail {

// What two customers share; a < b in bytes.
struct HouseholdTie {
  std::string a, b;
  bool address = false, payment = false, device = false;
  int weight = 0;
};

struct Household {
  std::string id;                      // the least customer id in it
  std::vector<std::string> customers;  // two at least, by id
};

struct Households {
  std::vector<Household> all;      // by id
  std::vector<HouseholdTie> ties;  // of those that hold somebody together, by (a, b)
};

// Group customers (customer_type group) are no household's. `not_found` for a device attribute that subscriptions do
// not have. A function of the population, whatever the order of its rows.
Result<Households> households_of(const Population& population, const HouseholdRules& rules);

}  // namespace staysail
