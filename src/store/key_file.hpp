// The secret of a host that goes into the digests of a store.
#pragma once

#include <string>

#include "staysail/base/result.hpp"

namespace staysail::store {

// The bytes of the file, at least 16. `invalid_argument` says how to make one.
Result<std::string> read_key_file(const std::string& path);

}  // namespace staysail::store
