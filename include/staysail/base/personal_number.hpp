// Numbers that tell who somebody is, wherever they stand in a text: for text of which nobody said what it holds.
#pragma once

#include <string>
#include <string_view>

namespace staysail {

struct NumberMasks {
  bool phones = true;            // 11 digits of a Chinese mobile number, also after 86, in one run or as 3-4-4
  bool identity_numbers = true;  // 18 digits (the last may be X) with the right check digit or a birth day inside
};

// GB 11643: 17 digits and the check digit that follows from them (ten is X or x).
bool has_identity_check_digit(std::string_view text);
// The check digit of 17 digits.
char identity_check_digit(std::string_view digits);

// `text` with these numbers masked as their kinds are ("138****5678"); everything else as it stands.
std::string with_numbers_masked(std::string_view text, const NumberMasks& masks = {});

}  // namespace staysail
