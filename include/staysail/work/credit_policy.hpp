// CreditPolicy: whom one lends how much, and how one reminds; by class of credit instead of one number for all.
//
// A class follows from tenure, punctuality, mean spend and identity. It has a limit, in months of mean spend, and a
// ladder: which rung comes how many days after the bill was due. Good classes are spared the first reminder and are
// barred late; who has no class but the last pays in advance. A bar says its reason and its remedy, and can be
// appealed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/control.hpp"
#include "staysail/work/matter_desk.hpp"

namespace staysail {

// What is known of who owes; amounts in minor units of the operator's currency.
struct CreditProfile {
  std::int64_t tenure_months = 0;
  std::int64_t punctual_percent = 0;  // of the bills of the last 12 months, paid by their due day
  std::int64_t mean_spend_minor = 0;  // a month
  bool identified = false;            // the identity was checked
};

struct Rung {
  std::string event;  // of the life of a collection: remind, call, warn, bar_outgoing, bar
  std::int32_t days_past_due = 0;
};

struct CreditClass {
  std::string name;
  CreditProfile least;             // what it takes to be in the class
  std::int64_t limit_percent = 0;  // of the mean spend of a month
  bool pays_in_advance = false;
  std::vector<Rung> ladder;
};

// A plain value. The first class whose least the profile reaches; the last takes everybody.
struct CreditPolicy {
  std::vector<CreditClass> classes;

  // A to D of the domain.
  static CreditPolicy usual();
  // `invalid_argument` in words: no class, a last class that asks for something, a ladder that goes back in days, or
  // whose rungs the life of a collection does not allow one after the other.
  Status check() const;
  const CreditClass& class_of(const CreditProfile& profile) const;
  const CreditClass* find(std::string_view name) const;
  std::int64_t limit_minor(const CreditProfile& profile) const;
};

// A bill that was not paid.
struct Arrears {
  CustomerId customer;
  AccountId account;
  std::string bill;  // which one, or the month
  std::int64_t amount_minor = 0;
  Day due;
  CreditProfile profile;
  UnitId unit;
};

struct CollectionReport {
  std::uint64_t opened = 0, repeated = 0;
  std::uint64_t settled = 0;  // no longer owed
  std::uint64_t climbed = 0;  // went up a rung
  std::uint64_t promises_broken = 0;
};

// Opens a debt for each (its class, amount, due day and next rung on file); settles the open ones of `arrears`' kind
// that are owed no more; then lets each that is due climb one rung, and takes promises back whose day is past
// (attribute "promised_until"). All by the system, at the start of `today`; the same day again changes nothing. What is
// barred says in its history why, and by what it is lifted.
Result<CollectionReport> collect(MatterDesk& desk, const CreditPolicy& policy, const std::vector<Arrears>& arrears,
                                 Day today, const Control& control = {});

}  // namespace staysail
