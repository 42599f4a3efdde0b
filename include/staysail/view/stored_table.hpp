// Stored tables: what a store knows, table by table, for notebooks, spreadsheets and whoever wants the operator's data
// out again.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/control.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/model/table.hpp"
#include "staysail/privacy/purpose.hpp"
#include "staysail/store/store.hpp"

namespace staysail {

// The name of the joined view (Population::subscriptions()) among the tables: one row a subscription.
inline constexpr std::string_view kJoinedView = "view";

struct StoredTableRequest {
  std::string table;                 // of the catalog, or kJoinedView
  std::vector<std::string> columns;  // in this order; none named: all
  std::optional<Month> first, last;  // of facts, both included; open without
  std::optional<Day> as_of;          // of the joined view: the day on which it is joined
  Purpose purpose;                   // what it does not open is masked; days of birth are left empty
};

using SeeRows = std::function<Status(const Batch&)>;

// Calls `see` with the rows of one table, part after part, all of one schema; at least once, so that a table without
// rows still has its columns. Entities come as merged from their sources, by id, with their extension attributes
// behind; facts by month, the month as text ("2026-01"). Memory: one part, which is a whole entity table or a month's
// chunk of a fact table. `not_found` for an unknown table, `schema_mismatch` for an unknown column (both name the
// nearest), `invalid_argument` for the joined view without a day, and for a
// first month after the last. The host writes the look down
// (privacy/audited_look.hpp).
Status for_each_part(Store& store, const ModelCatalog& catalog, const StoredTableRequest& request, const SeeRows& see,
                     const Control& control = {});

// All of it as one batch.
Result<Batch> stored_table(Store& store, const ModelCatalog& catalog, const StoredTableRequest& request,
                           const Control& control = {});

// The tables of which the store holds rows, in the catalog's order, facts that `first` and `last` leave out included;
// before them kJoinedView where there are subscriptions.
Result<std::vector<std::string>> tables_with_rows(Store& store, const ModelCatalog& catalog);

}  // namespace staysail
