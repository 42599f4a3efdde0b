// One customer as all feeds together know it: every attribute with the source that said it last. For screens and for
// service.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/id.hpp"
#include "staysail/model/table.hpp"
#include "staysail/privacy/purpose.hpp"
#include "staysail/store/entity_store.hpp"

namespace staysail {

struct ViewValue {
  std::string attribute;
  std::string text;    // canonical; masked where the purpose does not open it
  std::string source;  // the feed that said it
  std::int64_t version = 0;
  std::string file;  // of the feed, in which it stood; empty for what was taken in before files were kept
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
  // The customer and its party, then accounts, then each subscription followed by what hangs on it; by id within a
  // kind.
  std::vector<ViewThing> things;

  std::vector<const ViewThing*> of(std::string_view table) const;
};

// `id`: of a customer, or of a subscription or account of one. Reads by key and index: its cost does not depend on how
// many customers there are. `not_found` when nobody has this id. The host notes the read in its audit trail.
Result<CustomerView> view_customer(EntityStore& store, std::string_view id, const Purpose& purpose);

}  // namespace staysail
