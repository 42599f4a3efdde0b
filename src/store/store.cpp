#include "staysail/store/store.hpp"

namespace staysail {

Result<std::unique_ptr<StoreClaim>> Store::claim(const std::string&) { return std::make_unique<StoreClaim>(); }

}  // namespace staysail
