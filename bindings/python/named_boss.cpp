#include "named_boss.hpp"

#include "staysail/boss/exchange.hpp"
#include "staysail/boss/file_feed.hpp"
#include "staysail/boss/sql_feed.hpp"
#include "staysail/boss/sqlite_source.hpp"
#ifdef STAYSAIL_HAS_POSTGRES
#include "staysail/boss/postgres_source.hpp"
#endif

namespace staysail::python {
namespace {

bool begins(const std::string& text, std::string_view with) { return text.substr(0, with.size()) == with; }

// Null for a folder.
Result<std::shared_ptr<SqlSource>> open_source(const std::string& boss) {
  if (begins(boss, "sqlite:")) return open_sqlite_source(boss.substr(7));
#ifdef STAYSAIL_HAS_POSTGRES
  if (begins(boss, "postgres://") || begins(boss, "postgresql://")) return open_postgres_source(boss);
#endif
  return std::shared_ptr<SqlSource>();
}

Status check_mapping(const Mapping& mapping, bool of_database) {
  if (of_database && !mapping.feeds.empty())
    return Error::at(mapping.feeds.front().place, Errc::mapping_invalid,
                     "this feed reads files, and `boss` names a database; give the tables a mapping of their own");
  if (!of_database && !mapping.sql_feeds.empty())
    return Error::at(mapping.sql_feeds.front().feed.place, Errc::mapping_invalid,
                     "this feed reads a database, and `boss` names a folder");
  return ok();
}

}  // namespace

Result<NamedBoss> open_named_boss(const std::string& boss, const std::string& mapping, const std::string& changed_since,
                                  Instant now) {
  STAYSAIL_TRY(auto read, Mapping::load(mapping));
  STAYSAIL_TRY(auto source, open_source(boss));
  STAYSAIL_CHECK(check_mapping(read, source != nullptr));
  NamedBoss named{std::make_shared<const Mapping>(std::move(read)), nullptr};
  if (source == nullptr)
    named.feed = std::make_unique<FileFeed>(export_files(boss, *named.mapping), named.mapping, now);
  else named.feed = std::make_unique<SqlFeed>(std::move(source), named.mapping, SqlFeedOptions{changed_since});
  return named;
}

}  // namespace staysail::python
