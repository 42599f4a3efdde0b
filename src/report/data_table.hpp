// DataTable: the numbers behind a chart, with headers that a screen reader can name.
#pragma once

#include <string>
#include <vector>

#include "report/markup.hpp"
#include "report/words.hpp"

namespace staysail::report {

struct DataTable {
  struct Heading {
    std::string text;
    bool number = false;  // aligned right
  };
  std::string caption;
  std::vector<Heading> headings;
  std::vector<std::vector<std::string>> rows;  // a cell a heading; the first cell names its row
  bool total = false;                          // the last row sums up the others
};

// Rows beyond this are folded away under the caption.
inline constexpr std::size_t kUnfoldedRows = 14;

// Nothing for a table without rows.
void draw(Markup& page, const DataTable& table, const Words& words);

}  // namespace staysail::report
