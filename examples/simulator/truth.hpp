// The folder truth/: what a simulation knows and an export must not say, and what the next month needs.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "simulator/dirt.hpp"
#include "simulator/operator.hpp"

namespace staysail::simulator {

struct SavedOperator {
  Options options;
  std::int32_t months_lived = 0;
};

std::string truth_folder(const std::string& folder);
// Where the actions of a month are kept: truth/actions_202601.csv.
std::string kept_actions_path(const std::string& folder, Month month);

Status save_operator(const std::string& folder, const SavedOperator& saved);
// `not_found` when there is none; `malformed_file` that names the line.
Result<SavedOperator> read_saved_operator(const std::string& folder);

using PlantedRows = std::vector<std::pair<std::string, PlantedRow>>;  // file name, row

// dirt_202501.csv, traits_202501.csv, duplicates_202501.csv and look_alikes_202501.csv of one month.
Status write_month_truth(const std::string& folder, const Operator& lived, const MonthContext& month,
                         const PlantedRows& planted);
// effects.csv and counterfactual.csv as of now.
Status write_effects(const std::string& folder, const Operator& lived);

}  // namespace staysail::simulator
