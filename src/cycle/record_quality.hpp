// What came in at the door as figures of data quality: validity of the records of each feed.
#pragma once

#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/view/data_quality.hpp"
#include "staysail/view/quarantine.hpp"

namespace staysail::cycle {

// Table "records", source a feed, measure "validity": of attribute "all", records of the night's files that do not wait
// outside among those read; of attribute "bad_number", "orphan" ..., those that do not wait for this reason. A record
// with several reasons counts under the first. `files`: the table of a night's record.
std::vector<QualityFigure> record_quality(const Batch& files, const Quarantine& quarantine);

}  // namespace staysail::cycle
