// Which customers are one person tonight.
#include "night_persons.hpp"

#include "night_run.hpp"
#include "staysail/view/identity_desk.hpp"

namespace staysail::cycle {
namespace {

constexpr const char* kFile = "identity.toml";

}  // namespace

Result<IdentityRules> identity_rules_of(const Playbook& playbook) {
  const std::string_view text = playbook.text_of(kFile);
  return text.empty() ? IdentityRules() : IdentityRules::parse(text, playbook.folder() + "/" + kFile);
}

Status NightRun::know_persons() {
  options_.control.report("identity", 0, 0);
  IdentityDesk desk(*parts_.store);
  const Batch& parties = population_->entities("parties");
  STAYSAIL_CHECK(desk.resolve(parties, *identity_, &executor_, options_.control));
  if (!identity_->persons) {
    room("identity", false, "found and not used: identity.toml says persons = false");
    return ok();
  }
  STAYSAIL_TRY(party_links_, desk.links());
  STAYSAIL_TRY(persons_, Persons::of(population_->entities("customers"), party_links_));
  room("identity", parties.rows() != 0, parties.rows() == 0 ? "the feeds tell of no parties" : "");
  return ok();
}

}  // namespace staysail::cycle
