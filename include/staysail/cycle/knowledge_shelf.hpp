// The knowledge base as a store keeps it: each item and each cell of evidence a record of its own.
#pragma once

#include <string>

#include "staysail/knowledge/knowledge_base.hpp"
#include "staysail/store/store.hpp"

namespace staysail {

Result<KnowledgeBase> load_knowledge(Store& store);

// Writes what differs from the store: items and evidence that are new or changed, and takes out evidence that a new
// evaluation no longer has. `conflict` when somebody changed the same item meanwhile.
Status save_knowledge(Store& store, const KnowledgeBase& base);

}  // namespace staysail
