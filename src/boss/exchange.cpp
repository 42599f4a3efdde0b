#include "staysail/boss/exchange.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "boss/feed_files.hpp"
#include "staysail/files/atomic_file.hpp"
#include "staysail/files/move_file.hpp"

namespace staysail {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestReceipt = 256 * 1024 * 1024;
constexpr std::string_view kReceiptEnding = ".rsp";

// Without the receipts that stand beside them, and without the number of a name that was taken.
std::vector<std::string> without_receipts(std::vector<std::string> names) {
  std::erase_if(names, [](const std::string& name) { return name.ends_with(kReceiptEnding); });
  return names;
}

// What came in, of an exchange.
class IncomingFiles final : public FileSet {
 public:
  IncomingFiles(const std::string& source, const std::string& processed) : source_(source), processed_(processed) {}

  Result<std::vector<std::string>> names() const override { return source_.names(); }
  Result<std::unique_ptr<ByteSource>> open(const std::string& name) const override { return source_.open(name); }
  Result<std::vector<std::string>> irregular_names() const override { return source_.irregular_names(); }
  Result<std::optional<FileStamp>> stamp(const std::string& name) const override { return source_.stamp(name); }
  // A folder that is not there yet has none.
  Result<std::vector<std::string>> settled_names() const override {
    auto names = processed_.names();
    return names ? without_receipts(*std::move(names)) : std::vector<std::string>();
  }

 private:
  FolderFiles source_, processed_;
};

Result<std::uint64_t> device_of(const std::string& folder) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  struct stat about {};
  if (failure || ::stat(folder.c_str(), &about) != 0)
    return Error(Errc::io_failed, "making the folder failed (" + failure.message() + "): " + folder);
  return static_cast<std::uint64_t>(about.st_dev);
}

bool is_there(const std::string& path) {
  std::error_code failure;
  return fs::exists(fs::symlink_status(path, failure));
}

}  // namespace

std::shared_ptr<const FileSet> export_files(const std::string& folder, const Mapping& mapping) {
  if (!mapping.exchange) return std::make_shared<FolderFiles>(folder);
  return std::make_shared<IncomingFiles>(folder + "/" + mapping.exchange->source,
                                         folder + "/" + mapping.exchange->processed);
}

Result<Exchange> Exchange::open(const std::string& folder, const Mapping& mapping) {
  if (!mapping.exchange) return Error(Errc::invalid_argument, "the mapping declares no [exchange]");
  Exchange exchange(folder, *mapping.exchange, export_files(folder, mapping));
  const auto path = [&](const std::string& name) { return folder + "/" + name; };
  STAYSAIL_TRY(const auto source, device_of(path(mapping.exchange->source)));
  for (const auto* other : {&mapping.exchange->processed, &mapping.exchange->quarantine}) {
    STAYSAIL_TRY(const auto device, device_of(path(*other)));
    if (device != source)
      return Error(Errc::io_failed, "a file moves whole only within one file system; put this folder on that of " +
                                        path(mapping.exchange->source) + ": " + path(*other));
  }
  STAYSAIL_CHECK(exchange.look(mapping));
  return exchange;
}

Status Exchange::look(const Mapping& mapping) {
  STAYSAIL_TRY(const auto files, boss::assign_files(*files_, mapping));
  for (const auto& file : files) {
    if (file.feed == nullptr) continue;
    STAYSAIL_TRY(const auto stamp, files_->stamp(file.name));
    if (stamp) stamps_[file.name] = *stamp;
    if (!file.check_file.empty()) check_files_[file.name] = file.check_file;
  }
  return ok();
}

Result<std::vector<MovedFile>> Exchange::settle(const std::vector<FileReceipt>& receipts) const {
  std::vector<MovedFile> moved;
  for (const auto& receipt : receipts) {
    STAYSAIL_TRY(auto one, settle_one(receipt));
    moved.push_back(std::move(one));
  }
  return moved;
}

std::string Exchange::path_of(const std::string& folder, const std::string& name) const {
  return folder_ + "/" + folder + "/" + name;
}

// A receipt that is there for the very same file was written before a stop, by the run that took the file in.
Status Exchange::write_receipt(const std::string& path, const FileReceipt& receipt) const {
  if (const auto text = is_there(path) ? read_file(path, kLargestReceipt) : Error(Errc::not_found, path)) {
    const auto before = FileReceipt::parse(*text, path);
    if (before && before->file == receipt.file && before->stamp == receipt.stamp) return ok();
  }
  std::error_code failure;
  fs::create_directories(fs::path(path).parent_path(), failure);
  return write_file(path, receipt.to_text());
}

Result<MovedFile> Exchange::settle_one(FileReceipt receipt) const {
  MovedFile moved{receipt.file, {}, {}};
  const auto known = stamps_.find(receipt.file);
  STAYSAIL_TRY(const auto stamp, files_->stamp(receipt.file));
  if (known == stamps_.end() || !stamp || *stamp != known->second) {
    moved.message = stamp ? "it was written to during the run, and is read again by the next" : "it is gone";
    return moved;
  }
  receipt.stamp = *stamp;
  receipt.result = receipt.judged();
  const std::string& to = receipt.result == FileResult::bad ? folders_.quarantine : folders_.processed;
  std::string name = receipt.file;
  for (int number = 2; is_there(path_of(to, name)); ++number) name = receipt.file + "." + std::to_string(number);
  STAYSAIL_CHECK(write_receipt(path_of(to, name) + std::string(kReceiptEnding), receipt));
  STAYSAIL_CHECK(move_file(path_of(folders_.source, receipt.file), path_of(to, name)));
  moved.to = to + "/" + name;
  STAYSAIL_CHECK(move_check_file(receipt.file, to));
  return moved;
}

// The file that has gone last takes along what spoke of several.
Status Exchange::move_check_file(const std::string& file, const std::string& to) const {
  const auto check = check_files_.find(file);
  if (check == check_files_.end() || !is_there(path_of(folders_.source, check->second))) return ok();
  for (const auto& [other, spoken_of] : check_files_)
    if (spoken_of == check->second && is_there(path_of(folders_.source, other))) return ok();
  std::string name = check->second;
  for (int number = 2; is_there(path_of(to, name)); ++number) name = check->second + "." + std::to_string(number);
  return move_file(path_of(folders_.source, check->second), path_of(to, name));
}

}  // namespace staysail
