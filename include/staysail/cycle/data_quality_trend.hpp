// Data quality month by month: what is measured now beside what earlier nights kept of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/store/store.hpp"

namespace staysail {

// What a night keeps of data quality in its record: of these entity tables, of all facts of the last closed month
// (view/fact_quality.hpp) and of the records of its files, by source.
inline constexpr const char* kNightlyQuality[] = {"customers", "parties"};

struct QualityRequest {
  std::vector<std::string> tables;  // of entities and facts, or "records"; none named: all
  std::optional<Day> as_of;         // none: the day of the latest night; `not_found` where there was none
  bool only_faults = false;         // leaves out what is complete, valid ...: 100 per cent
};

// quality_frame() (view/data_quality.hpp) of entities, facts and the records of the latest night's files (table
// "records", attribute a reason or "all", source a feed), by table, attribute, source and measure; and, for figures
// that nights kept, two columns more: before (the latest night of an earlier month, per cent at scale 2) and trend (the
// change since; null where nothing was kept).
Result<Batch> quality_with_trend(Store& store, const QualityRequest& request);

}  // namespace staysail
