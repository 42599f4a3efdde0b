// Province: what the cities' stores tell of themselves in the province's.
//
// Customer, bill and analysis data go up (view/replication.hpp and cycle/analysis.hpp); opportunities, tasks, orders,
// tickets and contacts stay where the service is. A transfer may come late, twice or after a later one: of each city
// and month the latest night stands.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "staysail/cycle/analysis.hpp"
#include "staysail/view/erasure.hpp"
#include "staysail/view/replication.hpp"

namespace staysail {

struct TransferReport {
  std::vector<ReplicatedTable> tables;
  std::uint64_t erased = 0;        // customers whom the city has erased, and the province now too
  std::uint64_t analyses = 0;      // months of which the city has a night
  std::uint64_t analyses_new = 0;  // of these, that the province did not have so
};

// `city` names the store below in the province, the same name each time: letters, digits, - and _. `invalid_argument`
// for another, and for a store that would go up into itself; `currency_mismatch` when the stores keep amounts of
// different currencies: nothing is written then. Whom the city has erased is erased in the province first, under
// `audit` (view/erasure.hpp); whom the province has erased does not come back.
Result<TransferReport> transfer(Store& below, const std::string& city, Store& province, const ModelCatalog& catalog,
                                const Control& control = {}, const std::optional<ErasureAudit>& audit = std::nullopt);

struct CityAnalysis {
  std::string city;
  Analysis analysis;
};

// By name of the city.
Result<std::vector<CityAnalysis>> analyses_of(Store& province, Month period);
// The months of which some city has told, ascending.
Result<std::vector<Month>> analysed_months(Store& province);
// All cities together; nullopt without any. Fails as Analysis::merge() does, naming the city.
Result<std::optional<Analysis>> sum_of(const std::vector<CityAnalysis>& cities);

// city, figure, name, lines, total: one row a city and count (`stage`, `segment` ...) or indicator (`sum of`), then the
// same of all cities under the city "". `lines` counts those that have the value, `total` is the exact sum as text;
// null for counts.
Result<Batch> province_frame(const std::vector<CityAnalysis>& cities);

}  // namespace staysail
