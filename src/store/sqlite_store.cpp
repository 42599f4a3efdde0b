#include "staysail/store/sqlite_store.hpp"

#include <charconv>
#include <filesystem>

#include "store/backup_advice.hpp"
#include "store/key_file.hpp"
#include "store/sqlite_schema.hpp"
#include "store/sqlite_state.hpp"

namespace staysail {
namespace {

namespace fs = std::filesystem;

using store::Connection;

bool is_postgres(std::string_view scheme) { return scheme == "postgres" || scheme == "postgresql"; }

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
  return ok();
}

// EXTRA: the folder is synced when a -journal is deleted; one that came back after the power went would undo what the
// log holds. Large pages suit chunks of a MiB, and a log of 64 MiB lets a night write each page into the file once, not
// month by month.
Status configure_writing(Connection& connection) {
  return connection.execute("PRAGMA cache_size = -65536; PRAGMA synchronous = EXTRA; PRAGMA page_size = 16384");
}

Result<std::int64_t> number_of(Connection& connection, const std::string& pragma) {
  STAYSAIL_TRY(const std::string text, connection.pragma(pragma));
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
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
  if (makes(state.options)) STAYSAIL_CHECK(store::make_if_new(state));
  STAYSAIL_TRY(const std::int64_t application, number_of(connection, "application_id"));
  STAYSAIL_TRY(const std::int64_t version, number_of(connection, "user_version"));
  STAYSAIL_CHECK(store::judge(state.options.path, application, version));
  if (version < store::kGuardedSchema) return ok();
  STAYSAIL_CHECK(state.read_identity());
  if (state.options.read_only) return state.options.inspect ? ok() : state.check_history();
  STAYSAIL_TRY(const std::string mode, connection.pragma("journal_mode = WAL"));
  if (mode == "wal") return state.check_history();
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
  std::string place() const override { return state_->path(); }
  Result<StoreReport> verify() override { return store::verify_sqlite(*state_); }
  Status backup(const std::string& path) override { return store::backup_sqlite(*state_, path); }
  Status scrub() override { return store::scrub_sqlite(*state_); }
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

bool read_truth(const std::string& value, bool& truth) {
  truth = value == "true";
  return truth || value == "false";
}

bool read_count(const std::string& value, std::uint64_t& count) {
  const auto [end, failure] = std::from_chars(value.data(), value.data() + value.size(), count);
  return failure == std::errc() && end == value.data() + value.size() && count <= 0xFFFFFFFE;
}

Status read_option(const std::string& name, const std::string& value, SqliteOptions& options) {
  const bool read = name == "read_only"        ? read_truth(value, options.read_only)
                    : name == "create"         ? read_truth(value, options.create)
                    : name == "inspect"        ? read_truth(value, options.inspect)
                    : name == "renew_anchor"   ? read_truth(value, options.renew_anchor)
                    : name == "max_page_count" ? read_count(value, options.max_page_count)
                    : name == "max_log_pages"  ? read_count(value, options.max_log_pages)
                                               : false;
  if (read) return ok();
  if (name == "key_file")
    return store::read_key_file(value).and_then([&](std::string key) { return options.key = std::move(key), ok(); });
  return Error(Errc::invalid_argument,
               "an SQLite store takes max_page_count=N, max_log_pages=N, key_file=PATH and read_only, create, inspect, "
               "renew_anchor=true|false; this was given: " +
                   name + "=" + value);
}

Result<std::unique_ptr<Store>> open_by_url(const StoreUrl& url) {
  STAYSAIL_TRY(const SqliteOptions options, sqlite_options(url));
  return open_sqlite_store(options);
}

// What the file is, after a crash before its log existed was cleared away and an older schema was brought to this one.
Result<std::int64_t> schema_to_open(const SqliteOptions& options) {
  if (!options.read_only) STAYSAIL_CHECK(store::settle_journal(options));
  STAYSAIL_TRY(const std::int64_t found, store::schema_of(options));
  if (found == 0) return store::kSchemaVersion;
  if (found == store::kSchemaVersion || options.read_only) return found;
  STAYSAIL_CHECK(store::migrate(options));
  return store::kSchemaVersion;
}

}  // namespace

Result<SqliteOptions> sqlite_options(const StoreUrl& url) {
  SqliteOptions options;
  options.path = url.path;
  for (const auto& [name, value] : url.options) STAYSAIL_CHECK(read_option(name, value, options));
  return options;
}

Result<SqliteOptions> restore_place(const StoreUrl& url) {
  if (url.scheme == "sqlite") return sqlite_options(url);
  if (is_postgres(url.scheme)) {
    const auto schema = url.options.find("schema");
    return store::server_keeps_backups(schema == url.options.end() ? "staysail" : schema->second);
  }
  return Error(Errc::unsupported,
               "backups are put back into stores in a file: sqlite:PATH; this is another one: " + url.scheme + ":");
}

Result<std::string> url_to_inspect(const std::string& url) {
  STAYSAIL_TRY(const StoreUrl parts, StoreUrl::parse(url));
  const bool is_file = parts.scheme == "sqlite" && parts.options.count("renew_anchor") == 0;
  const char* option = is_file ? "inspect=true" : is_postgres(parts.scheme) ? "read_only=true" : "";
  if (*option == '\0' || parts.options.count("read_only") != 0) return url;
  return url + (parts.options.empty() ? "?" : "&") + option;
}

Result<std::unique_ptr<Store>> open_sqlite_store(const SqliteOptions& options) {
  STAYSAIL_CHECK(check_place(options));
  SqliteOptions used = options;
  used.read_only |= options.inspect || (!options.create && !store::may_write(options.path));
  STAYSAIL_TRY(const std::int64_t schema, schema_to_open(used));
  STAYSAIL_TRY(Connection connection, store::connect(used, schema));
  auto state = std::make_unique<store::SqliteState>(std::move(connection), used, schema);
  STAYSAIL_CHECK(prepare(*state));
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(std::move(state)));
}

void add_sqlite(StoreRegistry& registry) { registry.add("sqlite", open_by_url); }

Result<std::unique_ptr<Store>> open_store(std::string_view url) {
  if (is_postgres(url.substr(0, url.find(':'))))
    return Error(
        Errc::unsupported,
        "a PostgreSQL store needs staysail::postgres (add_postgres), which is not built in here; use sqlite:PATH");
  StoreRegistry registry;
  add_sqlite(registry);
  return registry.open(url);
}

}  // namespace staysail
