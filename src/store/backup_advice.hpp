// Why a store on a server is neither backed up nor restored here, and what to do instead.
#pragma once

#include <string>

#include "staysail/base/error.hpp"

namespace staysail::store {

// `unsupported`. `schema`: of the store, or a word that stands for it.
Error server_keeps_backups(const std::string& schema);

}  // namespace staysail::store
