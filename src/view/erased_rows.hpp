// Which rows and records name an id that was erased: their own, their owners' and those they refer to.
#pragma once

#include <cstdint>
#include <vector>

#include "entity_record.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/model/table.hpp"
#include "staysail/view/erasure.hpp"

namespace staysail::view {

// Per row of a batch of `table`.
std::vector<bool> erased_rows(const Batch& rows, const TableDescription& table, const Tombstones& tombstones);

// True when what any source said of an entity of `table` names one.
Result<bool> names_erased(const std::vector<Contribution>& contributions, const TableDescription& table,
                          const Tombstones& tombstones);

}  // namespace staysail::view
