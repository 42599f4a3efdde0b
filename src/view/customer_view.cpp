#include "staysail/view/customer_view.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <tuple>

#include "entity_frame.hpp"
#include "staysail/view/identity_desk.hpp"
#include "staysail/view/told_day.hpp"
#include "staysail/view/view_rules.hpp"

namespace staysail {
namespace {

using view::Contribution;
using view::MergedValue;

// One attribute, and how its values are shown.
struct Shown {
  std::string name;
  std::function<Result<std::string>(const MergedValue&)> text;  // masked where the purpose does not open it
};

// What a source says of one attribute; the bytes that stand and others.
using Voices = std::vector<MergedValue>;

class ThingReader {
 public:
  ThingReader(const ViewRules& rules, const Purpose& purpose, std::optional<Day> as_of)
      : rules_(rules), purpose_(purpose), as_of_(as_of) {}

  Result<ViewThing> read(const TableDescription& table, const Record& record) const {
    ViewThing thing{table.name, record.key.id, {}};
    const view::TableRules rules(rules_, table);
    STAYSAIL_TRY(const auto contributions, view::decode_contributions(record.payload));
    STAYSAIL_TRY(const auto merged, view::merge(table, contributions, rules));
    STAYSAIL_TRY(const auto each, one_by_one(table, contributions, rules));
    for (std::size_t i = 0; i < table.attributes.size(); ++i) {
      if (!merged.values[i].bytes) continue;  // nobody knows it
      const Attribute& attribute = table.attributes[i];
      const auto text = [&](const MergedValue& value) -> Result<std::string> {
        STAYSAIL_TRY(const std::string plain, view::value_text(attribute, value));
        return shown_text(attribute.type, plain, purpose_);
      };
      Voices voices;
      for (const auto& one : each) voices.push_back(one.values[i]);
      STAYSAIL_CHECK(add({attribute.name, text}, merged.values[i], voices, rules.of(i), thing));
    }
    for (const auto& extension : merged.extensions) {
      const std::string name(extension.first);
      const auto text = [&](const MergedValue& value) -> Result<std::string> {
        return shown_extension(name, *value.bytes, purpose_);
      };
      Voices voices;
      for (const auto& one : each)
        if (const auto said = one.extensions.find(name); said != one.extensions.end()) voices.push_back(said->second);
      STAYSAIL_CHECK(add({name, text}, extension.second, voices, rules.of_extension(name), thing));
    }
    return thing;
  }

 private:
  // Each contribution as if it were alone.
  static Result<std::vector<view::MergedEntity>> one_by_one(const TableDescription& table,
                                                            const std::vector<Contribution>& contributions,
                                                            const view::TableRules& rules) {
    std::vector<view::MergedEntity> each;
    if (contributions.size() < 2) return each;
    for (const auto& contribution : contributions) {
      STAYSAIL_TRY(auto alone, view::merge(table, {contribution}, rules));
      each.push_back(std::move(alone));
    }
    return each;
  }

  Status add(const Shown& shown, const MergedValue& value, Voices& voices, const AttributeRule* rule,
             ViewThing& thing) const {
    ViewValue view;
    view.attribute = shown.name;
    STAYSAIL_TRY(view.text, shown.text(value));
    view.source = value.source;
    view.version = value.version;
    view.file = value.file;
    set_age(value, rule, view);
    STAYSAIL_CHECK(add_rivals(shown, value, voices, view));
    view.confidence = confidence_of(value, voices, view.stale);
    thing.values.push_back(std::move(view));
    return ok();
  }

  void set_age(const MergedValue& value, const AttributeRule* rule, ViewValue& view) const {
    view.told = told_day(value.version);
    if (!view.told) return;
    if (as_of_) view.age_days = std::max(0, static_cast<int>(*as_of_ - *view.told));
    if (rule == nullptr || !rule->stale_after_days) return;
    view.audit_due = *view.told + *rule->stale_after_days;
    view.stale = as_of_ && *view.audit_due <= *as_of_;
  }

  static Status add_rivals(const Shown& shown, const MergedValue& value, Voices& voices, ViewValue& view) {
    std::sort(voices.begin(), voices.end(), [](const MergedValue& a, const MergedValue& b) {
      return std::tie(a.rank, b.version, a.source) < std::tie(b.rank, a.version, b.source);
    });
    for (const auto& voice : voices) {
      if (!voice.bytes || *voice.bytes == *value.bytes) continue;
      STAYSAIL_TRY(const std::string text, shown.text(voice));
      view.rivals.push_back(
          ViewRival{text, std::string(voice.source), voice.version, std::string(voice.file), told_day(voice.version)});
    }
    return ok();
  }

  int confidence_of(const MergedValue& value, const Voices& voices, bool stale) const {
    const int own = rules_.confidence_in(value.source);
    int agreeing = 0, all = 0;
    for (const auto& voice : voices) {
      if (!voice.bytes) continue;
      const int weight = rules_.confidence_in(voice.source);
      all += weight;
      agreeing += *voice.bytes == *value.bytes ? weight : 0;
    }
    const int confidence = all == 0 ? own : own * agreeing / all;
    return stale ? confidence / 2 : confidence;
  }

