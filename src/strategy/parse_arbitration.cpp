#include "parse_arbitration.hpp"

#include "staysail/base/nearest_name.hpp"

namespace staysail::strategy {
namespace {

Result<ArbitrationMethod> read_method(const TomlTable& table) {
  STAYSAIL_TRY(const std::string method, table.text("method"));
  if (method == "priority") return ArbitrationMethod::priority;
  if (method == "optimise") return ArbitrationMethod::optimise;
  return invalid(*table.find("method"), "the method is \"priority\" or \"optimise\", not: " + method +
                                            did_you_mean(method, std::vector<std::string>{"priority", "optimise"}));
}

Status read_method_and_value(const TomlTable& document, const FrameScope& frame, ContactPolicy& policy) {
  if (!document.has("arbitration")) return ok();
  STAYSAIL_TRY(const TomlTable table, document.table("arbitration"));
  STAYSAIL_CHECK(table.only({"method", "value"}));
  STAYSAIL_TRY(policy.arbitration.method, read_method(table));
  STAYSAIL_TRY(policy.arbitration.value, table.text_or("value", ""));
  if (policy.arbitration.value.empty()) return ok();
  policy.arbitration.place = table.find("value")->text_place();
  return check_number(*table.find("value"), policy.arbitration.value, policy.arbitration.place, frame);
}

Status read_contact_costs(const TomlTable& document, ContactPolicy& policy) {
  if (!document.has("contact_cost")) return ok();
  STAYSAIL_TRY(const TomlTable table, document.table("contact_cost"));
  for (const std::string& channel : table.keys()) {
    STAYSAIL_CHECK(check_channel(*table.find(channel), channel));
    STAYSAIL_TRY(const auto cost, read_money(table, channel));
    policy.contact_costs.push_back({channel, cost.value_or(0)});
  }
  return ok();
}

Status read_capacity(const TomlTable& table, const FrameScope& frame, ContactPolicy& policy) {
  STAYSAIL_CHECK(table.only({"offer", "per", "contacts"}));
  STAYSAIL_CHECK(table.require("contacts"));
  STAYSAIL_TRY(const std::int64_t contacts, read_count(table, "contacts", 0));
  if (table.has("offer") == table.has("per"))
    return invalid(table, "a capacity names either the offer, or the column per value of which it is (per)");
  if (table.has("offer")) {
    STAYSAIL_TRY(std::string offer, table.text("offer"));
    policy.offer_capacities.push_back({std::move(offer), static_cast<std::uint64_t>(contacts)});
    return ok();
  }
  if (policy.column_capacity) return invalid(table, "there is one capacity per value of a column, no second one");
  STAYSAIL_TRY(const std::string column, table.text("per"));
  STAYSAIL_CHECK(check_text_column(*table.find("per"), column, frame));
  policy.column_capacity = {column, static_cast<std::uint64_t>(contacts)};
  return ok();
}

}  // namespace

Status read_arbitration(const TomlTable& document, const FrameScope& frame, ContactPolicy& policy) {
  STAYSAIL_CHECK(read_method_and_value(document, frame, policy));
  STAYSAIL_CHECK(read_contact_costs(document, policy));
  STAYSAIL_TRY(policy.money_budget_hundredths, read_money(document, "money_budget"));
  STAYSAIL_TRY(const std::vector<TomlTable> tables, document.tables("capacity"));
  for (const TomlTable& table : tables) STAYSAIL_CHECK(read_capacity(table, frame, policy));
  return ok();
}

}  // namespace staysail::strategy
