#include "store/report.hpp"

namespace staysail::store {

void describe(StoreReport& report) {
  report.lines.clear();
  for (const auto& [kind, count] : report.records)
    report.lines.push_back(std::to_string(count) + " records of " + kind);
  for (const auto& [table, count] : report.rows) report.lines.push_back(std::to_string(count) + " rows of " + table);
  report.lines.push_back(std::to_string(report.chunks) + " chunks of facts");
  report.lines.push_back(report.sound ? "everything that was read is what was written"
                                      : "NOT SOUND: " + report.first_fault + "; restore the latest backup");
}

}  // namespace staysail::store
