#include "staysail/store/store.hpp"

namespace staysail {

Result<std::unique_ptr<StoreClaim>> Store::claim(const std::string&) { return std::make_unique<StoreClaim>(); }

Status Store::backup(const std::string&) {
  return Error(Errc::unsupported, "this kind of store makes no backup of itself; use one in a file: sqlite:PATH");
}

Status Store::scrub() { return ok(); }

}  // namespace staysail
