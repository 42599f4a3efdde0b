#include "store/report.hpp"

#include <string_view>

#include "staysail/files/encoding.hpp"

namespace staysail::store {

void describe(StoreReport& report) {
  report.lines.clear();
  for (const auto& [kind, count] : report.records)
    report.lines.push_back(std::to_string(count) + " records of " + kind);
  for (const auto& [table, count] : report.rows) report.lines.push_back(std::to_string(count) + " rows of " + table);
  report.lines.push_back(std::to_string(report.chunks) + " chunks of facts");
  report.lines.push_back("at change " + std::to_string(report.sequence) +
                         (report.log_bytes == 0 ? "" : ", " + std::to_string(report.log_bytes) + " bytes in the log"));
  report.lines.push_back(report.sound ? "everything that was read is what was written"
                                      : "NOT SOUND: " + report.first_fault + "; restore the latest backup");
}

std::string fault_text(std::string message) {
  for (const std::string_view advice :
       {"; run `staysail verify` and restore the latest backup", "; run `staysail verify`"})
    if (const std::size_t at = message.find(advice); at != std::string::npos) message.erase(at, advice.size());
  if (decode_all(message, Encoding::utf8, "message")) return message;
  std::string shown;
  for (const char c : message) {
    const auto byte = static_cast<unsigned char>(c);
    constexpr std::string_view digits = "0123456789abcdef";
    if (byte >= 0x20 && byte < 0x7F) shown += c;
    else shown += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
  }
  return shown;
}

}  // namespace staysail::store
