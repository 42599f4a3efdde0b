// Households as people read them: all of them, or one with what holds it together.
#pragma once

#include <string>

#include "staysail/columns/batch.hpp"
#include "staysail/privacy/purpose.hpp"
#include "staysail/store/store.hpp"

namespace staysail {

struct HouseholdRequest {
  std::string id;   // of a household, or of a customer in one; empty: all
  Purpose purpose;  // opens the address; masked otherwise
};

struct HouseholdReport {
  Day as_of;              // of the latest night
  std::string household;  // the one asked for
  bool declared = false;  // by view.toml of the latest night; else the defaults of household_rules.hpp count
  // Of all, by id: household_id, customers, lines, members (ids parted by blanks), evidence (of any two of them). Of
  // one, a row for any two who share enough: customer, other, address, payment, device (whether they share it), weight,
  // shared_address.
  Batch rows;
};

// `not_found` where no night has been run, and for who is in no household. The host notes a read under a purpose in its
// audit trail.
Result<HouseholdReport> report_households(Store& store, const HouseholdRequest& request);

}  // namespace staysail
