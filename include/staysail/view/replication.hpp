// Replication: what one store was told of its customers goes up into another, as states that merge.
//
// A city keeps its own store, the province one of all cities. An entity goes up as what each source said of it, a fact
// as the row that stands under its key; on the way in they meet what is there by the rules of the intake (the highest
// version, then the greatest bytes). That merge is commutative, associative and idempotent: a transfer that comes late,
// twice, in parts or after others leaves the same state, and the province knows what one store of all feeds would know.
// What a source said is gone goes up as well and is gone there. What names an id that was erased above stays below.
// Nothing flows down.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/model/table.hpp"
#include "staysail/store/store.hpp"

namespace staysail {

struct ReplicatedTable {
  std::string table;
  std::uint64_t read = 0;      // entities, or rows of facts, in the store below
  std::uint64_t news = 0;      // of these, told the store above something that it did not have
  std::uint64_t left_out = 0;  // of these, name an id that the store above has erased
};

// The tables of `catalog` that go up: what is known of customers and what was billed, paid and used. Tickets,
// interactions and outcomes are service in the city and stay there, as do units' staff, tasks and orders.
std::vector<std::string> tables_that_go_up(const ModelCatalog& catalog);

// One entry a table, in the order of the catalogue. `tables` as tables_that_go_up() gives them, or fewer; `not_found`
// for one that the catalogue does not know. Tables are settled one after the other, parents first; what went up before
// an error stays, and a repeated call goes on from there. `above` may be written to by others meanwhile: a record that
// changed under the call is read and merged again.
Result<std::vector<ReplicatedTable>> replicate(Store& below, Store& above, const ModelCatalog& catalog,
                                               const std::vector<std::string>& tables, const Control& control = {});

}  // namespace staysail
