// Exchange: the folders through which files of a BOSS go: they come in, are read, and then stand among the processed or
// in quarantine, each with its receipt (file_receipt.hpp) beside it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "staysail/boss/file_receipt.hpp"
#include "staysail/boss/file_set.hpp"
#include "staysail/boss/mapping.hpp"

namespace staysail {

// The files of an export: all of the folder, or, where the mapping declares an exchange, those that came in; the
// processed ones are then its settled_names().
std::shared_ptr<const FileSet> export_files(const std::string& folder, const Mapping& mapping);

struct MovedFile {
  std::string file;
  std::string to;       // where it stands now, relative to the folder of the export; empty: it was left where it is
  std::string message;  // why it was left
};

// Owned by one thread; one process at a time works on the folders of an exchange.
class Exchange {
 public:
  // Looks at what came in: before anything of it is read. Makes folders that are missing. `io_failed` when they do not
  // lie on one file system, within which alone a file moves as a whole. `mapping` declares an exchange.
  static Result<Exchange> open(const std::string& folder, const Mapping& mapping);

  // To be called once a store keeps what the receipts tell: writes each receipt, then moves its file and the check file
  // that belongs to it; good and partly bad ones to the processed, bad ones to quarantine. A file that was written to
  // since open() is left for the next run. After a stop in between, the next run finds the rest where it was, and a
  // receipt that was already written for the very same file stands. A name that is taken gets ".2", ".3" ... behind it.
  Result<std::vector<MovedFile>> settle(const std::vector<FileReceipt>& receipts) const;

 private:
  Exchange(std::string folder, const ExchangeMapping& folders, std::shared_ptr<const FileSet> files)
      : folder_(std::move(folder)), folders_(folders), files_(std::move(files)) {}
  Status look(const Mapping& mapping);
  Result<MovedFile> settle_one(FileReceipt receipt) const;
  Status move_check_file(const std::string& file, const std::string& to) const;
  Status write_receipt(const std::string& path, const FileReceipt& receipt) const;
  std::string path_of(const std::string& folder, const std::string& name) const;

  std::string folder_;
  ExchangeMapping folders_;
  std::shared_ptr<const FileSet> files_;
  std::map<std::string, FileStamp> stamps_;
  std::map<std::string, std::string> check_files_;  // by the file that they belong to
};

}  // namespace staysail
