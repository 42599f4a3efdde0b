#include "staysail/view/customer_view.hpp"

#include <algorithm>
#include <optional>

#include "entity_frame.hpp"

namespace staysail {
namespace {

Result<ViewThing> thing_of(const TableDescription& table, const Record& record, const Purpose& purpose) {
  ViewThing thing{table.name, record.key.id, {}};
  STAYSAIL_TRY(const auto contributions, view::decode_contributions(record.payload));
  STAYSAIL_TRY(const auto merged, view::merge(table, contributions));
  const auto& values = merged.values;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i].bytes) continue;
    STAYSAIL_TRY(const std::string text, view::value_text(table.attributes[i], values[i]));
    thing.values.push_back(ViewValue{table.attributes[i].name, shown_text(table.attributes[i].type, text, purpose),
                                     std::string(values[i].source), values[i].version, std::string(values[i].file)});
  }
  for (const auto& [name, value] : merged.extensions)
    thing.values.push_back(ViewValue{std::string(name), shown_extension(name, *value.bytes, purpose),
                                     std::string(value.source), value.version, std::string(value.file)});
  return thing;
}

class Assembly {
 public:
  Assembly(EntityStore& store, const Purpose& purpose) : store_(store), purpose_(purpose) {}

  Result<CustomerView> of(std::string_view id) {
    STAYSAIL_TRY(const std::string customer, customer_id_of(id));
    view_.customer = CustomerId::of(customer);
    STAYSAIL_CHECK(add_customer(customer));
    STAYSAIL_CHECK(add_found("accounts", "customer_id", customer));
    STAYSAIL_TRY(const auto subscriptions, found("subscriptions", "customer_id", customer));
    for (const auto& record : subscriptions) STAYSAIL_CHECK(add_subscription(record));
    return std::move(view_);
  }

 private:
  Result<std::optional<Record>> get(const std::string& table, std::string_view id) {
    STAYSAIL_TRY(auto records, store_.get({EntityKey{table, std::string(id)}}));
    return std::move(records.front());
  }

  Result<std::vector<Record>> found(const std::string& table, const std::string& index, const std::string& value) {
    STAYSAIL_TRY(auto page, store_.find(find_equal(table, index, value)));
    return std::move(page.records);
  }

  // The customer itself, or the one that a subscription or account of this id belongs to.
  Result<std::string> customer_id_of(std::string_view id) {
    STAYSAIL_TRY(const auto customer, get("customers", id));
    if (customer) return std::string(id);
    for (const char* table : {"subscriptions", "accounts"}) {
      STAYSAIL_TRY(const auto record, get(table, id));
      if (!record) continue;
      STAYSAIL_TRY(const auto thing, thing_of(*find_model_table(table), *record, purpose_));
      if (const ViewValue* owner = thing.find("customer_id")) return owner->text;
    }
    return Error(Errc::not_found, "no customer, account or subscription has this id: " + std::string(id));
  }

  Status add(const std::string& table, const Record& record) {
    STAYSAIL_TRY(auto thing, thing_of(*find_model_table(table), record, purpose_));
    view_.things.push_back(std::move(thing));
    return ok();
  }

  Status add_found(const std::string& table, const std::string& index, const std::string& value) {
    STAYSAIL_TRY(const auto records, found(table, index, value));
    for (const auto& record : records) STAYSAIL_CHECK(add(table, record));
    return ok();
  }

  // A customer may be known only by its lines: then there is nothing to add.
  Status add_customer(const std::string& id) {
    STAYSAIL_TRY(const auto customer, get("customers", id));
    if (!customer) return ok();
    STAYSAIL_CHECK(add("customers", *customer));
    const ViewValue* party_id = view_.things.back().find("party_id");
    if (party_id == nullptr) return ok();
    STAYSAIL_TRY(const auto party, get("parties", party_id->text));
    return party ? add("parties", *party) : ok();
  }

  Status add_subscription(const Record& record) {
    STAYSAIL_CHECK(add("subscriptions", record));
    for (const char* table : {"agreements", "plan_instances", "services"})
      STAYSAIL_CHECK(add_found(table, "subscription_id", record.key.id));
    return ok();
  }

  EntityStore& store_;
  const Purpose& purpose_;
  CustomerView view_;
};

}  // namespace

const ViewValue* ViewThing::find(std::string_view attribute) const {
  const auto value =
      std::find_if(values.begin(), values.end(), [&](const ViewValue& each) { return each.attribute == attribute; });
  return value == values.end() ? nullptr : &*value;
}

std::vector<const ViewThing*> CustomerView::of(std::string_view table) const {
  std::vector<const ViewThing*> found;
  for (const auto& thing : things)
    if (thing.table == table) found.push_back(&thing);
  return found;
}

Result<CustomerView> view_customer(EntityStore& store, std::string_view id, const Purpose& purpose) {
  return Assembly(store, purpose).of(id);
}

}  // namespace staysail
