// Which indicators a group is described by, under names that fit over a column.
#pragma once

#include <string>
#include <vector>

#include "report/words.hpp"
#include "staysail/cycle/night_record.hpp"

namespace staysail::report {

// Number columns of the night's decision frame that some line has a value of: those of the shipped catalogue that say
// most of a customer, else the first of the playbook's own. At most twelve.
std::vector<std::string> profile_figures(const NightRecord& night);

// A short name in the language of the page; of other indicators their own.
std::string figure_name(const Words& words, std::string_view indicator);

}  // namespace staysail::report
