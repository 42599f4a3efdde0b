// The titles of strategies, kept with the store so that whoever reads it without the playbook can name them.
#pragma once

#include <vector>

#include "staysail/model/readable_names.hpp"
#include "staysail/store/store.hpp"
#include "staysail/strategy/strategy.hpp"

namespace staysail {

// The latest title of each strategy stands; those of strategies that are gone stay, as past nights speak of them.
Status keep_strategy_titles(Store& store, const std::vector<Strategy>& strategies);
// The titles of all nights, with the names of codes.
Result<ReadableNames> readable_names(Store& store);

}  // namespace staysail
