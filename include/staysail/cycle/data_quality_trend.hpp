// Data quality month by month: what is measured now beside what earlier nights kept of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/store/store.hpp"

namespace staysail {

// What a night keeps of data quality in its record: these measures of these tables, by source.
inline constexpr const char* kNightlyQuality[] = {"customers", "parties"};

struct QualityRequest {
  std::vector<std::string> tables;  // none named: all entity tables
  std::optional<Day> as_of;         // none: the day of the latest night; `not_found` where there was none
  bool only_faults = false;         // leaves out what is complete, valid ...: 100 per cent
};

// quality_frame() (view/data_quality.hpp) and, for figures that nights kept, two columns more: before (the latest night
// of an earlier month, per cent at scale 2) and trend (the change since; null where nothing was kept).
Result<Batch> quality_with_trend(Store& store, const QualityRequest& request);

}  // namespace staysail
