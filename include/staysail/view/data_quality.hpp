// Data quality of entities (of facts: fact_quality.hpp): how far each attribute of each source can be worked with.
// Counts of good among all, in five measures:
//
//   completeness  records of the source that have the attribute, among its records
//   validity      values that can be true: a phone number that can be dialled, an identity number whose check digit
//   holds,
//                 a birth day in the past, an extension attribute of its declared type; other attributes are checked at
//                 the door and have no figure
//   uniqueness    different values among all, of identity numbers and phones
//   timeliness    values that are not stale, of attributes for which view.toml says when they are
//   consistency   values that are those of all other sources, among values of which another source speaks
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/store/entity_store.hpp"

namespace staysail {

struct QualityFigure {
  std::string table, attribute, source, measure;
  std::uint64_t good = 0, all = 0;  // all is not 0

  // Hundredths of a per cent, rounded half to even.
  std::int64_t share() const;
};

// Of the entity tables named, by table, attribute, source and measure; none named: all of the model. Reads every record
// of them. A function of the store, the view rules in it and the day.
Result<std::vector<QualityFigure>> measure_quality(EntityStore& store, std::vector<std::string> tables, Day as_of,
                                                   Executor* executor = nullptr, const Control& control = {});

// By table, attribute, source and measure.
void sort_figures(std::vector<QualityFigure>& figures);

// Columns table, attribute, source, measure (text), good, all (number), percent (scale 2).
Result<Batch> quality_frame(const std::vector<QualityFigure>& figures);

}  // namespace staysail
