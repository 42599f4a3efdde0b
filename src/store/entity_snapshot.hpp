// What the snapshots of all stores have in common: a moment is read and not changed.
#pragma once

#include "staysail/store/entity_store.hpp"

namespace staysail::store {

class EntitySnapshot : public EntityStore {
 public:
  Result<Receipt> apply(const ChangeSet&, const std::string&) override {
    return Error(Errc::unsupported, "a snapshot is only read; apply the changes to its store");
  }
};

}  // namespace staysail::store
