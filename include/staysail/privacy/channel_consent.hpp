// What a customer said to being contacted on one channel for one purpose.
#pragma once

#include <cstdint>
#include <optional>

#include "staysail/base/calendar.hpp"

namespace staysail {

enum class ConsentState : std::uint8_t { unknown, granted, refused };

struct ChannelConsent {
  ConsentState state = ConsentState::unknown;
  std::optional<Day> since;  // when it was granted or refused
};

}  // namespace staysail
