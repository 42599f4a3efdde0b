// The retention ranking: whom to keep first. Loyalty band ascending, then value descending, then id.
#pragma once

#include "staysail/columns/batch.hpp"

namespace staysail {

// `frame`: subscription_id, loyalty_band, value and, if it is there, stage; in any order of rows. Gives
// subscription_id, loyalty_band, value, retention_rank (1 = first), rows as in `frame`. Lines in stage churned have no
// rank; an unknown band comes after all bands, an unknown value after all values.
Result<Batch> retention_ranking(const Batch& frame);

}  // namespace staysail
