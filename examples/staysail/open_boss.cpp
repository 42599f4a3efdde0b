#include "open_boss.hpp"

#include "boss_database.hpp"
#include "host.hpp"
#include "staysail/boss/file_feed.hpp"
#include "staysail/boss/sql_feed.hpp"
#ifdef STAYSAIL_HAS_TMF
#include "staysail/boss/tmf_actions.hpp"
#include "staysail/boss/tmf_boss.hpp"
#endif

namespace staysail::program {
namespace {

constexpr std::string_view kTmf = "tmf:";

#ifdef STAYSAIL_HAS_TMF
Result<OpenBoss> open_tmf(const std::string& boss, const std::string& mapping) {
  STAYSAIL_TRY(const auto named, TmfBoss::of(boss));
  STAYSAIL_TRY(std::shared_ptr<TmfFeed> feed, named.open_feed(mapping));
  OpenBoss opened{feed, &feed->mapping(), nullptr, {}};
  if (named.orders) {
    TmfActionsOptions options;
    options.journal = named.journal;
    STAYSAIL_TRY(opened.actions, TmfActions::open(named.access, options));
  }
  return opened;
}
#else
Result<OpenBoss> open_tmf(const std::string&, const std::string&) {
  return Error(Errc::unsupported, "this program was built without TM Forum APIs; set STAYSAIL_BUILD_TMF=ON");
}
#endif

Result<OpenBoss> open_tables(const std::string& boss, const std::string& path, const std::string& changed_since) {
  STAYSAIL_TRY(auto read, Mapping::load(path));
  if (!read.feeds.empty())
    return Error::at(read.feeds.front().place, Errc::mapping_invalid,
                     "this feed reads files, and --boss names a database; give the tables a mapping of their own");
  STAYSAIL_TRY(auto source, open_boss_database(boss));
  const auto mapping = std::make_shared<const Mapping>(std::move(read));
  auto feed = std::make_shared<SqlFeed>(std::move(source), mapping, SqlFeedOptions{changed_since});
  return OpenBoss{std::move(feed), mapping.get(), nullptr, {}};
}

}  // namespace

Result<OpenBoss> open_boss(const std::string& boss, const std::string& mapping, const std::string& changed_since) {
  if (boss.rfind(kTmf, 0) == 0) return open_tmf(boss, mapping);
  if (mapping.empty())
    return Error(Errc::invalid_argument, "an export needs the mapping that reads it: --mapping mapping.toml");
  if (names_database(boss)) return open_tables(boss, mapping, changed_since);
  STAYSAIL_TRY(std::shared_ptr<FileFeed> feed, FileFeed::open_folder(boss, mapping, wall_clock()));
  if (!feed->mapping().sql_feeds.empty())
    return Error::at(feed->mapping().sql_feeds.front().feed.place, Errc::mapping_invalid,
                     "this feed reads a database, and --boss names a folder: " + boss);
  return OpenBoss{feed, &feed->mapping(), nullptr, boss};
}

std::vector<std::string> observations_of([[maybe_unused]] const OpenBoss& boss) {
#ifdef STAYSAIL_HAS_TMF
  if (const auto* feed = dynamic_cast<const TmfFeed*>(boss.feed.get())) return feed->observations();
#endif
  return {};
}

}  // namespace staysail::program
