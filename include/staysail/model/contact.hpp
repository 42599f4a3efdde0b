// What customers and operator said to each other: tickets, interactions, words of consent.
#pragma once

#include "staysail/model/noun_record.hpp"

namespace staysail {

// A complaint, a fault, an inquiry or a request.
struct Ticket {
  static constexpr std::string_view table = "tickets";
  TicketId id;
  CustomerId customer;
  SubscriptionId subscription;
  std::string type;
  std::string cause;
  std::optional<TicketState> status;
  std::optional<Day> opened;
  std::optional<Day> resolved;
  std::string severity;

  template <class Noun, class Walker>
  static void walk(Noun& noun, Walker& walker) {
    walker("ticket_id", noun.id);
    walker("customer_id", noun.customer);
    walker("subscription_id", noun.subscription);
    walker("type", noun.type);
    walker("cause", noun.cause);
    walker("status", noun.status);
    walker("opened", noun.opened);
    walker("resolved", noun.resolved);
    walker("severity", noun.severity);
  }
};

// One contact, in or out, with its result.
struct Interaction {
  static constexpr std::string_view table = "interactions";
  InteractionId id;
  CustomerId customer;
  SubscriptionId subscription;
  std::optional<Day> day;
  std::string channel;
  std::string direction;
  std::string reason;
  std::string result;
  std::optional<PointsOfTen> satisfaction;

  template <class Noun, class Walker>
  static void walk(Noun& noun, Walker& walker) {
    walker("interaction_id", noun.id);
    walker("customer_id", noun.customer);
    walker("subscription_id", noun.subscription);
    walker("day", noun.day);
    walker("channel", noun.channel);
    walker("direction", noun.direction);
    walker("reason", noun.reason);
    walker("result", noun.result);
    walker("satisfaction", noun.satisfaction);
  }
};

// One word of consent; privacy/consent_ledger.hpp says which word counts.
struct Consent {
  static constexpr std::string_view table = "consent";
  CustomerId customer;
  std::string channel;
  std::string purpose;
  std::optional<Day> day;
  std::optional<bool> granted;

  template <class Noun, class Walker>
  static void walk(Noun& noun, Walker& walker) {
    walker("customer_id", noun.customer);
    walker("channel", noun.channel);
    walker("purpose", noun.purpose);
    walker("day", noun.day);
    walker("granted", noun.granted);
  }
};

}  // namespace staysail
