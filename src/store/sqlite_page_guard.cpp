#include "store/sqlite_page_guard.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <unordered_map>
#include <utility>

#include "staysail/base/digest.hpp"
#include "store/sqlite_page_digest.hpp"

namespace staysail::store {
namespace {

thread_local std::string noticed;
// SQLite reads pages of a -journal only to undo: what follows is written back as it was, also without room for a
// digest. A store gets its first digests on one thread.
thread_local bool undoing = false;
constexpr int kLeastPage = 512;

enum class FileKind { database, log, journal, other };

// What a file needs beside the one below it.
struct Watch {
  FileKind kind = FileKind::other;
  bool checks = true;
  // Frames that this file handle wrote and that were not synced yet: SQLite writes a page of one transaction twice over
  // the same frame, and mends the checksums only at the commit.
  std::unordered_map<sqlite3_int64, Digest> unsynced;
};

// SQLite hands out memory for files at multiples of 8.
struct GuardFile {
  sqlite3_file file;
  Watch* watch;
};

GuardFile& guard_of(sqlite3_file* file) { return *reinterpret_cast<GuardFile*>(file); }
sqlite3_file* below(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(&guard_of(file) + 1); }
Watch& watch_of(sqlite3_file* file) { return *guard_of(file).watch; }

// A guard and its name, for as long as the process lives: SQLite keeps a pointer to it.
struct Guard {
  sqlite3_vfs vfs{};
  std::string name;
  sqlite3_vfs* base = nullptr;
  bool checks = true;
};

const Guard& guard_of(sqlite3_vfs* vfs) { return *static_cast<const Guard*>(vfs->pAppData); }
sqlite3_vfs* below(sqlite3_vfs* guard) { return guard_of(guard).base; }

std::string_view view_of(const void* data, int bytes) {
  return {static_cast<const char*>(data), static_cast<std::size_t>(bytes)};
}

int read_below(sqlite3_file* file, void* data, int bytes, sqlite3_int64 offset) {
  return below(file)->pMethods->xRead(below(file), data, bytes, offset);
}

int damaged(const std::string& what) {
  noticed = what;
  return SQLITE_IOERR_DATA;
}

// SQLite may read the first page with a size that it only guesses; then the page is looked at in its own size.
int check_first_page(sqlite3_file* file, const void* data, int bytes) {
  const std::int64_t named = page_size_named_by(view_of(data, bytes));
  if (named == 0) return damaged("the header of the database");
  std::string page(static_cast<std::size_t>(named), '\0');
  const int code = read_below(file, page.data(), static_cast<int>(named), 0);
  if (code != SQLITE_OK) return damaged("the header of the database");
  return page_is_whole(page, 0) ? SQLITE_OK : damaged("page 1 of the database");
}

int check_page(sqlite3_file* file, const void* data, int bytes, sqlite3_int64 offset) {
  if (page_is_whole(view_of(data, bytes), offset)) return SQLITE_OK;
  if (offset == 0 && page_size_named_by(view_of(data, bytes)) != bytes) return check_first_page(file, data, bytes);
  return damaged("page " + std::to_string(offset / bytes + 1) + " of the database");
}

int check_frame(sqlite3_file* file, const void* data, int bytes, sqlite3_int64 offset) {
  const auto own = watch_of(file).unsynced.find(offset);
  if (own != watch_of(file).unsynced.end() && own->second == digest_of(view_of(data, bytes))) return SQLITE_OK;
  char log_header[kLogHeaderBytes], before[8], header[kFrameHeaderBytes];
  const sqlite3_int64 frame = offset - kFrameHeaderBytes;
  const sqlite3_int64 sum_before =
      frame == kLogHeaderBytes ? kLogHeaderBytes - 8 : frame - bytes - kFrameHeaderBytes + 16;
  int code = read_below(file, log_header, sizeof log_header, 0);
  if (code == SQLITE_OK) code = read_below(file, before, sizeof before, sum_before);
  if (code == SQLITE_OK) code = read_below(file, header, sizeof header, frame);
  if (code != SQLITE_OK) return code;
  const bool whole = frame_is_whole({log_header, sizeof log_header}, {before, sizeof before}, {header, sizeof header},
                                    view_of(data, bytes));
  const auto number = (frame - kLogHeaderBytes) / (bytes + kFrameHeaderBytes) + 1;
  return whole ? SQLITE_OK : damaged("frame " + std::to_string(number) + " of the log (-wal)");
}

// Nothing may be thrown through SQLite.
template <class Act>
int without_throwing(const Act& act) noexcept {
  try {
    return act();
  } catch (const std::bad_alloc&) {
    return SQLITE_IOERR_NOMEM;
  }
}

int guard_read(sqlite3_file* file, void* data, int bytes, sqlite3_int64 offset) {
  if (watch_of(file).kind == FileKind::journal && bytes >= kLeastPage) undoing = true;
  const int code = read_below(file, data, bytes, offset);
  if (code != SQLITE_OK) return code;
  if (!watch_of(file).checks) return code;
  return without_throwing([&] {
    const FileKind kind = watch_of(file).kind;
    if (kind == FileKind::database && is_whole_page(bytes, offset)) return check_page(file, data, bytes, offset);
    if (kind == FileKind::log && is_page_of_frame(bytes, offset)) return check_frame(file, data, bytes, offset);
    return SQLITE_OK;
  });
}

// The digest goes into SQLite's own page, whose reserved bytes are ours: a -journal takes its pages from there, and
// what it rolls back has to be whole too.
int write_page(sqlite3_file* file, const void* data, int bytes, sqlite3_int64 offset) {
  const PageDigest digest = page_digest(view_of(data, bytes - kPageDigestBytes), offset);
  char* page = static_cast<char*>(const_cast<void*>(data));
  std::copy(digest.begin(), digest.end(), page + bytes - kPageDigestBytes);
  return below(file)->pMethods->xWrite(below(file), data, bytes, offset);
}

int guard_write(sqlite3_file* file, const void* data, int bytes, sqlite3_int64 offset) {
  return without_throwing([&] {
    Watch& watch = watch_of(file);
    const bool gets_digest = watch.checks || !undoing;
    if (watch.kind == FileKind::database && gets_digest && is_whole_page(bytes, offset))
      return write_page(file, data, bytes, offset);
    if (watch.kind == FileKind::log && is_page_of_frame(bytes, offset))
      watch.unsynced[offset] = digest_of(view_of(data, bytes));
    return below(file)->pMethods->xWrite(below(file), data, bytes, offset);
  });
}

int guard_close(sqlite3_file* file) {
  delete guard_of(file).watch;
  guard_of(file).watch = nullptr;
  return below(file)->pMethods->xClose(below(file));
}

int guard_sync(sqlite3_file* file, int flags) {
  watch_of(file).unsynced.clear();
  return below(file)->pMethods->xSync(below(file), flags);
}

int guard_truncate(sqlite3_file* file, sqlite3_int64 size) {
  return below(file)->pMethods->xTruncate(below(file), size);
}
int guard_size(sqlite3_file* file, sqlite3_int64* size) { return below(file)->pMethods->xFileSize(below(file), size); }
int guard_lock(sqlite3_file* file, int level) { return below(file)->pMethods->xLock(below(file), level); }
int guard_unlock(sqlite3_file* file, int level) { return below(file)->pMethods->xUnlock(below(file), level); }
int guard_reserved(sqlite3_file* file, int* held) {
  return below(file)->pMethods->xCheckReservedLock(below(file), held);
}
int guard_control(sqlite3_file* file, int what, void* argument) {
  return below(file)->pMethods->xFileControl(below(file), what, argument);
}
int guard_sector(sqlite3_file* file) { return below(file)->pMethods->xSectorSize(below(file)); }
int guard_device(sqlite3_file* file) { return below(file)->pMethods->xDeviceCharacteristics(below(file)); }
int guard_shm_map(sqlite3_file* file, int region, int size, int extend, void volatile** address) {
  return below(file)->pMethods->xShmMap(below(file), region, size, extend, address);
}
int guard_shm_lock(sqlite3_file* file, int first, int count, int flags) {
  return below(file)->pMethods->xShmLock(below(file), first, count, flags);
}
void guard_shm_barrier(sqlite3_file* file) { below(file)->pMethods->xShmBarrier(below(file)); }
int guard_shm_unmap(sqlite3_file* file, int remove) { return below(file)->pMethods->xShmUnmap(below(file), remove); }

// Version 2: without xFetch no page is mapped into memory past the guard.
const sqlite3_io_methods kMethods = {2,
                                     guard_close,
                                     guard_read,
                                     guard_write,
                                     guard_truncate,
                                     guard_sync,
                                     guard_size,
                                     guard_lock,
                                     guard_unlock,
                                     guard_reserved,
                                     guard_control,
                                     guard_sector,
                                     guard_device,
                                     guard_shm_map,
                                     guard_shm_lock,
                                     guard_shm_barrier,
                                     guard_shm_unmap,
                                     nullptr,
                                     nullptr};

FileKind kind_of(int flags) {
  if ((flags & SQLITE_OPEN_MAIN_DB) != 0) return FileKind::database;
  if ((flags & SQLITE_OPEN_MAIN_JOURNAL) != 0) return FileKind::journal;
  return (flags & SQLITE_OPEN_WAL) != 0 ? FileKind::log : FileKind::other;
}

int guard_open(sqlite3_vfs* guard, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  file->pMethods = nullptr;
  std::unique_ptr<Watch> watch(new (std::nothrow) Watch);
  if (watch == nullptr) return SQLITE_NOMEM;
  watch->kind = kind_of(flags);
  if (watch->kind == FileKind::database) undoing = false;
  watch->checks = guard_of(guard).checks;
  below(file)->pMethods = nullptr;
  const int code = below(guard)->xOpen(below(guard), name, below(file), flags, flags_out);
  // A file that failed to open may still have to be closed: then SQLite does so if the methods are there.
  if (below(file)->pMethods == nullptr) return code;
  guard_of(file).watch = watch.release();
  file->pMethods = &kMethods;
  return code;
}

int guard_delete(sqlite3_vfs* guard, const char* name, int sync) {
  return below(guard)->xDelete(below(guard), name, sync);
}
int guard_access(sqlite3_vfs* guard, const char* name, int flags, int* answer) {
  return below(guard)->xAccess(below(guard), name, flags, answer);
}
int guard_full_name(sqlite3_vfs* guard, const char* name, int size, char* out) {
  return below(guard)->xFullPathname(below(guard), name, size, out);
}

int guard_randomness(sqlite3_vfs* guard, int size, char* out) {
  return below(guard)->xRandomness(below(guard), size, out);
}
int guard_sleep(sqlite3_vfs* guard, int microseconds) { return below(guard)->xSleep(below(guard), microseconds); }
int guard_clock(sqlite3_vfs* guard, double* days) { return below(guard)->xCurrentTime(below(guard), days); }
int guard_last_error(sqlite3_vfs* guard, int size, char* out) {
  return below(guard)->xGetLastError(below(guard), size, out);
}

std::unique_ptr<Guard> make_guard(sqlite3_vfs* base, PageGuard mode) {
  auto guard = std::make_unique<Guard>();
  guard->base = base;
  guard->checks = mode == PageGuard::checking;
  guard->name = std::string(guard->checks ? "staysail-on-" : "staysail-sealing-on-") + base->zName;
  guard->vfs.iVersion = 1;
  guard->vfs.mxPathname = base->mxPathname;
  guard->vfs.zName = guard->name.c_str();
  guard->vfs.pAppData = guard.get();
  guard->vfs.szOsFile = static_cast<int>(sizeof(GuardFile)) + base->szOsFile;
  guard->vfs.xOpen = guard_open;
  guard->vfs.xDelete = guard_delete;
  guard->vfs.xAccess = guard_access;
  guard->vfs.xFullPathname = guard_full_name;
  guard->vfs.xRandomness = guard_randomness;
  guard->vfs.xSleep = guard_sleep;
  guard->vfs.xCurrentTime = guard_clock;
  guard->vfs.xGetLastError = guard_last_error;
  return guard;
}

}  // namespace

Result<std::string> page_guard_on(const std::string& base, PageGuard mode) {
  static std::mutex mutex;
  // Never freed: connections may outlive it.
  static auto& guards = *new std::map<std::pair<sqlite3_vfs*, PageGuard>, std::unique_ptr<Guard>>;
  const std::lock_guard lock(mutex);
  sqlite3_vfs* found = sqlite3_vfs_find(base.empty() ? nullptr : base.c_str());
  if (found == nullptr)
    return Error(Errc::invalid_argument, "SQLite knows no VFS of this name; register it first: " + base);
  auto& guard = guards[{found, mode}];
  if (guard == nullptr) {
    guard = make_guard(found, mode);
    if (sqlite3_vfs_register(&guard->vfs, 0) != SQLITE_OK) return Error::out_of_memory();
  }
  return guard->name;
}

const std::string& noticed_by_page_guard() { return noticed; }

}  // namespace staysail::store
