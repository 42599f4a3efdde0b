#include "staysail/indicators/catalogue.hpp"

#include "catalogue_reader.hpp"

namespace staysail {

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

const Indicator* Catalogue::find(std::string_view name) const {
  const auto found = plan_->index.find(name);
  return found == plan_->index.end() ? nullptr : &plan_->indicators[found->second];
}

}  // namespace staysail
