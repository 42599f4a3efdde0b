// One customer as all feeds together know it: every attribute with the source that said it last. For screens and for
// service.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/id.hpp"
#include "staysail/model/table.hpp"
#include "staysail/privacy/purpose.hpp"
#include "staysail/store/entity_store.hpp"

namespace staysail {

// What another source says of the same attribute, when it is something else.
struct ViewRival {
  std::string text, source;  // as in ViewValue
  std::int64_t version = 0;
  std::string file;
  std::optional<Day> told;
};

struct ViewValue {
  std::string attribute;
  std::string text;    // canonical; masked where the purpose does not open it
  std::string source;  // the feed that said it
  std::int64_t version = 0;
  std::string file;  // of the feed, in which it stood; empty for what was taken in before files were kept

  std::optional<Day> told;       // told_day() of the version
  std::optional<int> age_days;   // on the day of the view, where both are known; 0 for what was told later
  std::optional<Day> audit_due;  // when the value grows stale by the view rules; nothing where they say nothing
  bool stale = false;            // that day has come
  // Per cent: the source's own (view_rules.hpp), times the share that agreeing sources have among all that speak, half
  // of that when the value is stale.
  int confidence = 100;
  std::vector<ViewRival> rivals;  // the most trusted first, then the latest
};

// A party, customer, account, subscription, agreement, plan instance or service. Values that nobody knows are left out.
struct ViewThing {
  std::string table, id;
  std::vector<ViewValue> values;

  // Null when the attribute is not known.
  const ViewValue* find(std::string_view attribute) const;
};

struct CustomerView {
  CustomerId customer;
  // Of the person behind it (view/party_links.hpp), the asked one first, then by id: whose things these are.
  std::vector<CustomerId> customers;
  // Of each customer: itself and its party, then accounts, then each subscription followed by what hangs on it; by id
  // within a kind. Parties of the person that no customer has come last.
  std::vector<ViewThing> things;

  std::vector<const ViewThing*> of(std::string_view table) const;
};

// `id`: of a customer, or of a subscription or account of one. Reads by key and index: its cost does not depend on how
// many customers there are. A view is of one moment where the store has snapshots, whoever writes meanwhile.
// `not_found` when nobody has this id. The host notes the read in its audit trail. `as_of`: the day on which ages
// count; without it there are none, and nothing is stale.
Result<CustomerView> view_customer(EntityStore& store, std::string_view id, const Purpose& purpose,
                                   std::optional<Day> as_of = std::nullopt);

}  // namespace staysail
