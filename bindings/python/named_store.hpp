// Stores as Python names them: every kind that was built in.
#pragma once

#include <memory>
#include <string>

#include "staysail/store/store.hpp"

namespace staysail::python {

// `memory:`, `sqlite:...` or `postgres://...`; made where there is none.
Result<std::unique_ptr<Store>> open_named_store(const std::string& url);
// A mistyped path is no new store.
Result<std::unique_ptr<Store>> open_existing_store(const std::string& url);

}  // namespace staysail::python
