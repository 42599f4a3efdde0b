// A disk in memory for SQLite that loses power, or fails, at a chosen call.
//
// Every write, truncation, sync, creation and deletion counts as one mutating call. What was written is read back at
// once; on the disk it is only after a sync. When power is lost, each unsynced write is dropped, kept, or torn: any of
// its sectors may be there, in any order.
#pragma once

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "store/sqlite_page_digest.hpp"

namespace staysail::store {

enum class Fault { none, power_loss, write_error, disk_full, short_write, sync_error, read_error, open_error };
enum class Unsynced { dropped, kept, torn, reordered };
inline constexpr Unsynced kUnsynced[] = {Unsynced::dropped, Unsynced::kept, Unsynced::torn, Unsynced::reordered};

class FaultyDisk {
 public:
  struct Write {
    std::int64_t offset = 0;
    std::string bytes;
    bool truncates = false;
  };
  struct File {
    std::string now, durable;
    bool is_durable = false;  // its name is on the disk
    std::vector<Write> unsynced;
    std::vector<std::unique_ptr<char[]>> shared;  // the index of the log, in memory only
    int mapped = 0;
  };
  using Image = std::map<std::string, std::string>;

  explicit FaultyDisk(const char* name);
  ~FaultyDisk() = default;
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  std::string name() const { return vfs_.zName; }

  // What is on the disk, all of it synced; and the way back. No file may be open.
  Image image() const;
  void restore(const Image& image);

  // The fault strikes at the `at`-th call of its kind from now on, once; power stays away until restore().
  void arm(Fault fault, long at);
  void disarm() { fault_ = Fault::none; }
  long calls() const { return calls_; }
  bool struck() const { return struck_; }
  // The planted fault: syncs do nothing, as with synchronous = OFF or a disk that lies.
  void ignore_syncs(bool ignore) { ignores_syncs_ = ignore; }
  // The planted fault of the migration: pages that SQLite restores from a -journal get a digest over their last bytes,
  // for which an older store left no room.
  void seal_restored_pages(bool seal) { seals_restored_ = seal; }
  // What is left after the power went.
  Image after_power_loss(Unsynced how, std::uint32_t seed) const;

  // For the callbacks.
  int mutate(Fault fault);
  bool is_dark() const { return fault_ == Fault::power_loss && struck_; }
  std::map<std::string, std::shared_ptr<File>> files;
  std::map<std::string, std::shared_ptr<File>> deleted;
  bool ignores_syncs() const { return ignores_syncs_; }
  bool halves_writes() const { return fault_ == Fault::short_write; }
  bool strikes(Fault kind);
  bool is_restoring = false;  // pages of a -journal were read since the database was opened
  bool seals_restored() const { return seals_restored_ && is_restoring; }

