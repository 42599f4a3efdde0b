// What a customer agreed to, as the guards ask it: one answer for a channel and a purpose on the day of the plan.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "staysail/base/calendar.hpp"

namespace staysail {

enum class ConsentState : std::uint8_t { unknown, granted, refused };

struct ChannelConsent {
  ConsentState state = ConsentState::unknown;
  std::optional<Day> since;  // when it was granted or refused
};

// Answered from many threads at once. `purpose`: "service" or "marketing".
using ConsentLookup = std::function<ChannelConsent(std::string_view customer_id, std::string_view channel, std::string_view purpose)>;

}  // namespace staysail
