// Re-rating: what the last closed bills of each line would have been under every offering that it could have.
#pragma once

#include "staysail/base/executor.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/strategy/offerings.hpp"
#include "staysail/view/population.hpp"

namespace staysail {

// `frame`: the decision frame of the population's subscriptions, in their order: subscription_id, product_type, plan,
// plan_price, and what conditions of offerings name. Gives, rows as in `frame`:
//   plan_cycles            of the last `cycles` closed months, those of which a bill and a record of use are known
//   plan_other_charges     mean of what was billed beyond what the plan accounts for: services, discounts, penalties
//   plan_fit_offering      of the offerings that the line may take up on the day, the cheapest for its use; null unless
//   it
//                          costs less than the plan that the line has
//   plan_saving            what the customer would save by it a month, and
//   plan_revenue_effect    what our revenue would change by: the same with the other sign, while nothing else changes
//   plan_revenue_offering  the dearest of those under which the customer pays no more than now: what keeps most revenue
//   plan_revenue_saving    what the customer would save by that one
// Both sides are rated alike, the plan that the line has with the price that it pays, so that services and discounts on
// the bill count on neither side. A line whose plan is not among the offerings, or without such a cycle, has none of it
// (plan_cycles 0). Use that no record tells counts as none. Exact; the same for any executor (null: the calling
// thread). Bills of an account alone belong to no line. `schema_mismatch`, `amount_overflow`; errors of expressions.
Result<Batch> rerated_plans(const Offerings& offerings, const Batch& frame, const Population& population,
                            Executor* executor = nullptr);

// The columns after subscription_id.
std::vector<Field> rerated_fields();

}  // namespace staysail
