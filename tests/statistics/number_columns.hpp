// Columns of a CSV file of the shared data, by name: `texts` as they stand, `numbers` read as doubles.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "staysail/files/csv_table.hpp"

namespace staysail::statistics {

class NumberColumns {
 public:
  explicit NumberColumns(const std::string& path) {
    const CsvTable table = load_csv_table(path).value();
    for (std::size_t row = 1; row < table.rows.size(); ++row)
      for (std::size_t column = 0; column < table.rows[0].size(); ++column)
        columns_[table.rows[0][column].text].push_back(table.rows[row].at(column).text);
  }

  const std::vector<std::string>& texts(const std::string& name) const { return columns_.at(name); }
  std::vector<double> numbers(const std::string& name) const {
    std::vector<double> numbers;
    for (const std::string& text : texts(name)) numbers.push_back(std::strtod(text.c_str(), nullptr));
    return numbers;
  }
  // Marks of a column that holds 0 and 1.
  std::vector<std::uint8_t> marks(const std::string& name) const {
    std::vector<std::uint8_t> marks;
    for (const std::string& text : texts(name)) marks.push_back(text == "1" ? 1 : 0);
    return marks;
  }

 private:
  std::map<std::string, std::vector<std::string>> columns_;
};

}  // namespace staysail::statistics
