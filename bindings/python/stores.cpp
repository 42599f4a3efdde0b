#include "stores.hpp"

#include "staysail/boss/mapping.hpp"
#include "staysail/store/sqlite_store.hpp"

namespace staysail::python {

Result<std::unique_ptr<Store>> open_existing(const std::string& url) {
  STAYSAIL_TRY(const auto parts, StoreUrl::parse(url));
  if (parts.scheme != "sqlite") return open_store(url);
  return open_store(url + (parts.options.empty() ? "?" : "&") + "create=false");
}

Result<ModelCatalog> catalog_of(const std::optional<std::filesystem::path>& mapping) {
  if (!mapping) return ModelCatalog();
  STAYSAIL_TRY(const Mapping read, Mapping::load(mapping->string()));
  return read.catalog;
}

}  // namespace staysail::python
