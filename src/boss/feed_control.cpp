#include "staysail/boss/feed_control.hpp"

#include <algorithm>

namespace staysail {

std::vector<const RecordPattern*> FeedControl::records() const {
  std::vector<const RecordPattern*> records;
  for (const auto* record : {&header_record, &trailer_record})
    if (*record) records.push_back(&**record);
  if (check_file)
    for (const auto& record : check_file->records) records.push_back(&record);
  return records;
}

bool FeedControl::counts_rows() const {
  if (max_rows || !totals.empty()) return true;
  const auto all = records();
  return std::any_of(all.begin(), all.end(), [](const RecordPattern* record) {
    const auto fields = record->fields();
    return std::any_of(fields.begin(), fields.end(), [](const ControlField& field) { return field.kind == "rows"; });
  });
}

bool FeedControl::may_withhold(const std::string& file) const {
  return is_packed(file) || has_frame() || check_file || max_rows || quiet_seconds != 0;
}

}  // namespace staysail
