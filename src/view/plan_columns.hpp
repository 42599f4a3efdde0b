// Plans, bundle parts and services of each subscription on one day.
#pragma once

#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/view/id_index.hpp"

namespace staysail::view {

// plan, plan_price, plan_start, bundle_parts, last_downgrade, last_upgrade, last_part_closed; one row a subscription.
std::vector<Column> plan_columns(const Batch& plan_instances, const IdIndex& subscriptions, Day as_of);
// services_held, services_new_12m, last_service_start; one row a subscription.
std::vector<Column> service_columns(const Batch& services, const IdIndex& subscriptions, Day as_of);

}  // namespace staysail::view
