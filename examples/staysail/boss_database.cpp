#include "boss_database.hpp"

#include "staysail/boss/sqlite_source.hpp"
#ifdef STAYSAIL_HAS_POSTGRES
#include "staysail/boss/postgres_source.hpp"
#endif

namespace staysail::program {
namespace {

constexpr std::string_view kSqlite = "sqlite:";

bool is_sqlite(const std::string& url) { return url.substr(0, kSqlite.size()) == kSqlite; }

bool is_postgres(const std::string& url) {
  return url.substr(0, 11) == "postgres://" || url.substr(0, 13) == "postgresql://";
}

Error no_such_database(const std::string& url) {
  return Error(Errc::unsupported,
               "a database of a BOSS is named as sqlite:PATH or postgres://HOST/DATABASE, as far as built in: " + url);
}

}  // namespace

bool names_database(const std::string& boss) { return is_sqlite(boss) || is_postgres(boss); }

Result<std::shared_ptr<SqlSource>> open_boss_database(const std::string& boss) {
  if (is_sqlite(boss)) return open_sqlite_source(boss.substr(kSqlite.size()));
#ifdef STAYSAIL_HAS_POSTGRES
  if (is_postgres(boss)) return open_postgres_source(boss);
#endif
  return no_such_database(boss);
}

Result<std::unique_ptr<SqlActions>> open_boss_procedures(const std::string& database, const std::string& statements) {
  STAYSAIL_TRY(const auto declared, SqlActionStatements::load(statements));
  if (is_sqlite(database)) {
    STAYSAIL_TRY(auto session, open_sqlite_session(database.substr(kSqlite.size())));
    return SqlActions::open(std::move(session), declared);
  }
#ifdef STAYSAIL_HAS_POSTGRES
  if (is_postgres(database)) {
    STAYSAIL_TRY(auto session, open_postgres_session(database));
    return SqlActions::open(std::move(session), declared);
  }
#endif
  return no_such_database(database);
}

}  // namespace staysail::program
