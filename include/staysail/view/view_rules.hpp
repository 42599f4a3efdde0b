// ViewRules: whom to believe about an attribute, how long it stays true, and what an extension attribute is. view.toml
// of a playbook; a night keeps it in the store, so that every reader of the store follows the same.
//
//   [confidence]                        of sources, in per cent; 100 when left out
//   crm = 95
//   "billing/lines" = 80
//   [parties.phone]                     a table and an attribute (an extension attribute too)
//   sources = ["crm", "billing"]        the most trusted first; then all others. Of the most trusted that know a value
//   the
//                                       latest stands. Not for attributes that refer to another table
//   stale_after_days = 365              the value is due for an audit then
//   type = "number"                     of an extension attribute: text, number, day, boolean
//   scale = 2                           of a number
//   [fresh]                             a score is null when the facts it is made of end longer ago than so many days
//   value = 45
//   [households]                        customers who live or pay together (household_rules.hpp); every key may be left
//   threshold = 100                     out, and with the table subscriptions have a household_id
//   device_attribute = "IMEI"
//
// A source is named as the view shows it: the mapping's `source`, or `source/feed`; the shorter name means all its
// feeds.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/columns/schema.hpp"
#include "staysail/store/entity_store.hpp"
#include "staysail/view/household_rules.hpp"

namespace staysail {

struct AttributeRule {
  std::vector<std::string> sources;
  std::optional<int> stale_after_days;
  std::optional<ColumnType> type;  // of an extension attribute
  int scale = 0;

  // 0 for the most trusted; those that are not listed come after all that are.
  std::size_t rank_of(std::string_view source) const;
};

class ViewRules {
 public:
  ViewRules() = default;  // the latest value of any source stands, nothing grows stale, extensions are texts
  // `name` stands for the file in places. `playbook_invalid` and the errors of TOML, with file, line and column.
  static Result<ViewRules> parse(std::string_view toml, const std::string& name);
  // What the last night kept; the defaults where none did.
  static Result<ViewRules> load(EntityStore& store);
  // Writes them where they differ from what is kept.
  Status save(EntityStore& store) const;

  // Null when nothing is declared of it.
  const AttributeRule* find(std::string_view table, std::string_view attribute) const;
  // Per cent.
  int confidence_in(std::string_view source) const;
  // By score: for how many days after the end of its facts it may be shown.
  const std::map<std::string, int, std::less<>>& fresh() const { return fresh_; }
  // Nothing where households are not declared.
  const std::optional<HouseholdRules>& households() const { return households_; }
  // The column that an extension attribute of a table makes: text unless declared.
  Field field_of_extension(std::string_view table, std::string_view attribute) const;
  // Attributes of `table` for which something is declared.
  std::vector<std::string> attributes_of(std::string_view table) const;

 private:
  std::string text_;
  std::map<std::string, int, std::less<>> confidence_, fresh_;
  std::optional<HouseholdRules> households_;
  std::map<std::string, std::map<std::string, AttributeRule, std::less<>>, std::less<>> rules_;
};

// Whether `name` is `source` or one of its feeds ("crm" of "crm/parties").
bool is_source(std::string_view name, std::string_view source);

}  // namespace staysail