  const ViewRules& rules_;
  const Purpose& purpose_;
  std::optional<Day> as_of_;
};

class Assembly {
 public:
  Assembly(EntityStore& store, const ThingReader& reader) : store_(store), reader_(reader) {}

  Result<CustomerView> of(std::string_view id) {
    STAYSAIL_TRY(const auto record, get("customers", id));
    std::string customer(id);
    if (!record) STAYSAIL_CHECK(owner_of(id).and_then([&](std::string owner) { return customer = owner, ok(); }));
    view_.customer = CustomerId::of(customer);
    if (record) STAYSAIL_CHECK(add_known_customer(*record));
    else STAYSAIL_CHECK(add_customer(customer));
    if (!party_.empty()) STAYSAIL_CHECK(add_person());
    return std::move(view_);
  }

 private:
  Result<std::optional<Record>> get(const std::string& table, std::string_view id) {
    STAYSAIL_TRY(auto records, store_.get({EntityKey{table, std::string(id)}}));
    return std::move(records.front());
  }

  Result<std::vector<Record>> found(const std::string& table, const std::string& index, const std::string& value) {
    FindRequest request = find_equal(table, index, value);
    request.parts = RecordParts::payload;
    STAYSAIL_TRY(auto page, store_.find(request));
    return std::move(page.records);
  }

  // The customer that a subscription or account of this id belongs to.
  Result<std::string> owner_of(std::string_view id) {
    for (const char* table : {"subscriptions", "accounts"}) {
      STAYSAIL_TRY(const auto record, get(table, id));
      if (!record) continue;
      STAYSAIL_TRY(const auto thing, reader_.read(*find_model_table(table), *record));
      if (const ViewValue* owner = thing.find("customer_id")) return owner->text;
    }
    return Error(Errc::not_found, "no customer, account or subscription has this id: " + std::string(id));
  }

  Status add(const std::string& table, const Record& record) {
    STAYSAIL_TRY(auto thing, reader_.read(*find_model_table(table), record));
    view_.things.push_back(std::move(thing));
    return ok();
  }

  Status add_found(const std::string& table, const std::string& index, const std::string& value) {
    STAYSAIL_TRY(const auto records, found(table, index, value));
    for (const auto& record : records) STAYSAIL_CHECK(add(table, record));
    return ok();
  }

  // A customer may be known only by its lines: then it has nothing of its own.
  Status add_customer(const std::string& customer) {
    STAYSAIL_TRY(const auto record, get("customers", customer));
    return record ? add_known_customer(*record) : add_lines(customer);
  }

  Status add_known_customer(const Record& record) {
    const std::size_t place = view_.things.size();
    STAYSAIL_CHECK(add("customers", record));
    const ViewValue* party_id = view_.things[place].find("party_id");
    const std::string party = party_id == nullptr ? std::string() : party_id->text;
    if (party_.empty()) party_ = party;
    if (!party.empty()) STAYSAIL_CHECK(add_party(party));
    return add_lines(record.key.id);
  }

  Status add_lines(const std::string& customer) {
    view_.customers.push_back(CustomerId::of(customer));
    STAYSAIL_CHECK(add_found("accounts", "customer_id", customer));
    STAYSAIL_TRY(const auto subscriptions, found("subscriptions", "customer_id", customer));
    for (const auto& record : subscriptions) STAYSAIL_CHECK(add_subscription(record));
    return ok();
  }

  // The other customers of the person, and parties that have none.
  Status add_person() {
    STAYSAIL_TRY(const auto parties, parties_of_person(store_, party_));
    std::set<std::string> customers;
    for (const auto& party : parties) {
      STAYSAIL_TRY(const auto records, found("customers", "party_id", party));
      for (const auto& record : records)
        if (record.key.id != view_.customer.text()) customers.insert(record.key.id);
    }
    for (const auto& customer : customers) STAYSAIL_CHECK(add_customer(customer));
    for (const auto& party : parties) STAYSAIL_CHECK(add_party(party));
    return ok();
  }

  // Once, whichever customers have it.
  Status add_party(const std::string& id) {
    if (!shown_.insert(id).second) return ok();
    STAYSAIL_TRY(const auto party, get("parties", id));
    return party ? add("parties", *party) : ok();
  }

  Status add_subscription(const Record& record) {
    STAYSAIL_CHECK(add("subscriptions", record));
    for (const char* table : {"agreements", "plan_instances", "services"})
      STAYSAIL_CHECK(add_found(table, "subscription_id", record.key.id));
    return ok();
  }

  EntityStore& store_;
  const ThingReader& reader_;
  CustomerView view_;
  std::string party_;            // of the asked customer
  std::set<std::string> shown_;  // parties
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

Result<CustomerView> view_customer(EntityStore& store, std::string_view id, const Purpose& purpose,
                                   std::optional<Day> as_of) {
  STAYSAIL_TRY(const auto moment, store.snapshot());
  EntityStore& seen = moment ? *moment : store;
  STAYSAIL_TRY(const ViewRules rules, ViewRules::load(seen));
  return Assembly(seen, ThingReader(rules, purpose, as_of)).of(id);
}

}  // namespace staysail
