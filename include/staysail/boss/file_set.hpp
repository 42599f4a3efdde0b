// FileSet: the files of one export, by name. A folder, or texts in memory.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "staysail/base/calendar.hpp"

#include "staysail/files/byte_source.hpp"

namespace staysail {

// How a file looked when somebody looked at it: a file that looks otherwise later is still being written.
struct FileStamp {
  std::uint64_t bytes = 0;
  Instant modified;  // in UTC
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

// Every method may be called from many threads at once.
class FileSet {
 public:
  virtual ~FileSet() = default;
  // Names relative to the set, with '/' between folders, in ascending order of bytes.
  virtual Result<std::vector<std::string>> names() const = 0;
  // `not_found` when there is no such file.
  virtual Result<std::unique_ptr<ByteSource>> open(const std::string& name) const = 0;
  // Names of what is there and is no file: links that lead nowhere, folders, pipes, devices. open() says what they are;
  // one that fits a feed is told and never passed over. None by default.
  virtual Result<std::vector<std::string>> irregular_names() const { return std::vector<std::string>(); }
  // Null where files cannot be looked at or never change (the default).
  virtual Result<std::optional<FileStamp>> stamp(const std::string& name) const;
  // Names of files of earlier deliveries that were taken in and moved away. None by default.
  virtual Result<std::vector<std::string>> settled_names() const { return std::vector<std::string>(); }
};

// The regular files under a folder, and links to such; those whose name starts with '.' or ends in ".partial" are being
// written.
class FolderFiles final : public FileSet {
 public:
  explicit FolderFiles(std::string folder) : folder_(std::move(folder)) {}
  Result<std::vector<std::string>> names() const override;
  Result<std::unique_ptr<ByteSource>> open(const std::string& name) const override;
  Result<std::vector<std::string>> irregular_names() const override;
  Result<std::optional<FileStamp>> stamp(const std::string& name) const override;

 private:
  Result<std::vector<std::string>> list(bool regular) const;
  std::string folder_;
};

class TextFiles final : public FileSet {
 public:
  explicit TextFiles(std::map<std::string, std::string> texts) : texts_(std::move(texts)) {}
  Result<std::vector<std::string>> names() const override;
  Result<std::unique_ptr<ByteSource>> open(const std::string& name) const override;

 private:
  std::map<std::string, std::string> texts_;
};

}  // namespace staysail
