// OrderJournal: which orders were about to be sent, on the disk before they were, so that a process that ends in
// between leaves its doubt to the next one.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "staysail/base/result.hpp"

namespace staysail::boss {

struct JournalEntry {
  std::int64_t sent_micros = 0;  // since 1970, UTC
  std::string mark;              // content_mark() of its action
  std::string id = {};           // of the order, once the BOSS gave it
};

// One process has it open at a time; calls are the caller's to serialise.
class OrderJournal {
 public:
  // Made when missing. Entries sent before `since_micros` are forgotten, and the file is written anew without what is
  // of no use. `io_failed`; `conflict` while another process has it; `malformed_file` for a file that is no journal.
  static Result<std::unique_ptr<OrderJournal>> open(const std::string& path, std::int64_t since_micros);
  ~OrderJournal();
  OrderJournal(const OrderJournal&) = delete;
  OrderJournal& operator=(const OrderJournal&) = delete;

  // By token: sent as far as is known, and not known to have been left.
  const std::map<std::string, JournalEntry>& entries() const { return entries_; }
  // On the disk when it returns.
  Status sending(const std::string& token, const JournalEntry& entry);
  // The BOSS took it and calls it so. On the disk when it returns.
  Status taken(const std::string& token, const std::string& id);
  // The BOSS surely did not take it.
  Status not_taken(const std::string& token);

 private:
  OrderJournal(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  Status load(std::int64_t since_micros);
  Status take_line(const std::string& line);
  Status write_anew();
  Status append(const std::string& line);

  int descriptor_;
  int replaced_ = -1;  // the file as it was before it was written anew
  std::string path_;
  std::map<std::string, JournalEntry> entries_;
};

}  // namespace staysail::boss
