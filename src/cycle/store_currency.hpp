// The one currency of a store's amounts.
#pragma once

#include <optional>

#include "staysail/base/money.hpp"
#include "staysail/store/store.hpp"

namespace staysail::cycle {

// That of the amounts the store keeps; nullopt where no feed ever said. The first feed that does decides.
// `currency_mismatch` when this one says another.
Result<std::optional<Currency>> agreed_currency(Store& store, std::optional<Currency> of_feed);

}  // namespace staysail::cycle
