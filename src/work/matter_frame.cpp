#include <iterator>

#include "staysail/work/matter.hpp"

namespace staysail {
namespace {

Result<Schema> texts_schema(std::initializer_list<const char*> names) {
  std::vector<Field> fields;
  for (const char* name : names) fields.push_back({name, ColumnType::text, 0, ""});
  return Schema::of(std::move(fields));
}

void append(BatchBuilder& builder, std::size_t column, std::string_view text) {
  if (text.empty()) builder.column(column).append_null();
  else builder.column(column).append_text(text);
}

void append_matter(BatchBuilder& builder, const Matter& matter) {
  const std::string opened = matter.opened.to_string(), due = matter.due ? matter.due->to_string() : "";
  const std::string level = std::to_string(matter.escalation_level), attributes = parameters_text(matter.attributes);
  const std::string_view cells[] = {matter.id.text(),
                                    name_of(matter.kind),
                                    matter.subject,
                                    matter.occasion,
                                    matter.customer.text(),
                                    matter.account.text(),
                                    matter.subscription.text(),
                                    matter.parent.text(),
                                    matter.state,
                                    matter.assignee.text(),
                                    matter.unit.text(),
                                    opened,
                                    due,
                                    level,
                                    attributes};
  for (std::size_t i = 0; i < std::size(cells); ++i) append(builder, i, cells[i]);
}

}  // namespace

Result<Batch> matter_frame(const std::vector<Matter>& matters) {
  STAYSAIL_TRY(const Schema schema, texts_schema({"matter_id", "kind", "subject", "occasion", "customer_id",
                                                  "account_id", "subscription_id", "parent", "state", "assignee",
                                                  "unit", "opened", "due", "escalation_level", "attributes"}));
  BatchBuilder builder(schema);
  for (const Matter& matter : matters) append_matter(builder, matter);
  return builder.finish();
}

Result<Batch> matter_history_frame(const std::vector<Matter>& matters) {
  STAYSAIL_TRY(const Schema schema, texts_schema({"matter_id", "at", "event", "actor", "note"}));
  BatchBuilder builder(schema);
  for (const Matter& matter : matters)
    for (const TaskEntry& entry : matter.history) {
      const std::string at = entry.at.to_string();
      const std::string_view cells[] = {matter.id.text(), at, entry.event, entry.actor, entry.note};
      for (std::size_t i = 0; i < std::size(cells); ++i) append(builder, i, cells[i]);
    }
  return builder.finish();
}

}  // namespace staysail
