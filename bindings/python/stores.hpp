// What calls that ask a store share: opening it, and the tables that it may hold.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "staysail/model/table.hpp"
#include "staysail/store/store.hpp"

namespace staysail::python {

// A mistyped path is no new store.
Result<std::unique_ptr<Store>> open_existing(const std::string& url);

// The model with the custom tables of a mapping; the model alone without one.
Result<ModelCatalog> catalog_of(const std::optional<std::filesystem::path>& mapping);

}  // namespace staysail::python
