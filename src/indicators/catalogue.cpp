#include "staysail/indicators/catalogue.hpp"

#include <algorithm>
#include <set>

#include "catalogue_reader.hpp"

namespace staysail {
namespace {

bool looks_at_all_lines(const IndicatorRule& rule) {
  const auto* band = std::get_if<BandRule>(&rule);
  if (const auto* scorecard = std::get_if<Scorecard>(&rule)) return indicators::finds_weights(*scorecard);
  if (std::holds_alternative<Standardising>(rule) || std::holds_alternative<Clustering>(rule) ||
      std::holds_alternative<PeerQuantile>(rule) || std::holds_alternative<LifetimeRule>(rule) ||
      std::holds_alternative<RepeatRule>(rule))
    return true;
  return std::holds_alternative<PercentRank>(rule) || (band != nullptr && !band->equal_width);
}

}  // namespace

Result<Catalogue> Catalogue::load(const std::string& path, const ModelCatalog& model, const Schema& frame) {
  STAYSAIL_TRY(const auto root, TomlTable::load(path));
  STAYSAIL_TRY(auto plan, indicators::CatalogueReader(model, frame).read(root));
  return Catalogue(std::make_shared<const Plan>(std::move(plan)));
}

Result<Catalogue> Catalogue::parse(std::string_view toml, const std::string& name, const ModelCatalog& model,
                                   const Schema& frame) {
  STAYSAIL_TRY(const auto root, TomlTable::parse(toml, name));
  STAYSAIL_TRY(auto plan, indicators::CatalogueReader(model, frame).read(root));
  return Catalogue(std::make_shared<const Plan>(std::move(plan)));
}

const std::vector<Indicator>& Catalogue::indicators() const { return plan_->indicators; }
const std::vector<std::size_t>& Catalogue::evaluation_order() const { return plan_->order; }
const Schema& Catalogue::schema() const { return plan_->schema; }
std::optional<Currency> Catalogue::currency() const { return plan_->currency; }
const Digest& Catalogue::digest() const { return plan_->digest; }
const std::vector<Digest>& Catalogue::versions() const { return plan_->versions; }

std::vector<std::string> Catalogue::relative() const {
  std::set<std::string> found;
  for (const std::size_t each : plan_->order) {
    const Indicator& indicator = plan_->indicators[each];
    const bool inherits = std::any_of(indicator.inputs.begin(), indicator.inputs.end(),
                                      [&](const std::string& input) { return found.count(input) != 0; });
    if (inherits || looks_at_all_lines(indicator.rule)) found.insert(indicator.name);
  }
  std::vector<std::string> names;
  for (const Indicator& indicator : plan_->indicators)
    if (found.count(indicator.name) != 0) names.push_back(indicator.name);
  return names;
}

std::vector<std::string> indicators::lineage_of(const Catalogue::Plan& plan, std::size_t index) {
  const Indicator& indicator = plan.indicators[index];
  if (const auto* attribute = std::get_if<AttributeMeasure>(&indicator.rule)) return {attribute->attribute};
  if (std::holds_alternative<Formula>(indicator.rule)) return plan.expressions[index]->names();
  return indicator.inputs;
}

const Indicator* Catalogue::find(std::string_view name) const {
  const auto found = plan_->index.find(name);
  return found == plan_->index.end() ? nullptr : &plan_->indicators[found->second];
}

}  // namespace staysail
