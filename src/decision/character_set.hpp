// Sets of characters as XPath's regular expressions write them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail::decision {

// Code points from first to last, and classes such as \p{L} that only the engine knows.
struct CharacterSet {
  std::vector<std::pair<char32_t, char32_t>> ranges;
  std::string classes;
  bool negated = false;

  void add(const CharacterSet& other);
  // The set as a class of the engine: "[\x{61}-\x{7a}\pL]".
  std::string to_class() const;
};

// The characters of classes that are written one after the other ("\p{L}\P{Nd}"), as the engine has them.
std::vector<std::pair<char32_t, char32_t>> ranges_of_classes(std::string_view classes);

// The escape at the front of `rest`, which is dropped: one character, or a class.
Result<CharacterSet> escaped_characters(std::string_view& rest);

// The set in brackets at the front of `rest`, which is dropped; `depth` counts the sets around it.
Result<CharacterSet> set_in_brackets(std::string_view& rest, int depth);

}  // namespace staysail::decision
