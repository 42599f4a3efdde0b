// The contract of each subscription on one day, from the agreements on file.
#pragma once

#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/view/id_index.hpp"

namespace staysail::view {

// contract_start, contract_end, contract_months, contract_renewed, contract_is_renewal; one row a subscription.
std::vector<Column> contract_columns(const Batch& agreements, const IdIndex& subscriptions, Day as_of);

}  // namespace staysail::view