 private:
  sqlite3_vfs vfs_{};
  Fault fault_ = Fault::none;
  long at_ = 0, calls_ = 0;
  bool struck_ = false, ignores_syncs_ = false, seals_restored_ = false;
};

namespace disk {

struct Open {
  sqlite3_file file;
  FaultyDisk* disk;
  std::shared_ptr<FaultyDisk::File>* held;
  bool maps;
  int flags;  // of xOpen: what kind of file it is
};

inline Open& open_of(sqlite3_file* file) { return *reinterpret_cast<Open*>(file); }
inline FaultyDisk& disk_of(sqlite3_file* file) { return *open_of(file).disk; }
inline FaultyDisk::File& file_of(sqlite3_file* file) { return **open_of(file).held; }

inline void put(std::string& bytes, std::int64_t offset, std::string_view part) {
  const auto end = static_cast<std::size_t>(offset) + part.size();
  if (bytes.size() < end) bytes.resize(end);
  bytes.replace(static_cast<std::size_t>(offset), part.size(), part);
}

inline int unmap(sqlite3_file* file, int) {
  FaultyDisk::File& held = file_of(file);
  if (open_of(file).maps && --held.mapped == 0) held.shared.clear();
  open_of(file).maps = false;
  return SQLITE_OK;
}

inline int close(sqlite3_file* file) {
  unmap(file, 0);
  delete open_of(file).held;
  return SQLITE_OK;
}

inline int read(sqlite3_file* file, void* data, int size, sqlite3_int64 offset) {
  if (disk_of(file).strikes(Fault::read_error)) return SQLITE_IOERR_READ;
  disk_of(file).is_restoring |= size >= 512 && (open_of(file).flags & SQLITE_OPEN_MAIN_JOURNAL) != 0;
  const std::string& bytes = file_of(file).now;
  const auto wanted = static_cast<std::size_t>(size);
  const std::string part = static_cast<std::size_t>(offset) < bytes.size()
                               ? bytes.substr(static_cast<std::size_t>(offset), wanted)
                               : std::string();
  std::copy(part.begin(), part.end(), static_cast<char*>(data));
  std::fill(static_cast<char*>(data) + part.size(), static_cast<char*>(data) + wanted, '\0');
  return part.size() == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

// As the guard of pages does it.
inline void seal(std::string& page, std::int64_t offset) {
  const std::size_t rest = page.size() - sizeof(PageDigest);
  const PageDigest digest = page_digest(std::string_view(page).substr(0, rest), offset);
  std::copy(digest.begin(), digest.end(), page.begin() + static_cast<std::ptrdiff_t>(rest));
}

inline int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  std::string bytes(static_cast<const char*>(data), static_cast<std::size_t>(size));
  FaultyDisk& disk = disk_of(file);
  const bool is_page = (open_of(file).flags & SQLITE_OPEN_MAIN_DB) != 0 && is_whole_page(size, offset);
  if (is_page && disk.seals_restored()) seal(bytes, offset);
  const bool was_dark = disk.is_dark();
  const int code = disk.mutate(Fault::write_error);
  const bool power_goes_now = !was_dark && disk.is_dark();
  const bool is_short = code == SQLITE_FULL && disk.halves_writes();
  if (is_short) bytes.resize(bytes.size() / 2);
  if (code == SQLITE_OK || is_short) put(file_of(file).now, offset, bytes);
  if (code == SQLITE_OK || is_short || power_goes_now)
    file_of(file).unsynced.push_back({offset, std::move(bytes), false});
  return code;
}

inline int truncate(sqlite3_file* file, sqlite3_int64 size) {
  const int code = disk_of(file).mutate(Fault::write_error);
  if (code != SQLITE_OK) return code == SQLITE_FULL ? SQLITE_IOERR_TRUNCATE : code;
  file_of(file).now.resize(static_cast<std::size_t>(size));
  file_of(file).unsynced.push_back({size, {}, true});
  return SQLITE_OK;
}

inline int sync(sqlite3_file* file, int) {
  const int code = disk_of(file).mutate(Fault::sync_error);
  if (code != SQLITE_OK) return SQLITE_IOERR_FSYNC;
  if (disk_of(file).ignores_syncs()) return SQLITE_OK;
  FaultyDisk::File& held = file_of(file);
  held.durable = held.now;
  held.is_durable = true;
  held.unsynced.clear();
  return SQLITE_OK;
}

inline int size(sqlite3_file* file, sqlite3_int64* bytes) {
  *bytes = static_cast<sqlite3_int64>(file_of(file).now.size());
  return SQLITE_OK;
}
inline int lock(sqlite3_file*, int) { return SQLITE_OK; }
inline int reserved(sqlite3_file*, int* held) {
  *held = 0;
  return SQLITE_OK;
}
inline int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
inline int sector(sqlite3_file*) { return 512; }
inline int device(sqlite3_file*) { return 0; }

inline int map(sqlite3_file* file, int region, int bytes, int extend, void volatile** address) {
  FaultyDisk::File& held = file_of(file);
  if (!open_of(file).maps) ++held.mapped;
  open_of(file).maps = true;
  *address = nullptr;
  while (held.shared.size() <= static_cast<std::size_t>(region)) {
    if (extend == 0) return SQLITE_OK;
    held.shared.push_back(std::make_unique<char[]>(static_cast<std::size_t>(bytes)));
  }
  *address = held.shared[static_cast<std::size_t>(region)].get();
  return SQLITE_OK;
}
inline int lock_map(sqlite3_file*, int, int, int) { return SQLITE_OK; }
inline void barrier(sqlite3_file*) {}

inline const sqlite3_io_methods kMethods = {2,        close,   read,     write,   truncate, sync,   size,
                                            lock,     lock,    reserved, control, sector,   device, map,
                                            lock_map, barrier, unmap,    nullptr, nullptr};

inline FaultyDisk& disk_of(sqlite3_vfs* vfs) { return *static_cast<FaultyDisk*>(vfs->pAppData); }

inline int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  static int nameless = 0;
  FaultyDisk& disk = disk_of(vfs);
  file->pMethods = nullptr;
  if (disk.strikes(Fault::open_error)) return SQLITE_CANTOPEN;
  const std::string key = name != nullptr ? name : "nameless " + std::to_string(++nameless);
  auto& held = disk.files[key];
  if (held == nullptr) {
    const bool makes = (flags & SQLITE_OPEN_CREATE) != 0;
    const int code = makes ? disk.mutate(Fault::write_error) : SQLITE_CANTOPEN;
    if (code != SQLITE_OK) return disk.files.erase(key), SQLITE_CANTOPEN;
    held = std::make_shared<FaultyDisk::File>();
  }
  open_of(file) = Open{{&kMethods}, &disk, new std::shared_ptr<FaultyDisk::File>(held), false, flags};
  if ((flags & SQLITE_OPEN_MAIN_DB) != 0) disk.is_restoring = false;
  if (name == nullptr || (flags & SQLITE_OPEN_DELETEONCLOSE) != 0) disk.files.erase(key);
  if (flags_out != nullptr) *flags_out = flags;
  return SQLITE_OK;
}

inline int remove(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  FaultyDisk& disk = disk_of(vfs);
  if (const int code = disk.mutate(Fault::write_error); code != SQLITE_OK) return SQLITE_IOERR_DELETE;
  const auto found = disk.files.find(name);
  if (found == disk.files.end()) return SQLITE_IOERR_DELETE_NOENT;
  if (found->second->is_durable && (sync_folder == 0 || disk.ignores_syncs())) disk.deleted[name] = found->second;
  disk.files.erase(found);
  return SQLITE_OK;
}

inline int exists(sqlite3_vfs* vfs, const char* name, int, int* answer) {
  *answer = disk_of(vfs).files.count(name) != 0 ? 1 : 0;
  return SQLITE_OK;
}
inline int full_name(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

}  // namespace disk

// Registered for ever: guards of pages keep a pointer to it. Make one static disk per name.
inline FaultyDisk::FaultyDisk(const char* name) {
  vfs_ = *sqlite3_vfs_find(nullptr);
  vfs_.pNext = nullptr;
  vfs_.zName = name;
  vfs_.pAppData = this;
  vfs_.szOsFile = sizeof(disk::Open);
  vfs_.xOpen = disk::open;
  vfs_.xDelete = disk::remove;
  vfs_.xAccess = disk::exists;
  vfs_.xFullPathname = disk::full_name;
  sqlite3_vfs_register(&vfs_, 0);
}

inline FaultyDisk::Image FaultyDisk::image() const {
  Image image;
  for (const auto& [name, file] : files) image[name] = file->now;
  return image;
}

inline void FaultyDisk::restore(const Image& image) {
  files.clear();
  deleted.clear();
  disarm();
  struck_ = false;
  for (const auto& [name, bytes] : image) {
    auto file = std::make_shared<File>();
    file->now = file->durable = bytes;
    file->is_durable = true;
    files[name] = std::move(file);
  }
}

inline void FaultyDisk::arm(Fault fault, long at) {
  fault_ = fault;
  at_ = at;
  calls_ = 0;
  struck_ = false;
}

inline bool FaultyDisk::strikes(Fault kind) {
  if (fault_ != kind || ++calls_ != at_) return false;
  return struck_ = true;
}

// `kind`: what this call can suffer; a power loss meets any of them.
inline int FaultyDisk::mutate(Fault kind) {
  if (is_dark()) return SQLITE_IOERR;
  const bool syncs = kind == Fault::sync_error;
  const bool counts = fault_ == Fault::none || fault_ == Fault::power_loss || (fault_ == Fault::sync_error) == syncs;
  if (!counts || fault_ == Fault::read_error || fault_ == Fault::open_error) return SQLITE_OK;
  if (++calls_ != at_ || fault_ == Fault::none) return SQLITE_OK;
  struck_ = true;
  return fault_ == Fault::disk_full || fault_ == Fault::short_write ? SQLITE_FULL
         : fault_ == Fault::write_error                             ? SQLITE_IOERR_WRITE
                                                                    : SQLITE_IOERR;
}

inline FaultyDisk::Image FaultyDisk::after_power_loss(Unsynced how, std::uint32_t seed) const {
  std::mt19937 dice(seed);
  constexpr std::size_t kSector = 512;
  Image image;
  const auto keep = [&](const std::string& name, const File& file) {
    std::string bytes = file.durable;
    bool there = file.is_durable;
    std::vector<Write> writes = file.unsynced;
    if (how == Unsynced::dropped) writes.clear();
    if (how == Unsynced::reordered) std::shuffle(writes.begin(), writes.end(), dice);
    const bool whole = how == Unsynced::kept;
    for (const Write& write : writes) {
      there = true;
      if (write.truncates && (whole || dice() % 2 == 0)) bytes.resize(static_cast<std::size_t>(write.offset));
      for (std::size_t at = 0; at < write.bytes.size(); at += kSector)
        if (whole || dice() % 2 == 0)
          disk::put(bytes, write.offset + static_cast<std::int64_t>(at), write.bytes.substr(at, kSector));
    }
    if (there) image[name] = std::move(bytes);
  };
  if (how != Unsynced::kept)
    for (const auto& [name, file] : deleted)
      if (how == Unsynced::dropped || dice() % 2 == 0) keep(name, *file);
  for (const auto& [name, file] : files) keep(name, *file);
  return image;
}

}  // namespace staysail::store
