// Secret<Tag>: text about a person that must not leak by printing. Reading it is an act with a name.
#pragma once

#include <compare>
#include <ostream>
#include <string>
#include <string_view>

namespace staysail {

// The first `head` and last `tail` characters (UTF-8) with stars between; all stars when too short.
std::string mask(std::string_view text, std::size_t head, std::size_t tail);

// The mask of one kind of text. A kind with `stars` has one mask for every text, since the length of a gender tells it.
template <class Tag>
std::string masked_as(std::string_view text) {
  if constexpr (requires { Tag::stars; }) return text.empty() ? std::string() : std::string(Tag::stars, '*');
  else return mask(text, Tag::head, Tag::tail);
}

template <class Tag>
class Secret {
 public:
  Secret() = default;
  static Secret of(std::string text) { return Secret(std::move(text)); }

  // The clear text. Callers hold a Purpose (see privacy/purpose.hpp); everything else sees masked().
  const std::string& reveal() const noexcept { return text_; }
  std::string masked() const { return masked_as<Tag>(text_); }
  bool empty() const noexcept { return text_.empty(); }

  friend bool operator==(const Secret&, const Secret&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Secret& secret) { return out << secret.masked(); }

 private:
  explicit Secret(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

struct PersonNameTag {
  static constexpr std::size_t head = 1, tail = 0;
};
struct PhoneTag {
  static constexpr std::size_t head = 3, tail = 4;
};
struct IdentityNumberTag {
  static constexpr std::size_t head = 4, tail = 2;
};
struct AddressTag {
  static constexpr std::size_t head = 6, tail = 0;
};
struct BirthDayTag {
  static constexpr std::size_t head = 4, tail = 0;
};  // the year stays: an age tells as much
struct GenderTag {
  static constexpr std::size_t stars = 3;
};

using PersonName = Secret<PersonNameTag>;
using PhoneNumber = Secret<PhoneTag>;
using IdentityNumber = Secret<IdentityNumberTag>;
using Address = Secret<AddressTag>;
using BirthDay = Secret<BirthDayTag>;  // 2026-01-31
using Gender = Secret<GenderTag>;

}  // namespace staysail
