// The access line (用户), the contract that binds it, and the plans and services that hang on it.
#pragma once

#include "staysail/model/noun_record.hpp"

namespace staysail {

// A line. Its tenure is its own: a change of plan, SIM or number never restarts it.
struct Subscription {
  static constexpr std::string_view table = "subscriptions";
  SubscriptionId id;
  CustomerId customer;
  AccountId account;
  PhoneNumber number;
  std::string product_type;
  std::optional<SubscriptionState> status;
  std::string suspension_reason;
  std::string offering;
  std::optional<Day> activated;
  std::optional<Day> terminated;
  std::string terminated_by;
  std::string termination_cause;
  std::optional<Months> tenure;

  template <class Noun, class Walker>
  static void walk(Noun& noun, Walker& walker) {
    walker("subscription_id", noun.id);
    walker("customer_id", noun.customer);
    walker("account_id", noun.account);
    walker("number", noun.number);
    walker("product_type", noun.product_type);
    walker("status", noun.status);
    walker("suspension_reason", noun.suspension_reason);
    walker("offering", noun.offering);
    walker("activated", noun.activated);
    walker("terminated", noun.terminated);
    walker("terminated_by", noun.terminated_by);
    walker("termination_cause", noun.termination_cause);
    walker("tenure_months", noun.tenure);
  }
};

// A commitment of a line for some months.
struct Agreement {
  static constexpr std::string_view table = "agreements";
  AgreementId id;
  SubscriptionId subscription;
  std::optional<Day> start;
  std::optional<Day> end;
  std::optional<Months> months;
  std::optional<AgreementState> status;
  std::string kind;
  AgreementId renews;

  template <class Noun, class Walker>
  static void walk(Noun& noun, Walker& walker) {
    walker("agreement_id", noun.id);
    walker("subscription_id", noun.subscription);
    walker("start", noun.start);
    walker("end", noun.end);
    walker("months", noun.months);
    walker("status", noun.status);
    walker("kind", noun.kind);
    walker("renews_agreement_id", noun.renews);
  }
};

// A plan, bundle or add-on (套餐实例) that a line has for a time.
struct PlanInstance {
  static constexpr std::string_view table = "plan_instances";
  PlanInstanceId id;
  SubscriptionId subscription;
  std::string offering;
  std::string kind;
  std::optional<Day> start;
  std::optional<Day> end;
  std::optional<Amount> monthly_price;
  std::string change;

  template <class Noun, class Walker>
  static void walk(Noun& noun, Walker& walker) {
    walker("plan_instance_id", noun.id);
    walker("subscription_id", noun.subscription);
    walker("offering", noun.offering);
    walker("kind", noun.kind);
    walker("start", noun.start);
    walker("end", noun.end);
    walker("monthly_price", noun.monthly_price);
    walker("change", noun.change);
  }
};

}  // namespace staysail
