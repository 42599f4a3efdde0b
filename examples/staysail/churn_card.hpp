// What a churn model says of itself, on stdout.
#pragma once

#include <string>

#include "staysail/warning/churn_model.hpp"

namespace staysail::program {

// `format`: table (for people), csv (the columns), json or ndjson (everything as one object).
Status print_card(const ChurnCard& card, const std::string& format);
// The same of its quality on rows; csv has the gains.
Status print_quality(const ChurnQuality& quality, const std::string& format);

}  // namespace staysail::program
