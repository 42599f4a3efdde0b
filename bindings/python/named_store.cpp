#include "named_store.hpp"

#include "staysail/boss/mapping.hpp"
#include "staysail/store/sqlite_store.hpp"
#ifdef STAYSAIL_HAS_POSTGRES
#include "staysail/store/postgres_store.hpp"
#endif

namespace staysail::python {

Result<std::unique_ptr<Store>> open_named_store(const std::string& url) {
  StoreRegistry stores;
  add_sqlite(stores);
#ifdef STAYSAIL_HAS_POSTGRES
  add_postgres(stores);
#endif
  return stores.open(url);
}

Result<std::unique_ptr<Store>> open_existing_store(const std::string& url) {
  STAYSAIL_TRY(const auto parts, StoreUrl::parse(url));
  if (parts.scheme == "memory") return open_named_store(url);
  return open_named_store(url + (parts.options.empty() ? "?" : "&") + "create=false");
}

Result<ModelCatalog> catalog_of(const std::optional<std::filesystem::path>& mapping) {
  if (!mapping) return ModelCatalog();
  STAYSAIL_TRY(const Mapping read, Mapping::load(mapping->string()));
  return read.catalog;
}

}  // namespace staysail::python
