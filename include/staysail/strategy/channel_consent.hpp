// What a customer agreed to, as the guards ask it: one answer for a channel and a purpose on the day of the plan.
#pragma once

#include <functional>
#include <string_view>

#include "staysail/privacy/channel_consent.hpp"

namespace staysail {

// Answered from many threads at once. `purpose`: "service" or "marketing".
using ConsentLookup = std::function<ChannelConsent(std::string_view customer_id, std::string_view channel, std::string_view purpose)>;

}  // namespace staysail
