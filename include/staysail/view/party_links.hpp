// Party links: which parties are one, as links beside them. No party, customer or task is ever rewritten, so taking a
// link away puts everything back as it was.
//
// A link leads from a party to the one that stands for the group, the least id of it in bytes, which itself links to
// nothing: there are no chains and no cycles.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/result.hpp"
#include "staysail/view/identity.hpp"

namespace staysail {

// What a person said of two parties. The latest ruling on a pair stands, and the points never overrule it.
struct IdentityRuling {
  std::string a, b;  // a < b
  bool together = false;
  std::string who, why;
  Instant when;
};

// Party -> who stands for it; parties that stand for themselves are left out.
using PartyLinks = std::map<std::string, std::string, std::less<>>;

// `party` itself when it has no link.
std::string_view survivor_of(const PartyLinks& links, std::string_view party);

struct LinkedParties {
  PartyLinks links;
  std::uint64_t groups = 0;
  // Same by their points, and kept apart: their groups have different valid identity numbers, or a ruling parts them.
  std::vector<IdentityPair> refused;
};

// Groups are the connected components of the pairs that are the same and of the rulings for it. Where a component holds
// different valid identity numbers or parties that a ruling parts, its links are made one by one, rulings first, then
// the most points, and those that would join what must stay apart are refused. `identity_numbers`: the valid number of
// each party that has one. A function of its arguments as sets.
LinkedParties link_parties(const std::vector<IdentityPair>& pairs, const std::vector<IdentityRuling>& rulings,
                           const std::map<std::string, std::string>& identity_numbers);

}  // namespace staysail
