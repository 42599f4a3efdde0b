// Who buys, who pays, and the person or organisation behind both. Three keys of a BOSS that are never the same:
// customer (客户), account (账户), and the line itself (model/subscription.hpp).
#pragma once

#include "staysail/model/noun_record.hpp"

namespace staysail {

// The person or organisation behind a customer.
struct Party {
  static constexpr std::string_view table = "parties";
  PartyId id;
  std::string kind;
  PersonName name;
  IdentityNumber identity_number;
  PhoneNumber phone;
  Address address;
  BirthDay birth_day;
  Gender gender;
  std::optional<Years> age;
  std::string region;

  template <class Noun, class Walker>
  static void walk(Noun& noun, Walker& walker) {
    walker("party_id", noun.id);
    walker("kind", noun.kind);
    walker("name", noun.name);
    walker("identity_number", noun.identity_number);
    walker("phone", noun.phone);
    walker("address", noun.address);
    walker("birth_day", noun.birth_day);
    walker("gender", noun.gender);
    walker("age", noun.age);
    walker("region", noun.region);
  }
};

// A party in the role of buyer.
struct Customer {
  static constexpr std::string_view table = "customers";
  CustomerId id;
  PartyId party;
  std::string customer_type;
  std::string status;
  std::optional<Day> since;
  std::string region;
  StaffId manager;
  std::string preferred_channel;
  std::string grade;
  std::string industry;

  template <class Noun, class Walker>
  static void walk(Noun& noun, Walker& walker) {
    walker("customer_id", noun.id);
    walker("party_id", noun.party);
    walker("customer_type", noun.customer_type);
    walker("status", noun.status);
    walker("since", noun.since);
    walker("region", noun.region);
    walker("manager_id", noun.manager);
    walker("preferred_channel", noun.preferred_channel);
    walker("grade", noun.grade);
    walker("industry", noun.industry);
  }
};

// What receives bills and pays them.
struct Account {
  static constexpr std::string_view table = "accounts";
  AccountId id;
  CustomerId customer;
  std::string payment_mode;
  std::string status;
  std::string payment_method;
  std::optional<Amount> credit_limit;
  std::optional<DayOfMonth> bill_day;

  template <class Noun, class Walker>
  static void walk(Noun& noun, Walker& walker) {
    walker("account_id", noun.id);
    walker("customer_id", noun.customer);
    walker("payment_mode", noun.payment_mode);
    walker("status", noun.status);
    walker("payment_method", noun.payment_method);
    walker("credit_limit", noun.credit_limit);
    walker("bill_day", noun.bill_day);
  }
};

// A member of a group customer.
struct GroupMember {
  static constexpr std::string_view table = "group_members";
  CustomerId group;
  CustomerId member;
  std::string role;
  std::optional<Day> start;
  std::optional<Day> end;

  template <class Noun, class Walker>
  static void walk(Noun& noun, Walker& walker) {
    walker("customer_id", noun.group);
    walker("member_customer_id", noun.member);
    walker("role", noun.role);
    walker("start", noun.start);
    walker("end", noun.end);
  }
};

}  // namespace staysail
