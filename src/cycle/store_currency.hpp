// The one currency of a store's amounts.
#pragma once

#include <optional>

#include "staysail/base/money.hpp"
#include "staysail/store/store.hpp"

namespace staysail::cycle {

// That of the amounts the store keeps, else the feed's; nullopt where neither says. `currency_mismatch` when they
// differ.
Result<std::optional<Currency>> agreed_currency(Store& store, std::optional<Currency> of_feed);

// Written down once a feed was taken in: one that could not be read decides nothing. Again is no change.
Status keep_currency(Store& store, Currency currency);

}  // namespace staysail::cycle
