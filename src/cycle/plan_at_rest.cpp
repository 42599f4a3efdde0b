#include "plan_at_rest.hpp"

#include "night_tables.hpp"
#include "staysail/base/guard.hpp"
#include "staysail/columns/batch_codec.hpp"
#include "staysail/strategy/plan_inputs.hpp"
#include "staysail/strategy/rule_table.hpp"

namespace staysail::cycle {

std::string bytes_at_rest(const Batch& table) { return encode_batch(table.rows() == 0 ? Batch() : table); }

Result<Batch> digests_of_inputs(const NightRecord& night, Executor& executor) {
  std::vector<std::pair<std::string, Batch>> inputs;
  for (const Column& column : night.decision.columns()) {
    STAYSAIL_TRY(Batch alone, Batch::of({column}));
    inputs.emplace_back("decision." + column.field().name, std::move(alone));
  }
  inputs.emplace_back("contacts", night.contacts);
  inputs.emplace_back("consents", night.consents);
  inputs.emplace_back("refusals", night.refusals);
  STAYSAIL_TRY(
      auto rows, collect(executor, inputs.size(), [&](std::size_t i) -> Result<std::vector<std::string>> {
        return std::vector<std::string>{inputs[i].first, digest_of(bytes_at_rest(inputs[i].second)).to_string()};
      }));
  return text_table({"name", "digest"}, rows);
}

Status keep_at_rest(const Plan& plan, const PlanRequest& request, const Control& control, NightRecord& night) {
  InlineExecutor here;
  Executor& executor = request.executor != nullptr ? *request.executor : here;
  STAYSAIL_TRY(night.rules, rules_frame(*plan.strategies));
  const Inputs constants{{"as_of", Value::date(request.as_of)}};
  STAYSAIL_TRY(ConditionMarks marks, mark_conditions(*request.matcher, request.frame, constants, executor, control));
  night.conditions = std::move(marks.conditions);
  night.marks = std::move(marks.marks);
  STAYSAIL_TRY(PlanInputs inputs, inputs_of(plan, request));
  night.contacts = std::move(inputs.contacts);
  night.consents = std::move(inputs.consents);
  STAYSAIL_TRY(night.inputs, digests_of_inputs(night, executor));
  return ok();
}

}  // namespace staysail::cycle
