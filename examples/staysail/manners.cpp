#include "manners.hpp"

#include "host.hpp"
#include "staysail/cycle/night_playbook.hpp"
#include "staysail/view/population.hpp"
#include "staysail/work/work_rules.hpp"

namespace staysail::program {
namespace {

// For the columns of the latest night, extensions included; a store without one has the model's.
Result<Playbook> playbook_for(Store& store, const std::string& folder, const std::string& mapping) {
  STAYSAIL_TRY(const auto catalog, catalog_of(mapping));
  STAYSAIL_TRY(const auto periods, NightRecord::periods(store));
  if (periods.empty()) return Playbook::load(folder, PlaybookOptions{.model = catalog});
  STAYSAIL_TRY(const auto night, load_night(store, ""));
  return playbook_of(night, folder, catalog);
}

}  // namespace

Result<Manners> manners_of(Store& store, const std::string& folder, const std::string& mapping) {
  if (folder.empty()) return Manners();
  STAYSAIL_TRY(const auto playbook, playbook_for(store, folder, mapping));
  STAYSAIL_TRY(auto rules, WorkRules::of(playbook));
  return Manners{std::move(rules.roster), playbook.contact().quiet_hours};
}

Result<Roster> roster_of(Store& store, Day day, const RosterRules& rules) {
  STAYSAIL_TRY(const auto population, Population::load(store, ModelCatalog(), day));
  return Roster::of(population.entities("staff"), population.entities("units"), rules);
}

}  // namespace staysail::program
