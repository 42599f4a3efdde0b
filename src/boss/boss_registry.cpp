#include "staysail/boss/boss_registry.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "staysail/boss/file_feed.hpp"
#include "staysail/boss/sql_feed.hpp"

namespace staysail {
namespace {

// "sqlite" of sqlite:PATH; empty where no word stands before a colon.
std::string_view scheme_of(std::string_view address) {
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto end = std::find_if_not(address.begin(), address.end(), is_letter);
  return end != address.end() && *end == ':' ? address.substr(0, static_cast<std::size_t>(end - address.begin()))
                                             : std::string_view();
}

Status require_mapping(const BossRequest& request) {
  if (!request.mapping.empty()) return ok();
  return Error(Errc::invalid_argument,
               "an export needs the mapping that reads it: --mapping mapping.toml, in Python mapping=");
}

Result<OpenBoss> open_tables(const BossDatabase& database, const BossRequest& request) {
  STAYSAIL_CHECK(require_mapping(request));
  STAYSAIL_TRY(auto read, Mapping::load(request.mapping));
  if (!read.feeds.empty())
    return Error::at(read.feeds.front().place, Errc::mapping_invalid,
                     "this feed reads files, and the BOSS is a database; give the tables a mapping of their own");
  STAYSAIL_TRY(auto source, database.open_source(request.address));
  const auto mapping = std::make_shared<const Mapping>(std::move(read));
  OpenBoss opened{
      std::make_shared<SqlFeed>(source, mapping, SqlFeedOptions{request.changed_since, request.now.micros()}),
      mapping.get()};
  opened.database = std::move(source);
  return opened;
}

Result<OpenBoss> open_folder(const BossRequest& request) {
  STAYSAIL_CHECK(require_mapping(request));
  std::error_code ignored;
  if (!std::filesystem::is_directory(request.address, ignored))
    return Error(Errc::not_found, "the folder of the export is not there: " + request.address);
  STAYSAIL_TRY(std::shared_ptr<FileFeed> feed, FileFeed::open_folder(request.address, request.mapping, request.now));
  const Mapping& mapping = feed->mapping();
  if (!mapping.sql_feeds.empty())
    return Error::at(mapping.sql_feeds.front().feed.place, Errc::mapping_invalid,
                     "this feed reads a database, and the BOSS is a folder: " + request.address);
  OpenBoss opened{std::move(feed), &mapping};
  opened.folder = request.address;
  return opened;
}

}  // namespace

void BossRegistry::add(std::string scheme, BossOpener opener) { openers_[std::move(scheme)] = std::move(opener); }

void BossRegistry::add_database(std::string scheme, BossDatabase database) {
  add(scheme, [database](const BossRequest& request) { return open_tables(database, request); });
  databases_[std::move(scheme)] = std::move(database);
}

Error BossRegistry::unknown(std::string_view scheme) const {
  std::string known;
  for (const auto& entry : openers_) known += entry.first + ":, ";
  return Error(Errc::unsupported, "no BOSS of this kind is built in (known: " + known +
                                      "or the folder of an export): " + std::string(scheme) + ":");
}

Result<OpenBoss> BossRegistry::open(const BossRequest& request) const {
  const auto scheme = scheme_of(request.address);
  const auto found = openers_.find(scheme);
  if (found != openers_.end()) return found->second(request);
  std::error_code ignored;
  if (!scheme.empty() && !std::filesystem::exists(request.address, ignored)) return unknown(scheme);
  return open_folder(request);
}

Result<std::unique_ptr<SqlActions>> BossRegistry::open_actions(const std::string& address,
                                                               const std::string& statements) const {
  STAYSAIL_TRY(const auto declared, SqlActionStatements::load(statements));
  const auto found = databases_.find(scheme_of(address));
  if (found == databases_.end())
    return Error(
        Errc::unsupported,
        "a database that takes orders is named as sqlite:PATH or postgres://HOST/DATABASE, as far as built in");
  STAYSAIL_TRY(auto session, found->second.open_session(address));
  return SqlActions::open(std::move(session), declared);
}

}  // namespace staysail
