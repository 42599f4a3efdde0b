// Before anything is taken in: nobody else spends a night on the store, and the playbook's rules hold.
#include <filesystem>
#include <set>

#include "night_persons.hpp"
#include "night_run.hpp"
#include "staysail/files/byte_source.hpp"
#include "store_currency.hpp"

namespace staysail::cycle {
namespace {

// Whether a rule may name what only data can tell.
bool may_name_data(const Status& checked) { return !checked && checked.error().code() == Errc::unknown_name; }

// The extension attributes that subscriptions of earlier nights have.
std::set<std::string> kept_extensions(const Population& population) {
  std::set<std::string> names;
  const auto& table = *find_model_table("subscriptions");
  for (const auto& field : population.entities("subscriptions").schema().fields())
    if (table.find(field.name) == nullptr) names.insert(field.name);
  return names;
}

// A catalogue whose units name a currency would show amounts of another one under that name.
Status check_currency(const Playbook& playbook, std::optional<Currency> of_amounts) {
  const auto named = playbook.indicators().currency();
  if (!named || !of_amounts || *named == *of_amounts) return ok();
  return Error::at({playbook.folder() + "/indicators.toml", 0, 0}, Errc::currency_mismatch,
                   "units are in " + std::string(named->letters()) + " and the amounts are in " +
                       std::string(of_amounts->letters()) +
                       "; write money, which is the currency of the amounts, or convert the feed");
}

// Before the playbook is loaded: what extension attributes are decides what its rules may do with them.
Result<ViewRules> view_rules_in(const std::string& playbook) {
  constexpr std::size_t kMostBytes = 1024 * 1024;
  const std::string path = playbook + "/view.toml";
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return ViewRules();
  STAYSAIL_TRY(const std::string text, read_file(path, kMostBytes));
  return ViewRules::parse(text, path);
}

}  // namespace

Status NightRun::claim_store() {
  STAYSAIL_TRY(claim_, parts_.store->claim("night"));
  STAYSAIL_TRY(currency_, agreed_currency(*parts_.store, parts_.currency));
  STAYSAIL_TRY(view_rules_, view_rules_in(parts_.playbook));
  return ok();
}

Status NightRun::load_playbook(Schema subscriptions) {
  if (playbook_ && subscriptions == rules_see_) return ok();
  PlaybookOptions options;
  options.model = *parts_.catalog;
  options.subscriptions = subscriptions;
  STAYSAIL_TRY(auto loaded, Playbook::load(parts_.playbook, options));
  STAYSAIL_CHECK(check_currency(loaded, currency_));
  STAYSAIL_TRY(auto work, WorkRules::of(loaded));
  STAYSAIL_TRY(identity_, identity_rules_of(loaded));
  playbook_.emplace(std::move(loaded));
  work_.emplace(std::move(work));
  rules_see_ = std::move(subscriptions);
  return ok();
}

// Without a feed the view comes at once, and it tells every name. A feed that cannot say what it brings leaves unknown
// names to the view as well; whatever else is wrong is told now.
Status NightRun::check_playbook() {
  if (parts_.feed == nullptr) return ok();
  STAYSAIL_TRY(const auto brought, parts_.feed->extensions_of("subscriptions"));
  const Status checked = load_playbook(subscription_schema(brought.value_or(std::vector<std::string>{}), view_rules_));
  if (!may_name_data(checked)) return checked;
  if (!brought) return ok();
  STAYSAIL_TRY(const auto before,
               Population::load(*parts_.store, *parts_.catalog, options_.as_of, options_.control, &executor_));
  std::set<std::string> names = kept_extensions(before);
  names.insert(brought->begin(), brought->end());
  return load_playbook(subscription_schema({names.begin(), names.end()}, view_rules_));
}

}  // namespace staysail::cycle
