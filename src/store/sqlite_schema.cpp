#include "store/sqlite_schema.hpp"

#include <charconv>

#include "store/big_endian.hpp"
#include "store/sqlite_page_digest.hpp"
#include "store/sqlite_page_guard.hpp"
#include "store/sqlite_state.hpp"
#include "store/sqlite_vfs_file.hpp"

namespace staysail::store {
namespace {

constexpr const char* kSchema = R"sql(
CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE entities(kind TEXT NOT NULL, id BLOB NOT NULL, version INTEGER NOT NULL, payload BLOB NOT NULL,
  indexes BLOB NOT NULL, digest BLOB NOT NULL, PRIMARY KEY(kind, id)) WITHOUT ROWID;
CREATE TABLE entity_index(kind TEXT NOT NULL, name TEXT NOT NULL, value BLOB NOT NULL, id BLOB NOT NULL,
  PRIMARY KEY(kind, name, value, id)) WITHOUT ROWID;
CREATE TABLE chunks(name TEXT NOT NULL, month INTEGER NOT NULL, part INTEGER NOT NULL, version INTEGER NOT NULL,
  rows INTEGER NOT NULL, batch BLOB NOT NULL, digest BLOB NOT NULL, PRIMARY KEY(name, month, part));
CREATE TABLE tokens(token BLOB PRIMARY KEY, version INTEGER NOT NULL, digest BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE totals(part TEXT NOT NULL, name TEXT NOT NULL, rows INTEGER NOT NULL, high INTEGER NOT NULL,
  low INTEGER NOT NULL, PRIMARY KEY(part, name)) WITHOUT ROWID;
PRAGMA application_id = 1400136057;
PRAGMA user_version = 2;
)sql";
static_assert(kApplicationId == 1400136057 && kSchemaVersion == 2);

Error not_ours(const std::string& path) {
  return Error::at(Place{path, 0, 0}, Errc::not_a_store,
                   "this file belongs to another program and was left untouched; name another file for the store");
}

Error too_new(const std::string& path, std::int64_t version) {
  return Error::at(Place{path, 0, 0}, Errc::store_newer,
                   "a newer staysail wrote this store (schema " + std::to_string(version) + ", this one knows " +
                       std::to_string(kSchemaVersion) + "); the file was left untouched: use the newer program");
}

// 4 bytes of a header, high byte first.
std::int64_t word_at(std::string_view header, std::size_t at) {
  return static_cast<std::int64_t>(big_endian_at(header, at) >> 32);
}

// The whole first page fits its digest: what its header says was written by some staysail.
bool first_page_is_whole(VfsFile& file, std::string_view header) {
  const std::int64_t bytes = page_size_named_by(header);
  if (bytes == 0) return false;
  const auto page = file.read(0, static_cast<std::size_t>(bytes));
  return page && page_is_whole(*page, 0);
}

Result<std::int64_t> version_in(const std::string& path, VfsFile& file, std::string_view header, bool anchored) {
  const bool is_sqlite = header.substr(0, 16) == std::string_view("SQLite format 3\0", 16);
  const std::int64_t version = word_at(header, 60);
  const Status verdict = is_sqlite ? judge(path, word_at(header, 68), version) : Status(not_ours(path));
  if (verdict) return version;
  const bool has_digests = static_cast<unsigned char>(header[20]) == kPageDigestBytes;
  if (anchored && !(has_digests && first_page_is_whole(file, header))) return corrupt(path, "the header of the file");
  return verdict.error();
}

struct NewChain {
  Chain chain;
  std::string salt = std::string(kSaltBytes, '\0');
  RowKey key;
  std::string_view digests = kKeyedDigests;
  NewChain() { sqlite3_randomness(static_cast<int>(salt.size()), salt.data()); }
};

Status write_identity(Connection& connection, const NewChain& made) {
  STAYSAIL_TRY(Query insert, connection.query("INSERT OR REPLACE INTO meta(name, value) VALUES(?1, ?2)"));
  const DigestBytes check(made.key.check());
  STAYSAIL_CHECK(insert.bind_text(1, "salt").bind(2, made.salt).run());
  STAYSAIL_CHECK(insert.bind_text(1, "key_check").bind(2, std::string_view(check)).run());
  STAYSAIL_CHECK(insert.bind_text(1, "row_digest").bind_text(2, made.digests).run());
  return write_chain(connection, made.chain);
}

Result<std::int64_t> number_of(Connection& connection, const std::string& pragma) {
  STAYSAIL_TRY(const std::string text, connection.pragma(pragma));
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Out of the log, and alone: nobody else may have the file open. Without the guard: what comes out of the log are pages
// that keep no room for a digest.
Status take_out_of_log(const SqliteOptions& options) {
  STAYSAIL_TRY(Connection connection,
               Connection::open(options.path, SQLITE_OPEN_READWRITE, options.busy_timeout, options.vfs));
  STAYSAIL_CHECK(protect(connection));
  STAYSAIL_TRY(const std::string mode, connection.pragma("journal_mode = DELETE"));
  if (mode == "delete") return ok();
  return Error::at(Place{connection.path(), 0, 0}, Errc::store_locked,
                   "this store is of an older schema and must be brought to this one, which needs it alone; end the "
                   "programs that have it open and try again");
}

// Rewrites every page with room for its digest.
Status seal_pages(Connection& connection) {
  STAYSAIL_CHECK(reserve_bytes(connection));
  return connection.execute("PRAGMA temp_store = FILE; PRAGMA synchronous = EXTRA; VACUUM");
}

Result<NewChain> begin_chain(Connection& connection) {
  NewChain made;
  made.digests = kPlainDigests;
  STAYSAIL_TRY(Query sequence, connection.query("SELECT value FROM meta WHERE name = 'sequence'"));
  STAYSAIL_TRY(const bool counted, sequence.step());
  if (!counted) return corrupt(connection.path(), "the sequence number is gone");
  made.chain.sequence = sequence.version(0);
  STAYSAIL_TRY(const Totals totals, read_totals(connection));
  made.chain.head = head_of(made.key, made.chain, totals);
  return made;
}

Result<NewChain> write_new_chain(Connection& connection) {
  STAYSAIL_TRY(Transaction transaction, Transaction::begin(connection, Transaction::Kind::write));
  STAYSAIL_TRY(const NewChain made, begin_chain(connection));
  STAYSAIL_CHECK(write_identity(connection, made));
  STAYSAIL_CHECK(connection.execute("PRAGMA user_version = 2"));
  STAYSAIL_CHECK(transaction.commit());
  return made;
}

Status migrate_alone(const SqliteOptions& options) {
  STAYSAIL_CHECK(take_out_of_log(options));
  STAYSAIL_TRY(const std::string vfs, page_guard_on(options.vfs, PageGuard::sealing));
  STAYSAIL_TRY(Connection connection, Connection::open(options.path, SQLITE_OPEN_READWRITE, options.busy_timeout, vfs));
  STAYSAIL_CHECK(protect(connection));
  STAYSAIL_TRY(const std::int64_t version, number_of(connection, "user_version"));
  if (version != 1) return judge(options.path, kApplicationId, version);
  STAYSAIL_CHECK(seal_pages(connection));
  STAYSAIL_TRY(const NewChain made, write_new_chain(connection));
  return Anchor(options.vfs, options.path, made.salt).renew(made.chain.mark());
}

}  // namespace

Status reserve_bytes(Connection& connection) {
  int bytes = kPageDigestBytes;
  const int code = sqlite3_file_control(connection.handle(), "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes);
  return code == SQLITE_OK ? ok() : Status(sqlite_error(code, connection.path(), "reserving bytes of pages"));
}

Status judge(const std::string& path, std::int64_t application, std::int64_t version) {
  if (application != kApplicationId) return not_ours(path);
  if (version > kSchemaVersion) return too_new(path, version);
  if (version < 1) return not_ours(path);
  return ok();
}

// Opened as a database, so that closing it again does not end the locks that this process may hold on the file.
Result<std::int64_t> schema_of(const SqliteOptions& options) {
  sqlite3_vfs* vfs = vfs_named(options.vfs);
  if (vfs == nullptr)
    return Error(Errc::invalid_argument, "SQLite knows no VFS of this name; register it first: " + options.vfs);
  STAYSAIL_TRY(const bool there, file_exists(*vfs, options.path));
  if (!there) return std::int64_t{0};
  STAYSAIL_TRY(VfsFile file, VfsFile::open(*vfs, options.path, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB));
  STAYSAIL_TRY(const std::int64_t bytes, file.size());
  if (bytes == 0) return std::int64_t{0};
  STAYSAIL_TRY(const std::string header, file.read(0, 100));
  STAYSAIL_TRY(const bool anchored, file_exists(*vfs, options.path + "-anchor"));
  return version_in(options.path, file, header, anchored);
}

Status settle_journal(const SqliteOptions& options) {
  if (sqlite3_vfs* vfs = vfs_named(options.vfs); vfs != nullptr) {
    STAYSAIL_TRY(const bool left, file_exists(*vfs, options.path + "-journal"));
    STAYSAIL_TRY(const bool there, file_exists(*vfs, options.path));
    if (!left || !there) return ok();
  }
  WriterLock lock(options.path);
  STAYSAIL_CHECK(lock.acquire(options.busy_timeout));
  const WriterLockGuard guard(lock);
  STAYSAIL_TRY(Connection connection,
               Connection::open(options.path, SQLITE_OPEN_READWRITE, options.busy_timeout, options.vfs));
  STAYSAIL_CHECK(protect(connection));
  STAYSAIL_CHECK(connection.execute("PRAGMA synchronous = EXTRA"));
  return number_of(connection, "schema_version").and_then([](auto) { return ok(); });
}

Status migrate(const SqliteOptions& options) {
  WriterLock lock(options.path);
  STAYSAIL_CHECK(lock.acquire(options.busy_timeout));
  const WriterLockGuard guard(lock);
  return migrate_alone(options);
}

Status make_if_new(SqliteState& state) {
  Connection& connection = state.connection;
  STAYSAIL_TRY(const std::int64_t pages, number_of(connection, "page_count"));
  if (pages != 0) return ok();
  STAYSAIL_CHECK(state.writer_lock.acquire(state.options.busy_timeout));
  const WriterLockGuard guard(state.writer_lock);
  STAYSAIL_CHECK(reserve_bytes(connection));
  STAYSAIL_TRY(Transaction transaction, Transaction::begin(connection, Transaction::Kind::write));
  STAYSAIL_TRY(const std::int64_t pages_now, number_of(connection, "page_count"));
  if (pages_now > 1) return ok();  // another process made it in the meantime
  STAYSAIL_CHECK(connection.execute(kSchema));
  NewChain made;
  made.key = RowKey(made.salt, state.options.key);
  made.chain.head = head_of(made.key, made.chain, {});
  STAYSAIL_CHECK(write_identity(connection, made));
  return transaction.commit();
}

}  // namespace staysail::store
