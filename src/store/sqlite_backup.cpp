#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "staysail/base/guard.hpp"
#include "store/sqlite_page_guard.hpp"
#include "store/sqlite_schema.hpp"
#include "store/sqlite_state.hpp"

namespace staysail::store {
namespace {

namespace fs = std::filesystem;

void remove_parts(const std::string& path, std::initializer_list<const char*> parts) {
  std::error_code ignored;
  for (const char* part : parts) fs::remove(path + part, ignored);
}

// A name is on the disk only once its folder is.
Status rename_durably(const std::string& from, const std::string& to) {
  std::error_code failure;
  fs::rename(from, to, failure);
  if (failure)
    return Error::at(Place{to, 0, 0}, Errc::io_failed, "the file cannot be put in its place: " + failure.message());
  const std::string folder = fs::path(to).has_parent_path() ? fs::path(to).parent_path().string() : ".";
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return ok();
  ::fsync(descriptor);
  ::close(descriptor);
  return ok();
}

// All pages as one reader sees them; each was compared with its digest on its way.
Status copy_pages(Connection& from, Connection& to) {
  sqlite3_backup* copy = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
  if (copy == nullptr)
    return sqlite_error(sqlite3_extended_errcode(to.handle()), to.path(), sqlite3_errmsg(to.handle()));
  const int stepped = sqlite3_backup_step(copy, -1);
  const int finished = sqlite3_backup_finish(copy);
  if (stepped == SQLITE_DONE && finished == SQLITE_OK) return ok();
  const int code = stepped == SQLITE_DONE || stepped == SQLITE_OK ? finished : stepped;
  return sqlite_error(code, (code & 0xFF) == SQLITE_FULL ? to.path() : from.path(), "copying the pages");
}

Status copy_into(SqliteState& state, const std::string& path) {
  STAYSAIL_TRY(Reader reader, Reader::lend(state));
  SqliteOptions options = state.options;
  options.path = path;
  options.vfs.clear();
  options.read_only = false;
  options.create = true;
  STAYSAIL_TRY(Connection copy, connect(options, kSchemaVersion));
  STAYSAIL_CHECK(reserve_bytes(copy));
  STAYSAIL_CHECK(copy.execute("PRAGMA page_size = 16384; PRAGMA synchronous = EXTRA"));
  return copy_pages(reader.connection(), copy);
}

// Reads the whole copy, and names the change it stands at in an anchor beside it.
Status seal_copy(const SqliteOptions& source, const std::string& copy) {
  SqliteOptions options;
  options.path = copy;
  options.key = source.key;
  options.inspect = true;
  STAYSAIL_TRY(const auto store, open_sqlite_store(options));
  STAYSAIL_TRY(const StoreReport report, store->verify());
  if (!report.sound) return corrupt(source.path, report.first_fault);
  options.inspect = false;
  options.read_only = true;
  STAYSAIL_TRY(Connection connection, connect(options, kSchemaVersion));
  SqliteState state(std::move(connection), options, kSchemaVersion);
  STAYSAIL_CHECK(state.read_identity());
  STAYSAIL_TRY(const Chain chain, read_chain(state.connection));
  return Anchor("", copy, state.salt()).renew(chain.mark());
}

Status copy_to(SqliteState& state, const std::string& path) {
  const std::string partial = path + ".partial";
  remove_parts(partial, {"", "-wal", "-shm", "-journal", "-anchor"});
  Status done = copy_into(state, partial);
  if (done) done = seal_copy(state.options, partial);
  if (done) done = rename_durably(partial + "-anchor", path + "-anchor");
  if (done) done = rename_durably(partial, path);
  remove_parts(partial, {"", "-wal", "-shm", "-journal", "-anchor"});
  return done;
}

Error exists_already(const std::string& path, const char* advice) {
  return Error::at(Place{path, 0, 0}, Errc::conflict, std::string("there is a file of this name already; ") + advice);
}

}  // namespace

Status backup_sqlite(SqliteState& state, const std::string& path) {
  return guarded([&]() -> Status {
    std::error_code failure;
    if (fs::exists(path, failure)) return exists_already(path, "name another one for the backup");
    if (state.schema < kSchemaVersion)
      return Error::at(Place{state.path(), 0, 0}, Errc::unsupported,
                       "this store is of an older schema; open it for writing once, which brings it to this one");
    STAYSAIL_CHECK(copy_to(state, path));
    return ok();
  });
}

Status scrub_sqlite(SqliteState& state) {
  return guarded([&]() -> Status {
    const std::lock_guard lock(state.mutex);
    STAYSAIL_CHECK(state.check_usable());
    STAYSAIL_CHECK(state.writer_lock.acquire(state.options.busy_timeout));
    const WriterLockGuard guard(state.writer_lock);
    STAYSAIL_CHECK(state.connection.execute("PRAGMA temp_store = FILE; VACUUM; PRAGMA temp_store = MEMORY"));
    STAYSAIL_CHECK(state.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)"));
    STAYSAIL_TRY(const std::int64_t left, state.connection.log_bytes());
    if (left == 0) return ok();
    return Error::at(Place{state.path(), 0, 0}, Errc::store_locked,
                     "somebody who is reading keeps the log (-wal) from being emptied; end that reader and try again");
  });
}

}  // namespace staysail::store

namespace staysail {

Status restore_sqlite_store(const std::string& backup, const SqliteOptions& place, bool replace) {
  return guarded([&]() -> Status {
    std::error_code failure;
    if (std::filesystem::exists(place.path, failure) && !replace)
      return store::exists_already(place.path, "a restore with --replace puts the backup in its place");
    SqliteOptions options;
    options.path = backup;
    options.key = place.key;
    options.read_only = true;
    options.create = false;
    STAYSAIL_TRY(const auto source, open_sqlite_store(options));
    store::WriterLock lock(place.path);
    STAYSAIL_CHECK(lock.acquire(place.busy_timeout));
    const store::WriterLockGuard guard(lock);
    const std::string beside = place.path + "-restoring";
    store::remove_parts(beside, {"", "-anchor"});
    STAYSAIL_CHECK(source->backup(beside));
    // A log of the store that was here must not be taken for one of the store that comes.
    store::remove_parts(place.path, {"-wal", "-shm", "-journal", "-anchor"});
    STAYSAIL_CHECK(store::rename_durably(beside + "-anchor", place.path + "-anchor"));
    return store::rename_durably(beside, place.path);
  });
}

}  // namespace staysail
