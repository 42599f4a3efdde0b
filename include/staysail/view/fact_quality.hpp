// How good facts are: bills, usage, payments, tickets and the rest, by table, attribute and source. Of the rows filed
// under the last closed month, so that a night reads one month and figures of two nights compare:
//
//   completeness  rows of the source that have the attribute, among its rows
//   uniqueness    of `row`: rows that say something else than every other of the source, ids of their own left aside:
//                 two bills of one line, month and amount under two numbers. Tables without such ids have no figure
//   timeliness    of the attribute that dates them: months of which the source has told, among the last three closed
//                 (since the table's first month)
//   consistency   of `owner`: rows whose owner is known, among these and those that wait for it; of account_id or
//                 customer_id: rows that name the account or customer of their line, among those that name both
//
// What is valid is decided at the door (view/quarantine.hpp).
#pragma once

#include <string>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/view/data_quality.hpp"
#include "staysail/view/population.hpp"

namespace staysail {

// Of the fact tables named, by table, attribute, source and measure; none named: all of the population's catalog. A
// table without rows gives nothing; one of which nothing was filed for three months has timeliness under the source
// "all sources". A function of the store and the population's day. `not_found` for another table.
Result<std::vector<QualityFigure>> measure_fact_quality(Store& store, const Population& population,
                                                        std::vector<std::string> tables = {},
                                                        Executor* executor = nullptr, const Control& control = {});

}  // namespace staysail
