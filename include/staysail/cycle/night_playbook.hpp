// The playbook with which a past night is explained.
#pragma once

#include <string>

#include "staysail/cycle/night_record.hpp"
#include "staysail/strategy/playbook.hpp"

namespace staysail {

// The attributes of the night's population, extensions included: what stands in its frame before the indicators and
// what rooms found. What a playbook for that night may name (PlaybookOptions::subscriptions).
Result<Schema> attributes_of(const NightRecord& night);

// The playbook of `folder`, loaded for the attributes that the night's population had; `catalog`: the model with the
// custom fact tables of the mapping. Whether it is the playbook of that night: compare digest() with playbook_digest.
// Errors as Playbook::load().
Result<Playbook> playbook_of(const NightRecord& night, const std::string& folder, const ModelCatalog& catalog);

}  // namespace staysail
