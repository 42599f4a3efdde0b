// Names, numbers and addresses of parties, written the one way in which they can be compared.
//
// Whatever a clerk may write differently for the same thing is taken out: width of letters, blanks, punctuation, case,
// traditional characters, prefixes of countries, the old form of identity numbers. Input that is not UTF-8 passes
// through byte by byte.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace staysail::view {

// Letters of any script, in order: names in Latin letters as their words in ascending order, so that "WANG Xiaoming"
// and "xiaoming wang" are one.
std::string comparable_name(std::string_view name);

// Digits without what is dialled before a number at home (0086, +86, 86). Empty where there are fewer than seven.
std::string comparable_phone(std::string_view phone);

struct IdentityText {
  std::string number;  // letters and digits, upper case; a resident's number of 15 digits in its form of 18
  bool valid = false;  // the check digit of GB 11643, or the check character of GB 32100 (organisations), holds
};
// `kind`: of the party, individual or organisation, where it is known: a number that is meant for a resident is not
// valid because it passes the organisations' check.
IdentityText comparable_identity(std::string_view number, std::string_view kind = {});

// Without blanks and punctuation, Chinese numerals before 号, 栋, 层 ... as digits, words for the same as one.
std::string comparable_address(std::string_view address);
// The runs of digits in an address, joined by blanks: the house, the floor, the room.
std::string numbers_in(std::string_view comparable);
// What two addresses share of their pairs of neighbouring characters, in thousandths (Dice).
int shared_pairs(std::string_view a, std::string_view b);

// One character was changed, added or left out, or two neighbours changed places; equal texts are not.
bool one_slip_apart(std::string_view a, std::string_view b);

// Characters of a UTF-8 text as code points; a byte that begins none stands for itself.
std::vector<std::uint32_t> characters_of(std::string_view text);

}  // namespace staysail::view
