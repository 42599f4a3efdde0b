// Stores as Python names them: every kind that was built in.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "staysail/model/table.hpp"
#include "staysail/store/store.hpp"

namespace staysail::python {

// `memory:`, `sqlite:...` or `postgres://...`; made where there is none.
Result<std::unique_ptr<Store>> open_named_store(const std::string& url);
// A mistyped path is no new store.
Result<std::unique_ptr<Store>> open_existing_store(const std::string& url);

// The model with the custom tables of a mapping; the model alone without one.
Result<ModelCatalog> catalog_of(const std::optional<std::filesystem::path>& mapping);

}  // namespace staysail::python
