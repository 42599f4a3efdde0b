// Plan fit: the offering on sale that suits what a customer pays.
#pragma once

#include "staysail/base/calendar.hpp"
#include "staysail/columns/batch.hpp"

namespace staysail {

// `frame`: subscription_id, product_type, plan, plan_start, plan_price and arpu_3m, in any order of rows. Gives
// subscription_id, fitting_plan and fitting_plan_price (in the unit and scale of plan_price), rows as in `frame`.
//
// An offering is on sale when a line of the product type took it up in the 12 months up to `as_of`; its price is the
// one that most of those lines pay, the lower of two. It fits who pays its price or more: the dearest such offering,
// the first by id of equal prices. Null where nothing is known of the customer's payments, where no offering on sale is
// that cheap, and where the plan that the line has costs as much already.
// `schema_mismatch` names a column that is missing.
Result<Batch> fitting_plans(const Batch& frame, Day as_of);

}  // namespace staysail
