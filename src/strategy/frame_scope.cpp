#include "frame_scope.hpp"

#include <algorithm>

#include "staysail/indicators/decision_scope.hpp"
#include "staysail/lifecycle/stage_names.hpp"

namespace staysail::strategy {
namespace {

Field text(const char* name) { return {name, ColumnType::text, 0, ""}; }
Field whole(const char* name, const char* unit = "") { return {name, ColumnType::number, 0, unit}; }
Field date(const char* name) { return {name, ColumnType::day, 0, ""}; }

}  // namespace

std::vector<Field> stage_fields() {
  return {text("stage"),
          text("stage_cause"),
          whole("stage_since", "month index"),
          whole("quiet_cycles", "cycles"),
          date("stage_contract_end"),
          date("released_from")};
}
std::vector<Field> rolled_up_fields(const StagePolicy& policy) {
  std::vector<Field> fields;
  if (policy.customer.how != StageRollUp::How::none) fields.push_back(text("customer_stage"));
  if (policy.group.how != StageRollUp::How::none) fields.push_back(text("group_stage"));
  return fields;
}
std::vector<Field> churn_fields() { return {text("churn_kind"), text("churn_cause")}; }
std::vector<Field> segment_fields() { return {text("segment")}; }
std::vector<Field> ranking_fields() { return {whole("retention_rank")}; }
std::vector<Field> plan_fit_fields() {
  return {text("fitting_plan"), {"fitting_plan_price", ColumnType::number, 3, ""}};
}
std::vector<Field> warning_fields() {
  return {whole("warning_points", "points"),
          text("warning_level"),
          text("reason_1"),
          text("reason_2"),
          text("reason_3"),
          whole("warning_rank")};
}

Result<Schema> extended(const Schema& schema, const std::vector<Field>& fields) {
  std::vector<Field> all = schema.fields();
  for (const Field& field : fields) {
    const auto place =
        std::find_if(all.begin(), all.end(), [&field](const Field& other) { return other.name == field.name; });
    if (place != all.end()) *place = field;
    else all.push_back(field);
  }
  return Schema::of(std::move(all));
}

FrameScope frame_scope(const Schema& schema, bool with_stages, const std::vector<KnownTexts>& known) {
  FrameScope frame{decision_scope(schema), {}};
  for (const auto& [column, texts] : known)
    if (!texts.empty()) frame.scope.add(column, texts);
  if (!with_stages) return frame;
  frame.stages = stage_names();
  frame.scope.add("stage", frame.stages);
  return frame;
}

}  // namespace staysail::strategy
