#include "model_tables.hpp"

#include <utility>

namespace staysail::model {
namespace {

using Symbols = std::vector<std::string>;

Attribute plain(std::string name, AttributeType type) {
  Attribute attribute;
  attribute.name = std::move(name);
  attribute.type = type;
  return attribute;
}

Attribute reference(std::string name, std::string table) {
  Attribute attribute = plain(std::move(name), AttributeType::identifier);
  attribute.refers_to = std::move(table);
  return attribute;
}

Attribute symbol_of(AttributeType type, std::string name, Symbols symbols) {
  Attribute attribute = plain(std::move(name), type);
  attribute.symbols = std::move(symbols);
  return attribute;
}

Attribute symbol(std::string name, Symbols symbols) {
  return symbol_of(AttributeType::symbol, std::move(name), std::move(symbols));
}

Attribute number(std::string name, std::string unit, std::uint8_t scale = 0) {
  Attribute attribute = plain(std::move(name), AttributeType::number);
  attribute.unit = std::move(unit);
  attribute.scale = scale;
  return attribute;
}

// 厘: a tenth of 分.
Attribute money(std::string name) {
  Attribute attribute = plain(std::move(name), AttributeType::money);
  attribute.scale = 3;
  return attribute;
}

Attribute required(Attribute attribute) {
  attribute.required = true;
  return attribute;
}

Attribute id(std::string name) { return required(plain(std::move(name), AttributeType::identifier)); }
Attribute text(std::string name) { return plain(std::move(name), AttributeType::text); }
Attribute day(std::string name) { return plain(std::move(name), AttributeType::day); }

TableDescription entity(std::string name, std::vector<Attribute> attributes) {
  TableDescription table;
  table.name = std::move(name);
  table.key = {attributes.front().name};
  table.attributes = std::move(attributes);
  return table;
}

TableDescription fact(std::string name, std::string dated_by, std::vector<std::string> owners,
                      std::vector<std::string> key, std::vector<Attribute> attributes) {
  TableDescription table;
  table.name = std::move(name);
  table.kind = TableKind::fact;
  table.dated_by = std::move(dated_by);
  table.owners = std::move(owners);
  table.key = std::move(key);
  table.attributes = std::move(attributes);
  return table;
}

Symbols channels() { return {"sms", "call", "app", "email", "outlet", "visit"}; }

TableDescription units() {
  return entity("units", {id("unit_id"), text("name"), reference("parent_unit_id", "units"),
                          symbol("level", {"province", "city", "county"})});
}

TableDescription staff() {
  return entity("staff", {id("staff_id"), plain("name", AttributeType::person_name), reference("unit_id", "units"),
                          symbol("role", {"manager", "account_manager", "sales", "service", "technical", "analyst",
                                          "marketer", "administrator"}),
                          symbol("status", {"active", "away", "left"}), text("skills"), text("region"),
                          number("capacity", "tasks/month"), text("team")});
}

TableDescription parties() {
  return entity(
      "parties",
      {id("party_id"), symbol("kind", {"individual", "organisation"}), plain("name", AttributeType::person_name),
       plain("identity_number", AttributeType::identity_number), plain("phone", AttributeType::phone),
       plain("address", AttributeType::address), plain("birth_day", AttributeType::birth_day),
       symbol_of(AttributeType::gender, "gender", {"female", "male", "unknown"}), number("age", "years"),
       text("region")});
}

TableDescription customers() {
  return entity(
      "customers",
      {id("customer_id"), reference("party_id", "parties"), symbol("customer_type", {"individual", "group"}),
       symbol("status", {"prospect", "active", "suspended", "terminated", "merged"}), day("since"), text("region"),
       reference("manager_id", "staff"), symbol("preferred_channel", channels()), text("grade"), text("industry")});
}

TableDescription accounts() {
  return entity("accounts",
                {id("account_id"), required(reference("customer_id", "customers")),
                 symbol("payment_mode", {"prepaid", "postpaid"}), symbol("status", {"active", "suspended", "closed"}),
                 text("payment_method"), money("credit_limit"), number("bill_day", "day of month")});
}

TableDescription subscriptions() {
  return entity("subscriptions",
                {id("subscription_id"), required(reference("customer_id", "customers")),
                 reference("account_id", "accounts"), plain("number", AttributeType::phone),
                 symbol("product_type", {"mobile", "broadband", "fixed_line", "television", "internet_of_things"}),
                 symbol("status", {"created", "pendingActive", "active", "suspended", "pendingTerminate", "terminated",
                                   "cancelled", "aborted"}),
                 symbol("suspension_reason", {"arrears", "fraud", "customer_request", "loss"}), text("offering"),
                 day("activated"), day("terminated"), symbol("terminated_by", {"customer", "operator"}),
                 symbol("termination_cause", {"arrears", "fraud", "barring", "discount_ended", "price",
                                              "dissatisfaction", "rival", "moved", "transfer", "unknown"}),
                 number("tenure_months", "months")});
}

TableDescription agreements() {
  return entity("agreements", {id("agreement_id"), required(reference("subscription_id", "subscriptions")),
                               day("start"), day("end"), number("months", "months"),
                               symbol("status", {"in_process", "approved", "rejected", "expired", "terminated"}),
                               text("kind"), reference("renews_agreement_id", "agreements")});
}

TableDescription plan_instances() {
  return entity("plan_instances",
                {id("plan_instance_id"), required(reference("subscription_id", "subscriptions")), text("offering"),
                 symbol("kind", {"plan", "bundle", "add_on"}), day("start"), day("end"), money("monthly_price"),
                 symbol("change", {"new", "upgrade", "downgrade"})});
}

TableDescription services() {
  return entity("services", {id("service_id"), required(reference("subscription_id", "subscriptions")), text("service"),
                             text("category"), day("start"), day("end")});
}

TableDescription group_members() {
  TableDescription table = entity("group_members", {required(reference("customer_id", "customers")),
                                                    required(reference("member_customer_id", "customers")),
                                                    text("role"), day("start"), day("end")});
  table.key = {"customer_id", "member_customer_id"};
  return table;
}

TableDescription status_history() {
  return fact("status_history", "day", {"subscription_id"}, {"subscription_id", "day", "status"},
              {required(reference("subscription_id", "subscriptions")), required(day("day")),
               required(symbol("status", {"created", "pendingActive", "active", "suspended", "pendingTerminate",
                                          "terminated", "cancelled", "aborted"})),
               text("reason")});
}

TableDescription bills() {
  return fact("bills", "month", {"subscription_id", "account_id"},
              {"account_id", "subscription_id", "month", "bill_id"},
              {reference("account_id", "accounts"), reference("subscription_id", "subscriptions"),
               plain("bill_id", AttributeType::identifier), required(plain("month", AttributeType::month)),
               required(money("amount")), money("remaining"), day("issued"), day("due"), day("paid"), money("cost")});
}

TableDescription usage() {
  // Monthly totals have neither a day nor a part. Rows of a day come from records: a file of them is a part.
  return fact(
      "usage", "month", {"subscription_id"}, {"subscription_id", "month", "day", "part"},
      {required(reference("subscription_id", "subscriptions")), required(plain("month", AttributeType::month)),
       number("calls_out", "calls"), number("calls_in", "calls"), number("seconds_out", "s"), number("seconds", "s"),
       number("data_mb", "MB", 3), number("sms_out", "messages"), number("distinct_contacts", "contacts"),
       day("last_outgoing_call"), number("active_days", "days"), number("rival_calls", "calls"),
       number("failed_calls", "calls"), day("day"), plain("part", AttributeType::identifier)});
}

TableDescription payments() {
  return fact("payments", "day", {"subscription_id", "account_id"},
              {"account_id", "subscription_id", "payment_id", "day"},
              {reference("account_id", "accounts"), reference("subscription_id", "subscriptions"),
               plain("payment_id", AttributeType::identifier), required(day("day")), required(money("amount")),
               text("channel"), number("days_late", "days")});
}

TableDescription balances() {
  return fact("balances", "day", {"account_id"}, {"account_id", "day"},
              {required(reference("account_id", "accounts")), required(day("day")), required(money("amount")),
               money("overdue"), day("oldest_due")});
}

TableDescription tickets() {
  return fact(
      "tickets", "opened", {"subscription_id", "customer_id"}, {"ticket_id"},
      {id("ticket_id"), reference("customer_id", "customers"), reference("subscription_id", "subscriptions"),
       symbol("type", {"complaint", "fault", "inquiry", "request"}),
       symbol("cause", {"coverage", "quality", "tariff", "attitude", "billing", "unordered_service", "delay", "other"}),
       symbol("status",
              {"acknowledged", "in_progress", "pending", "held", "resolved", "closed", "cancelled", "rejected"}),
       required(day("opened")), day("resolved"), text("severity")});
}

TableDescription interactions() {
  return fact("interactions", "day", {"subscription_id", "customer_id"}, {"interaction_id"},
              {id("interaction_id"), reference("customer_id", "customers"),
               reference("subscription_id", "subscriptions"), required(day("day")), symbol("channel", channels()),
               symbol("direction", {"inbound", "outbound"}), text("reason"),
               symbol("result", {"delivered", "answered", "refused", "opted_out", "accepted", "done", "not_reached"}),
               number("satisfaction", "points of 10")});
}

TableDescription consent() {
  return fact("consent", "day", {"customer_id"}, {"customer_id", "channel", "purpose", "day"},
              {required(reference("customer_id", "customers")), required(symbol("channel", channels())),
               required(symbol("purpose", {"marketing", "service", "profiling"})), required(day("day")),
               required(plain("granted", AttributeType::boolean))});
}

TableDescription port_out_requests() {
  return fact("port_out_requests", "day", {"subscription_id"}, {"subscription_id", "day", "status"},
              {required(reference("subscription_id", "subscriptions")), required(day("day")),
               required(symbol("status", {"enquiry", "requested", "cancelled", "completed"})), text("to_operator")});
}

TableDescription outcomes() {
  return fact("outcomes", "day", {"subscription_id", "customer_id"}, {"task_id", "day", "result"},
              {required(plain("task_id", AttributeType::identifier)), reference("customer_id", "customers"),
               reference("subscription_id", "subscriptions"), required(day("day")),
               required(symbol("result", {"delivered", "answered", "refused", "opted_out", "accepted", "done",
                                          "not_reached", "renewed", "upgraded", "left"})),
               text("note")});
}

}  // namespace

std::vector<TableDescription> describe_tables() {
  return {units(),          staff(),        parties(),        customers(),         accounts(),
          subscriptions(),  agreements(),   plan_instances(), services(),          group_members(),
          status_history(), bills(),        usage(),          payments(),          balances(),
          tickets(),        interactions(), consent(),        port_out_requests(), outcomes()};
}

}  // namespace staysail::model
