// Words: the headings, sentences and names of codes in the language of the report.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "report/phrases.hpp"

namespace staysail::report {

enum class Language : std::uint8_t { english, chinese };

class Words {
 public:
  explicit Words(Language language) : language_(language) {}
  Language language() const { return language_; }
  bool chinese() const { return language_ == Language::chinese; }

  // The phrase with {0}, {1} ... replaced by `arguments`.
  std::string say(Phrase phrase, std::initializer_list<std::string_view> arguments = {}) const;
  // The name of a stable code ("decline", "CONTRACT_END", "held_out"); a code without a name is its own.
  std::string name_of(std::string_view code) const;
  // A sentence that another room stored in English: in the language of the report, as it stands where none is known.
  std::string sentence(std::string_view stored) const;

 private:
  Language language_;
};

}  // namespace staysail::report
