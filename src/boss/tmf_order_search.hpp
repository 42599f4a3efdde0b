// Finds orders (TMF622) by the tokens that they name.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "boss/tmf_client.hpp"

namespace staysail::boss {

using OrdersByToken = std::map<std::string, JsonValue, std::less<>>;

// Of each token the order with this externalId, as far as the BOSS shows it. One reading serves all tokens where the
// BOSS ignores the filter; what is found is compared here as well. Errors of read_collection().
Result<OrdersByToken> orders_by_filter(TmfClient& client, const WebAddress& orders, std::size_t page_size,
                                       const std::vector<std::string>& tokens);
// The same by reading all orders: by externalId whatever its case, and by the mark in the description.
Result<OrdersByToken> orders_by_reading(TmfClient& client, const WebAddress& orders, std::size_t page_size,
                                        const std::vector<std::string>& tokens);

}  // namespace staysail::boss
