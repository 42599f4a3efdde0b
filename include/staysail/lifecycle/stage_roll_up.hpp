// The stage of a customer and of a group, by those of its lines.
#pragma once

#include "staysail/columns/batch.hpp"
#include "staysail/lifecycle/stage_policy.hpp"
#include "staysail/view/population.hpp"

namespace staysail {

// `stages`: a stage frame (lifecycle/stage_rules.hpp) of the population's subscriptions, in their order. Gives
// subscription_id, and a column for each roll-up that the policy declares: customer_stage, the stage of the line's
// customer, and group_stage, that of the group that the customer is or belongs to, with everybody below it and each
// line once (view/group_tree.hpp). Null for a line without a customer, or outside groups.
//
// Lines that have ended count for nothing; where all have, the stage is churned, and where nothing is known of any
// other, unknown. Of the rest `worst` takes the stage furthest on in life: decline before maturity before growth before
// onboarding. `share` takes decline from that share of these lines on; below it the stage of most of the others, of
// equally many the one further on.
// `schema_mismatch` where the frame lacks a column or a row; `unknown_name` for a stage that is none.
Result<Batch> rolled_up_stages(const StagePolicy& policy, const Batch& stages, const Population& population);

}  // namespace staysail
