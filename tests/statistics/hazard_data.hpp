// Columns for models of survival: Rossi's released prisoners, and made-up ones.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "statistics/dice.hpp"
#include "statistics/shared_columns.hpp"
#include "staysail/statistics/survival_columns.hpp"

namespace staysail::statistics {

struct HazardData {
  std::vector<std::string> names;
  std::vector<std::vector<double>> covariates;
  std::vector<double> duration, start;
  std::vector<std::uint8_t> event;
  std::vector<std::uint32_t> stratum;

  SurvivalColumns columns() const {
    SurvivalColumns columns;
    columns.names = names;
    for (const std::vector<double>& column : covariates) columns.covariates.emplace_back(column);
    columns.duration = duration;
    columns.event = event;
    columns.start = start;
    columns.stratum = stratum;
    return columns;
  }
  void add(double time, bool ended, const std::vector<double>& x) {
    duration.push_back(time);
    event.push_back(ended ? 1 : 0);
    for (std::size_t j = 0; j < x.size(); ++j) covariates[j].push_back(x[j]);
  }
  std::vector<double> row(std::size_t i) const {
    std::vector<double> x;
    for (const std::vector<double>& column : covariates) x.push_back(column[i]);
    return x;
  }
};

// Lifelines' copy of Rossi, Berk and Lenihan 1980: 432 prisoners, arrested again within a year or not.
inline std::optional<HazardData> rossi() {
  const auto columns = SharedColumns::load("data/survival/rossi.csv");
  if (!columns) return std::nullopt;
  HazardData data;
  data.names = {"fin", "age", "race", "wexp", "mar", "paro", "prio"};
  for (const std::string& name : data.names) data.covariates.push_back(columns->numbers(name));
  data.duration = columns->numbers("week");
  for (const double arrest : columns->numbers("arrest")) data.event.push_back(arrest == 1 ? 1 : 0);
  return data;
}

// Weeks 1 .. `longest` with a hazard that falls to e^-0.8 with the first covariate (0 or 1) and rises with the second.
inline HazardData made_up_hazards(int rows, double longest = 12) {
  Dice dice;
  HazardData data;
  data.names = {"kept", "calls"};
  data.covariates.resize(2);
  for (int i = 0; i < rows; ++i) {
    const double kept = i % 2;
    const double calls = dice.normal();
    const double time = std::ceil(dice.wait(.15 * std::exp(-.8 * kept + .5 * calls)));
    data.add(std::min(time, longest), time <= longest, {kept, calls});
  }
  return data;
}

}  // namespace staysail::statistics
