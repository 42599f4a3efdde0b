// The survival data sets of the check tables, as columns.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "statistics/shared_columns.hpp"
#include "staysail/statistics/risk_table.hpp"

namespace staysail::statistics {

struct SurvivalData {
  std::vector<double> duration;
  std::vector<std::uint8_t> event;
  std::vector<std::string> group;

  // The rows of each group, the groups ascending by name.
  std::vector<RiskTable> by_group() const {
    std::map<std::string, SurvivalData> parts;
    for (std::size_t i = 0; i < duration.size(); ++i) {
      parts[group[i]].duration.push_back(duration[i]);
      parts[group[i]].event.push_back(event[i]);
    }
    std::vector<RiskTable> tables;
    for (const auto& [name, part] : parts) tables.push_back(RiskTable::of(part.duration, part.event).value());
    return tables;
  }
  RiskTable table() const { return RiskTable::of(duration, event).value(); }
};

// `happened`: the text of the event column that says so.
inline std::optional<SurvivalData> survival_data(const std::string& path, const std::string& duration,
                                                 const std::string& event, const std::string& happened,
                                                 const std::string& group) {
  const auto columns = SharedColumns::load(path);
  if (!columns) return std::nullopt;
  SurvivalData data;
  data.duration = columns->numbers(duration);
  for (const std::string& text : columns->texts(event)) data.event.push_back(text == happened ? 1 : 0);
  data.group = columns->texts(group);
  return data;
}

// R survival: lung cancer, death is status 2; veterans, death is status 1; IBM's Telco.
inline std::optional<SurvivalData> lung() {
  return survival_data("data/survival/lung.csv", "time", "status", "2", "sex");
}
inline std::optional<SurvivalData> veteran() {
  return survival_data("data/survival/veteran.csv", "time", "status", "1", "celltype");
}
inline std::optional<SurvivalData> telco(const std::string& group) {
  return survival_data("data/telco_ibm/Telco-Customer-Churn.csv", "tenure", "Churn", "Yes", group);
}

}  // namespace staysail::statistics
