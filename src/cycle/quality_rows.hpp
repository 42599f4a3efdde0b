// Data quality as rows of a night's table `quality`: finding = the measure, subject = "parties.phone by crm/people",
// value = per cent. And finding = "trend", subject = "validity of parties.phone by crm/people", value = "+0.25":
// against the night before, where it changed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "night_tables.hpp"
#include "staysail/view/data_quality.hpp"

namespace staysail::cycle {

std::string subject_of(const QualityFigure& figure);

// Hundredths of a per cent by (measure, subject).
using KeptQuality = std::map<std::pair<std::string, std::string>, std::int64_t>;
KeptQuality kept_quality(const Batch& quality);

TextRows quality_rows(const std::vector<QualityFigure>& figures, const KeptQuality& before);

}  // namespace staysail::cycle
