// Stores that a call only asks for or works on: a mistyped path makes no new one.
#pragma once

#include <memory>
#include <string>

#include "staysail/store/sqlite_store.hpp"

namespace staysail::python {

inline Result<std::unique_ptr<Store>> open_existing(const std::string& url) {
  STAYSAIL_TRY(const auto parts, StoreUrl::parse(url));
  if (parts.scheme != "sqlite") return open_store(url);
  return open_store(url + (parts.options.empty() ? "?" : "&") + "create=false");
}

}  // namespace staysail::python
