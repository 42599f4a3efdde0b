#include "staysail/store/sqlite_store.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>

#include "store/sqlite_state.hpp"

namespace staysail {
namespace {

namespace fs = std::filesystem;
using store::Connection;
using store::kApplicationId;
using store::kSchemaVersion;
using store::Transaction;

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
INSERT INTO meta VALUES('sequence', 0), ('row_digest', 'xxh3-128');
PRAGMA application_id = 1400136057;
PRAGMA user_version = 1;
)sql";
static_assert(kApplicationId == 1400136057 && kSchemaVersion == 1);

Error not_ours(const std::string& path) {
  return Error::at(Place{path, 0, 0}, Errc::not_a_store,
                   "this file belongs to another program and was left untouched; name another file for the store");
}

Error too_new(const std::string& path, std::int64_t version) {
  return Error::at(Place{path, 0, 0}, Errc::store_newer,
                   "a newer staysail wrote this store (schema " + std::to_string(version) + ", this one knows " +
                       std::to_string(kSchemaVersion) + "); the file was left untouched: use the newer program");
}

Status judge(const std::string& path, std::int64_t application, std::int64_t version) {
  if (application != kApplicationId) return not_ours(path);
  if (version > kSchemaVersion) return too_new(path, version);
  if (version < 1) return not_ours(path);
  return ok();
}

std::int64_t big_endian(const char* bytes) {
  std::int64_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

// Looks at the header of a file before SQLite does, which might write to what is not ours.
Status check_header(const std::string& path) {
  std::error_code failure;
  if (!fs::exists(path, failure) || fs::file_size(path, failure) == 0) return ok();
  // After a crash in the first transaction the header may be half written; SQLite mends it from the journal.
  if (fs::exists(path + "-journal", failure)) return ok();
  std::string header(100, '\0');
  std::ifstream file(path, std::ios::binary);
  if (!file) return store::sqlite_error(SQLITE_PERM, path, "open");
  file.read(header.data(), static_cast<std::streamsize>(header.size()));
  if (file.gcount() != 100 || std::string_view(header).substr(0, 16) != std::string_view("SQLite format 3\0", 16))
    return not_ours(path);
  return judge(path, big_endian(header.data() + 68), big_endian(header.data() + 60));
}

bool makes(const SqliteOptions& options) { return options.create && !options.read_only; }

Status check_place(const SqliteOptions& options) {
  const fs::path path(options.path);
  std::error_code failure;
  if (options.path.empty()) return Error(Errc::invalid_argument, "a store needs a path: sqlite:PATH");
  if (fs::is_directory(path, failure))
    return Error::at(Place{options.path, 0, 0}, Errc::io_failed, "this is a folder; name a file in it for the store");
  if (path.has_parent_path() && !fs::is_directory(path.parent_path(), failure))
    return Error::at(Place{options.path, 0, 0}, Errc::io_failed,
                     "the folder of the store does not exist; make it first: " + path.parent_path().string());
  if (!makes(options) && (!fs::exists(path, failure) || fs::file_size(path, failure) == 0))
    return Error::at(Place{options.path, 0, 0}, Errc::not_found,
                     "there is no store here; look at the spelling of its path");
  return check_header(options.path);
}

// Large pages suit chunks of a MiB, and a log of 64 MiB lets a night write each page into the file once, not month by
// month.
Status configure_writing(Connection& connection) {
  return connection.execute(
      "PRAGMA cache_size = -65536; PRAGMA synchronous = FULL; PRAGMA page_size = 16384; PRAGMA wal_autocheckpoint = "
      "4096");
}

Result<std::int64_t> number_of(Connection& connection, const std::string& pragma) {
  STAYSAIL_TRY(const std::string text, connection.pragma(pragma));
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// A file without pages is a new store; the schema comes in one transaction.
Status make_if_new(store::SqliteState& state) {
  STAYSAIL_TRY(const std::int64_t pages, number_of(state.connection, "page_count"));
  if (pages != 0) return ok();
  STAYSAIL_CHECK(state.writer_lock.acquire(state.options.busy_timeout));
  const store::WriterLockGuard guard(state.writer_lock);
  STAYSAIL_TRY(Transaction transaction, Transaction::begin(state.connection, Transaction::Kind::write));
  STAYSAIL_TRY(const std::int64_t pages_now, number_of(state.connection, "page_count"));
  if (pages_now > 1) return ok();  // another process made it in the meantime
  STAYSAIL_CHECK(state.connection.execute(kSchema));
  return transaction.commit();
}

Status bound_pages(Connection& connection, std::uint64_t pages) {
  if (pages == 0) return ok();
  STAYSAIL_TRY(const std::string answer, connection.pragma("max_page_count = " + std::to_string(pages)));
  static_cast<void>(answer);
  return ok();
}

Status prepare(store::SqliteState& state) {
  Connection& connection = state.connection;
  STAYSAIL_CHECK(store::protect(connection));
  STAYSAIL_CHECK(configure_writing(connection));
  STAYSAIL_CHECK(bound_pages(connection, state.options.max_page_count));
  if (makes(state.options)) STAYSAIL_CHECK(make_if_new(state));
  STAYSAIL_TRY(const std::int64_t application, number_of(connection, "application_id"));
  STAYSAIL_TRY(const std::int64_t version, number_of(connection, "user_version"));
  STAYSAIL_CHECK(judge(state.options.path, application, version));
  if (state.options.read_only) return ok();
  STAYSAIL_TRY(const std::string mode, connection.pragma("journal_mode = WAL"));
  if (mode == "wal") return ok();
  return Error::at(Place{state.options.path, 0, 0}, Errc::unsupported,
                   "this file system cannot hold a write-ahead log; put the store on a local disk");
}

class SqliteClaim final : public StoreClaim {
 public:
  SqliteClaim(const std::string& path, const std::string& work) : lock_(path, work) {}
  Status acquire(std::chrono::milliseconds patience) { return lock_.acquire(patience); }

 private:
  store::WriterLock lock_;  // the file is closed, and with it unlocked, when this goes
};

class SqliteStore final : public Store {
 public:
  explicit SqliteStore(std::unique_ptr<store::SqliteState> state) : state_(std::move(state)) {}
  EntityStore& entities() override { return entities_; }
  FactStore& facts() override { return facts_; }
  bool writable() const override { return !state_->options.read_only; }
  Result<StoreReport> verify() override { return store::verify_sqlite(*state_); }
  Result<std::unique_ptr<StoreClaim>> claim(const std::string& work) override {
    auto claimed = std::make_unique<SqliteClaim>(state_->path(), work);
    STAYSAIL_CHECK(claimed->acquire(state_->options.busy_timeout));
    return std::unique_ptr<StoreClaim>(std::move(claimed));
  }

 private:
  std::unique_ptr<store::SqliteState> state_;
  store::SqliteEntityStore entities_{*state_};
  store::SqliteFactStore facts_{*state_};
};

Status read_option(const std::string& name, const std::string& value, SqliteOptions& options) {
  if ((name == "read_only" || name == "create") && (value == "true" || value == "false")) {
    (name == "create" ? options.create : options.read_only) = value == "true";
    return ok();
  }
  const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), options.max_page_count);
  if (name == "max_page_count" && failure == std::errc() && end == value.data() + value.size() &&
      options.max_page_count <= 0xFFFFFFFE)
    return ok();
  return Error(Errc::invalid_argument,
               "an SQLite store takes max_page_count=N, read_only=true|false and create=true|false; this was given: " +
                   name + "=" + value);
}

Result<std::unique_ptr<Store>> open_by_url(const StoreUrl& url) {
  SqliteOptions options;
  options.path = url.path;
  for (const auto& [name, value] : url.options) STAYSAIL_CHECK(read_option(name, value, options));
  return open_sqlite_store(options);
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const SqliteOptions& options) {
  STAYSAIL_CHECK(check_place(options));
  SqliteOptions used = options;
  used.read_only |= !options.create && !store::may_write(options.path);
  STAYSAIL_TRY(Connection connection, store::connect(used));
  auto state = std::make_unique<store::SqliteState>(std::move(connection), used);
  STAYSAIL_CHECK(prepare(*state));
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(std::move(state)));
}

void add_sqlite(StoreRegistry& registry) { registry.add("sqlite", open_by_url); }

Result<std::unique_ptr<Store>> open_store(std::string_view url) {
  const std::string_view scheme = url.substr(0, url.find(':'));
  if (scheme == "postgres" || scheme == "postgresql")
    return Error(
        Errc::unsupported,
        "a PostgreSQL store needs staysail::postgres (add_postgres), which is not built in here; use sqlite:PATH");
  StoreRegistry registry;
  add_sqlite(registry);
  return registry.open(url);
}

}  // namespace staysail
