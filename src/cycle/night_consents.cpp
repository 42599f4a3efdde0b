#include "night_consents.hpp"

namespace staysail::cycle {

Result<ConsentLedger> consents_of(const Population& population) {
  ConsentLedger ledger;
  STAYSAIL_TRY(const auto months, population.months_of("consent"));
  if (months.empty()) return ledger;
  STAYSAIL_TRY(const auto chunks, population.facts("consent", months.front(), population.as_of().month_of()));
  for (const auto& facts : chunks) STAYSAIL_CHECK(ledger.add(facts.rows));
  return ledger;
}

}  // namespace staysail::cycle
