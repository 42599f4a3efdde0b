// HouseholdRules: what makes customers one household. Of view.toml, where an operator declares them.
#pragma once

#include <cstdint>
#include <string>

namespace staysail {

// What each shared thing weighs; two customers belong together from `threshold` on.
struct HouseholdRules {
  int threshold = 100;
  int address = 60;  // the same address of their parties, down to the room
  int payment = 60;  // one pays a line of the other
  int device = 40;   // a line of each was used in one device
  // The extension attribute of subscriptions that names the device; empty: none does.
  std::string device_attribute;
  // What more customers share is a dormitory, a firm or a lent-out device, and no evidence.
  std::uint32_t largest_block = 16;
};

}  // namespace staysail
