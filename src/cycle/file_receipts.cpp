#include "staysail/cycle/file_receipts.hpp"

#include <map>

#include "staysail/view/quarantine.hpp"

namespace staysail {
namespace {

FileReceipt receipt_of(const FileIntake& file) {
  FileReceipt receipt;
  receipt.file = file.file;
  receipt.feed = file.feed;
  receipt.read = file.counts.read;
  receipt.accepted = file.counts.accepted;
  receipt.duplicate = file.counts.duplicate;
  receipt.quarantined = file.counts.quarantined;
  receipt.notices = file.notices;
  if (file.withheld) {
    receipt.reason = file.withheld->reason;
    receipt.message = file.withheld->message;
  }
  receipt.result = receipt.judged();
  return receipt;
}

}  // namespace

Result<std::vector<FileReceipt>> file_receipts(const NightResult& night, Store& store) {
  STAYSAIL_TRY(const Quarantine quarantine, Quarantine::load(store));
  std::map<std::string, std::vector<BadRow>> outside;
  for (const auto& row : quarantine.rows()) outside[row.file].push_back({row.line, row.column, row.reason, row.text});
  std::vector<FileReceipt> receipts;
  for (const auto& file : night.files) {
    if (file.withheld && file.withheld->waits) continue;
    FileReceipt receipt = receipt_of(file);
    if (const auto rows = outside.find(file.file); rows != outside.end() && !file.withheld)
      receipt.bad_rows = std::move(rows->second);
    receipts.push_back(std::move(receipt));
  }
  return receipts;
}

}  // namespace staysail
