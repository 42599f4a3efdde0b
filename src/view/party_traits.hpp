// What is compared of a party, in comparable form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "party_text.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/view/identity.hpp"

namespace staysail::view {

struct PartyTraits {
  std::string kind, name, phone, address, gender;
  IdentityText identity;
  std::optional<std::int32_t> birth_day;
  bool common_phone = false, common_identity = false, common_address = false;  // too many have it to tell anything
};

// The columns of a frame of parties, looked up once; those of another type count as missing.
class PartyColumns {
 public:
  explicit PartyColumns(const Batch& parties);
  PartyTraits traits(std::size_t row) const;

 private:
  const Column* text_column(const Batch& parties, std::string_view name);
  const Column *kind_, *name_, *identity_, *phone_, *address_, *gender_, *birth_day_;
};

// Points, evidence and answer; the ids stay empty.
IdentityPair compare(const PartyTraits& one, const PartyTraits& other, const IdentityRules& rules);

}  // namespace staysail::view
