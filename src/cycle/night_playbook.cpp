#include "staysail/cycle/night_playbook.hpp"

#include <algorithm>

#include "staysail/view/population.hpp"

namespace staysail {

Result<Schema> attributes_of(const NightRecord& night) {
  const Schema known = subscription_schema();
  std::vector<Field> fields;
  for (const auto& field : night.decision.schema().fields()) {
    const bool indicator =
        std::find(night.indicators.begin(), night.indicators.end(), field.name) != night.indicators.end();
    if (indicator && !known.find(field.name)) break;
    fields.push_back(field);
  }
  return Schema::of(std::move(fields));
}

Result<Playbook> playbook_of(const NightRecord& night, const std::string& folder, const ModelCatalog& catalog) {
  PlaybookOptions options;
  options.model = catalog;
  STAYSAIL_TRY(options.subscriptions, attributes_of(night));
  return Playbook::load(folder, options);
}

}  // namespace staysail
