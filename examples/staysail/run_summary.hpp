// What a run tells: one object for programs, a few lines for people.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "staysail/cycle/night.hpp"

namespace staysail::program {

struct RunSummary {
  NightResult result;
  std::vector<std::pair<std::string, double>> seconds;  // by step
};

// The keys that docs/program.md lists, rows_read to digest. Ends with a line end.
std::string receipt_json(const RunSummary& summary);
std::string summary_text(const RunSummary& summary, const std::string& language);

}  // namespace staysail::program
