// The keys of the export: how a number becomes an id of the BOSS, and back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "simulator/line_state.hpp"
#include "staysail/base/calendar.hpp"

namespace staysail::simulator {

std::string subscription_id(std::uint32_t line);  // "0000000001": ten digits, leading zeros are part of it
std::string customer_id(std::uint32_t customer);  // "C00000001"
std::string party_id(std::uint32_t customer);
std::string account_id(std::uint32_t customer, std::uint32_t account);  // "A00000001-1"
std::string unit_id(std::uint32_t county);                              // "U0101": first city, first county
std::string city_unit_id(std::uint32_t city);
std::string staff_id(std::uint32_t staff);  // "E0001"
std::string compact(Month month);           // "202501"

// The line of a subscription's id; nothing for any other text.
std::optional<std::uint32_t> line_of(std::string_view subscription_id);

}  // namespace staysail::simulator
