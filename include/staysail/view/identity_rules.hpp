// IdentityRules: what it takes for two parties to be one person, declared in identity.toml of a playbook.
//
//   persons = true            whether customers whose parties are one person are taken as one by consent, caps and
//   churn same = 100                points from which two parties are the same review = 60               points from
//   which a person has to look; below they are different largest_block = 64        parties with one phone, number, name
//   and birth day, or name and address: beyond this the
//                             value is common, gives no points, and only neighbours are compared
//   neighbours = 8            with how many each is compared then
//   [points]                  what each piece of evidence adds or takes; below
//
// Every key may be left out. Two parties with different valid identity numbers are different whatever the points say.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "staysail/base/result.hpp"

namespace staysail {

enum class IdentityEvidence : std::uint8_t {
  identity_number,        // equal, valid or not
  identity_number_near,   // one slip apart, and not both valid
  other_identity_number,  // neither, and not both valid
  phone,
  name,
  name_near,  // one slip apart
  other_name,
  address,
  address_near,  // the same numbers in nearly the same words
  birth_day,
  other_birth_day,
  other_gender,
  other_kind,  // a person and an organisation
};
inline constexpr std::size_t kIdentityEvidence = 13;
// "identity_number_near": the key in [points], and how reports name it.
std::string_view name_of(IdentityEvidence evidence) noexcept;

struct IdentityRules {
  bool persons = true;
  int same = 100, review = 60;
  std::uint32_t largest_block = 64, neighbours = 8;
  std::array<int, kIdentityEvidence> points = {100, 40, -40, 40, 40, -20, -60, 40, 20, 20, -60, -40, -200};

  int points_of(IdentityEvidence evidence) const { return points[static_cast<std::size_t>(evidence)]; }
  // `name` stands for the file in places. `playbook_invalid` and the errors of TOML, with file, line and column.
  static Result<IdentityRules> parse(std::string_view toml, const std::string& name);
};

}  // namespace staysail
