// What a line uses and costs, month by month, and what is paid.
#pragma once

#include "staysail/model/noun_record.hpp"

namespace staysail {

using UsagePartId = Id<struct UsagePartTag>;

// One bill of an account, or its share for one line.
struct Bill {
  static constexpr std::string_view table = "bills";
  AccountId account;
  SubscriptionId subscription;
  BillId id;
  std::optional<Month> month;
  std::optional<Amount> amount;
  std::optional<Amount> remaining;
  std::optional<Day> issued;
  std::optional<Day> due;
  std::optional<Day> paid;
  std::optional<Amount> cost;

  template <class Noun, class Walker>
  static void walk(Noun& noun, Walker& walker) {
    walker("account_id", noun.account);
    walker("subscription_id", noun.subscription);
    walker("bill_id", noun.id);
    walker("month", noun.month);
    walker("amount", noun.amount);
    walker("remaining", noun.remaining);
    walker("issued", noun.issued);
    walker("due", noun.due);
    walker("paid", noun.paid);
    walker("cost", noun.cost);
  }
};

// What a line used in a month, or on a `day` of it as one file of call records (`part`) tells. Never single calls.
struct UsageMonth {
  static constexpr std::string_view table = "usage";
  SubscriptionId subscription;
  std::optional<Month> month;
  std::optional<Calls> calls_out;
  std::optional<Calls> calls_in;
  std::optional<Seconds> seconds_out;
  std::optional<Seconds> seconds;
  std::optional<DataVolume> data;
  std::optional<Messages> sms_out;
  std::optional<Contacts> distinct_contacts;
  std::optional<Day> last_outgoing_call;
  std::optional<Days> active_days;
  std::optional<Calls> rival_calls;
  std::optional<Calls> failed_calls;
  std::optional<Day> day;
  UsagePartId part;

  template <class Noun, class Walker>
  static void walk(Noun& noun, Walker& walker) {
    walker("subscription_id", noun.subscription);
    walker("month", noun.month);
    walker("calls_out", noun.calls_out);
    walker("calls_in", noun.calls_in);
    walker("seconds_out", noun.seconds_out);
    walker("seconds", noun.seconds);
    walker("data_mb", noun.data);
    walker("sms_out", noun.sms_out);
    walker("distinct_contacts", noun.distinct_contacts);
    walker("last_outgoing_call", noun.last_outgoing_call);
    walker("active_days", noun.active_days);
    walker("rival_calls", noun.rival_calls);
    walker("failed_calls", noun.failed_calls);
    walker("day", noun.day);
    walker("part", noun.part);
  }
};

// Money that came in.
struct Payment {
  static constexpr std::string_view table = "payments";
  AccountId account;
  SubscriptionId subscription;
  PaymentId id;
  std::optional<Day> day;
  std::optional<Amount> amount;
  std::string channel;
  std::optional<Days> days_late;

  template <class Noun, class Walker>
  static void walk(Noun& noun, Walker& walker) {
    walker("account_id", noun.account);
    walker("subscription_id", noun.subscription);
    walker("payment_id", noun.id);
    walker("day", noun.day);
    walker("amount", noun.amount);
    walker("channel", noun.channel);
    walker("days_late", noun.days_late);
  }
};

}  // namespace staysail
