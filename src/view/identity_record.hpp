// What the identity desk keeps: the pairs that points gave, and rulings of people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "staysail/store/store.hpp"
#include "staysail/view/party_links.hpp"

namespace staysail::view {

// The pairs of the latest resolution, in one chunk.
struct StoredPairs {
  std::vector<IdentityPair> pairs;
  std::uint64_t version = absent;
};
Result<StoredPairs> load_pairs(FactStore& store);
// Replaces what `known` was read from; nothing is written when the pairs are the same.
Status save_pairs(FactStore& store, const StoredPairs& known, const std::vector<IdentityPair>& pairs);

// All rulings on one pair, in the order in which they were made.
std::string encode_rulings(const std::vector<IdentityRuling>& rulings);
// `id`: of the record, the two parties joined by U+001F.
Result<std::vector<IdentityRuling>> decode_rulings(std::string_view payload, std::string_view id);
std::string ruling_id(std::string_view a, std::string_view b);

}  // namespace staysail::view
