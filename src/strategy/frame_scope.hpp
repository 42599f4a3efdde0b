// The decision frame as rules see it, from the subscription's attributes to the early warning.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "staysail/lifecycle/stage_policy.hpp"
#include "staysail/strategy/strategy_file.hpp"

namespace staysail::strategy {

// What each table of a playbook adds to the frame.
// Those of the lines, then those that the policy rolls up.
std::vector<Field> stage_fields();
// Beside them, what the policy rolls up.
std::vector<Field> rolled_up_fields(const StagePolicy& policy);
std::vector<Field> stage_fields(const StagePolicy& policy);
std::vector<Field> churn_fields();
std::vector<Field> segment_fields();
std::vector<Field> ranking_fields();
std::vector<Field> plan_fit_fields();
std::vector<Field> warning_fields();

// `schema` followed by `fields`; a field of a name that is there takes its place.
Result<Schema> extended(const Schema& schema, const std::vector<Field>& fields);

// The only texts that a column holds.
using KnownTexts = std::pair<std::string, std::vector<std::string>>;

// Every column but the personal ones, with the symbols of the model and the texts that are known; as_of; stages when
// `with_stages`.
FrameScope frame_scope(const Schema& schema, bool with_stages, const std::vector<KnownTexts>& known = {});

}  // namespace staysail::strategy
