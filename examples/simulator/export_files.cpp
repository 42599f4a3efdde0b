#include "simulator/export_files.hpp"

#include <array>

namespace staysail::simulator {
namespace {

using Column = ColumnDescription;

constexpr Column id(std::string_view header, std::string_view attribute, bool required = true) {
  return {header, attribute, Field::id, {}, required};
}
constexpr Column text(std::string_view header, std::string_view attribute) {
  return {header, attribute, Field::text, {}, false};
}
constexpr Column day(std::string_view header, std::string_view attribute, bool required = false) {
  return {header, attribute, Field::day, {}, required};
}
constexpr Column number(std::string_view header, std::string_view attribute) {
  return {header, attribute, Field::number, {}, false};
}
constexpr Column money(std::string_view header, std::string_view attribute, bool required = false) {
  return {header, attribute, Field::money, {}, required};
}
constexpr Column symbol(std::string_view header, std::string_view attribute, std::string_view codes = {},
                        bool required = false) {
  return {header, attribute, Field::symbol, codes, required};
}
constexpr Column changed() { return {"CHANGED", {}, Field::version, {}, false}; }

constexpr std::array kUnits = {id("UNIT_ID", "unit_id"), text("UNIT_NAME", "name"),
                               id("PARENT_ID", "parent_unit_id", false), symbol("UNIT_LEVEL", "level"), changed()};
constexpr std::array kStaff = {
    id("STAFF_ID", "staff_id"), text("STAFF_NAME", "name"),     id("UNIT_ID", "unit_id", false),
    symbol("ROLE", "role"),     symbol("STATUS", "status"),     text("SKILLS", "skills"),
    text("REGION", "region"),   number("CAPACITY", "capacity"), changed()};
constexpr std::array kParties = {id("参与人编号", "party_id"), symbol("参与人类型", "kind", "party_kind"),
                                 text("姓名", "name"),         text("证件号码", "identity_number"),
                                 text("联系电话", "phone"),    text("地址", "address"),
                                 day("出生日期", "birth_day"), symbol("性别", "gender", "gender"),
                                 text("地区", "region"),       Column{"变更日期", {}, Field::version, {}, false}};
constexpr std::array kCustomers = {id("CUST_ID", "customer_id"),
                                   id("PARTY_ID", "party_id", false),
                                   symbol("CUST_TYPE", "customer_type", "customer_type"),
                                   symbol("STATUS", "status"),
                                   day("SINCE", "since"),
                                   text("REGION", "region"),
                                   id("MANAGER_ID", "manager_id", false),
                                   symbol("CHANNEL", "preferred_channel"),
                                   text("GRADE", "grade"),
                                   text("INDUSTRY", "industry"),
                                   changed()};
constexpr std::array kAccounts = {id("ACCT_ID", "account_id"),
                                  id("CUST_ID", "customer_id"),
                                  symbol("PAY_MODE", "payment_mode", "payment_mode"),
                                  symbol("STATUS", "status"),
                                  text("PAY_METHOD", "payment_method"),
                                  money("CREDIT_LIMIT_LI", "credit_limit"),
                                  number("BILL_DAY", "bill_day"),
                                  changed()};
constexpr std::array kSubscriptions = {id("SUBS_ID", "subscription_id"),
                                       id("CUST_ID", "customer_id"),
                                       id("ACCT_ID", "account_id", false),
                                       text("SERIAL_NO", "number"),
                                       symbol("PRODUCT", "product_type", "product_type"),
                                       symbol("STATUS", "status"),
                                       symbol("STOP_REASON", "suspension_reason"),
                                       text("OFFER_ID", "offering"),
                                       day("OPEN_DATE", "activated"),
                                       day("CLOSE_DATE", "terminated"),
                                       symbol("CLOSED_BY", "terminated_by"),
                                       symbol("CLOSE_CAUSE", "termination_cause"),
                                       Column{"TERMINAL", {}, Field::unmapped, {}, false},
                                       changed()};
constexpr std::array kAgreements = {id("AGREEMENT_ID", "agreement_id"),
                                    id("SUBS_ID", "subscription_id"),
                                    day("START_DATE", "start"),
                                    day("END_DATE", "end"),
                                    number("MONTHS", "months"),
                                    symbol("STATUS", "status"),
                                    text("KIND", "kind"),
                                    id("RENEWS_ID", "renews_agreement_id", false),
                                    changed()};
constexpr std::array kPlans = {id("INSTANCE_ID", "plan_instance_id"),
                               id("SUBS_ID", "subscription_id"),
                               text("OFFER_ID", "offering"),
                               symbol("KIND", "kind"),
                               day("START_DATE", "start"),
                               day("END_DATE", "end"),
                               money("PRICE_LI", "monthly_price"),
                               symbol("CHANGE_KIND", "change"),
                               changed()};
constexpr std::array kServices = {id("SERVICE_ID", "service_id"),
                                  id("SUBS_ID", "subscription_id"),
                                  text("SERVICE", "service"),
                                  text("CATEGORY", "category"),
                                  day("START_DATE", "start"),
                                  day("END_DATE", "end"),
                                  changed()};
constexpr std::array kMembers = {id("GROUP_CUST_ID", "customer_id"),
                                 id("MEMBER_CUST_ID", "member_customer_id"),
                                 text("ROLE", "role"),
                                 day("START_DATE", "start"),
                                 day("END_DATE", "end"),
                                 changed()};
constexpr std::array kStatusHistory = {id("SUBS_ID", "subscription_id"), day("EVENT_DATE", "day", true),
                                       symbol("STATUS", "status", {}, true), text("REASON", "reason")};
constexpr std::array kBills = {id("ACCT_ID", "account_id", false),
                               id("SUBS_ID", "subscription_id", false),
                               id("BILL_ID", "bill_id", false),
                               Column{"CYCLE", "month", Field::month, {}, true},
                               money("AMOUNT_LI", "amount", true),
                               money("REMAINING_LI", "remaining"),
                               day("ISSUED", "issued"),
                               day("DUE", "due"),
                               day("PAID", "paid"),
                               money("COST_LI", "cost"),
                               Column{"DISCOUNT_LI", {}, Field::unmapped, {}, false},
                               changed()};
constexpr std::array kUsage = {id("SUBS_ID", "subscription_id"),
                               Column{"CYCLE", "month", Field::month, {}, true},
                               number("CALLS_OUT", "calls_out"),
                               number("CALLS_IN", "calls_in"),
                               number("SECONDS_OUT", "seconds_out"),
                               number("SECONDS", "seconds"),
                               number("DATA_MB", "data_mb"),
                               number("SMS_OUT", "sms_out"),
                               number("CONTACTS", "distinct_contacts"),
                               day("LAST_CALL_OUT", "last_outgoing_call"),
                               number("ACTIVE_DAYS", "active_days"),
                               number("RIVAL_CALLS", "rival_calls"),
                               number("FAILED_CALLS", "failed_calls")};
constexpr std::array kPayments = {id("ACCT_ID", "account_id", false),    id("SUBS_ID", "subscription_id", false),
                                  id("PAYMENT_ID", "payment_id", false), day("PAY_DATE", "day", true),
                                  money("AMOUNT_LI", "amount", true),    text("CHANNEL", "channel"),
                                  number("DAYS_LATE", "days_late")};
constexpr std::array kBalances = {id("ACCT_ID", "account_id"), day("BALANCE_DATE", "day", true),
                                  money("BALANCE_LI", "amount", true), money("OVERDUE_LI", "overdue"),
                                  day("OLDEST_DUE", "oldest_due")};
constexpr std::array kTickets = {id("TICKET_ID", "ticket_id"),
                                 id("CUST_ID", "customer_id", false),
                                 id("SUBS_ID", "subscription_id", false),
                                 symbol("TYPE", "type", "ticket_type"),
                                 symbol("CAUSE", "cause"),
                                 symbol("STATUS", "status"),
                                 day("OPENED", "opened", true),
                                 day("RESOLVED", "resolved"),
                                 text("SEVERITY", "severity"),
                                 changed()};
constexpr std::array kInteractions = {
    id("CONTACT_ID", "interaction_id"), id("CUST_ID", "customer_id", false), id("SUBS_ID", "subscription_id", false),
    day("CONTACT_DATE", "day", true),   symbol("CHANNEL", "channel"),        symbol("DIRECTION", "direction"),
    text("REASON", "reason"),           symbol("RESULT", "result"),          number("SATISFACTION", "satisfaction")};
constexpr std::array kConsent = {id("CUST_ID", "customer_id"), symbol("CHANNEL", "channel", {}, true),
                                 symbol("PURPOSE", "purpose", {}, true), day("SIGN_DATE", "day", true),
                                 Column{"GRANTED", "granted", Field::flag, "yes_no", true}};
constexpr std::array kPortOuts = {id("SUBS_ID", "subscription_id"), day("REQUEST_DATE", "day", true),
                                  symbol("STATUS", "status", {}, true), text("TO_OPERATOR", "to_operator")};
constexpr std::array kOutcomes = {
    id("TASK_ID", "task_id"),        id("CUST_ID", "customer_id", false),  id("SUBS_ID", "subscription_id", false),
    day("RESULT_DATE", "day", true), symbol("RESULT", "result", {}, true), text("NOTE", "note")};

constexpr std::array<FileDescription, kFileCount> kFiles = {{
    {File::units, "units", false, kUnits},
    {File::staff, "staff", false, kStaff},
    {File::parties, "parties", false, kParties},
    {File::customers, "customers", false, kCustomers},
    {File::accounts, "accounts", false, kAccounts},
    {File::subscriptions, "subscriptions", false, kSubscriptions},
    {File::agreements, "agreements", false, kAgreements},
    {File::plan_instances, "plan_instances", false, kPlans},
    {File::services, "services", false, kServices},
    {File::group_members, "group_members", false, kMembers},
    {File::status_history, "status_history", true, kStatusHistory},
    {File::bills, "bills", true, kBills},
    {File::usage, "usage", true, kUsage},
    {File::payments, "payments", true, kPayments},
    {File::balances, "balances", true, kBalances},
    {File::tickets, "tickets", true, kTickets},
    {File::interactions, "interactions", true, kInteractions},
    {File::consent, "consent", true, kConsent},
    {File::port_out_requests, "port_out_requests", true, kPortOuts},
    {File::outcomes, "outcomes", true, kOutcomes},
}};

}  // namespace

std::span<const FileDescription> export_files() { return kFiles; }
const FileDescription& description_of(File file) { return kFiles[static_cast<std::size_t>(file)]; }

std::string file_name(File file, std::string_view month) {
  const std::string name(description_of(file).name);
  const bool whole = file == File::units || file == File::staff;
  return whole ? name + ".csv" : name + "_" + std::string(month) + ".csv";
}

int owner_column(const FileDescription& file) {
  for (const std::string_view owner : {"subscription_id", "account_id", "customer_id"})
    for (std::size_t i = 0; i < file.columns.size(); ++i)
      if (file.columns[i].attribute == owner) return static_cast<int>(i);
  return -1;
}

}  // namespace staysail::simulator
