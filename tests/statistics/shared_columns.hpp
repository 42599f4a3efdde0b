// Columns of a CSV file of the shared data, for checks against published figures.
#pragma once

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "main/shared_data.hpp"
#include "staysail/files/csv_table.hpp"

namespace staysail::statistics {

class SharedColumns {
 public:
  // Nothing where the file is not there; the test is then reported as skipped and must return.
  static std::optional<SharedColumns> load(const std::string& relative_path) {
    const auto path = shared_data(relative_path);
    if (!path) return std::nullopt;
    const CsvTable table = load_csv_table(*path).value();
    SharedColumns columns;
    for (std::size_t row = 1; row < table.rows.size(); ++row)
      for (std::size_t i = 0; i < table.rows[0].size(); ++i)
        columns.texts_[table.rows[0][i].text].push_back(i < table.rows[row].size() ? table.rows[row][i].text : "");
    return columns;
  }

  const std::vector<std::string>& texts(const std::string& name) const { return texts_.at(name); }
  // NaN where there is no number.
  std::vector<double> numbers(const std::string& name) const {
    std::vector<double> values;
    for (const std::string& text : texts(name)) {
      char* end = nullptr;
      const double value = std::strtod(text.c_str(), &end);
      values.push_back(end == text.c_str() ? std::nan("") : value);
    }
    return values;
  }

 private:
  std::map<std::string, std::vector<std::string>> texts_;
};

}  // namespace staysail::statistics
