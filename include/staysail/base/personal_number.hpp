// Numbers that tell who somebody is, wherever they stand in a text: for text of which nobody said what it holds.
#pragma once

#include <string>
#include <string_view>

namespace staysail {

struct NumberMasks {
  bool phones = true;            // 11 digits of a Chinese mobile number, also after 86, in one run or as 3-4-4
  bool identity_numbers = true;  // 18 digits (the last may be X) with the right check digit or a birth day inside
};

// `text` with these numbers masked as their kinds are ("138****5678"); everything else as it stands.
std::string with_numbers_masked(std::string_view text, const NumberMasks& masks = {});

}  // namespace staysail
