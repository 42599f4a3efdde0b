// What chunks say, told apart without writing them as bytes: for a store that keeps none.
#pragma once

#include <vector>

#include "staysail/base/digest.hpp"
#include "staysail/store/fact_store.hpp"

namespace staysail::store {

// Of the chunks' places, expected versions and rows, whatever the numbers of texts in their dictionaries. For this
// process alone: it is not the digest of other stores, and it is not the same on every machine.
Digest digest_of_contents(const std::vector<FactChunk>& chunks);

}  // namespace staysail::store
