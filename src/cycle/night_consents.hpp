// The words of consent that a population's store holds.
#pragma once

#include "staysail/privacy/consent_ledger.hpp"
#include "staysail/view/population.hpp"

namespace staysail::cycle {

// Up to the month of the population's day.
Result<ConsentLedger> consents_of(const Population& population);

}  // namespace staysail::cycle
