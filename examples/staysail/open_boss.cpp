#include "open_boss.hpp"

#include "staysail/boss/file_feed.hpp"
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
    STAYSAIL_TRY(opened.actions, TmfActions::open(named.access));
  }
  return opened;
}
#else
Result<OpenBoss> open_tmf(const std::string&, const std::string&) {
  return Error(Errc::unsupported, "this program was built without TM Forum APIs; set STAYSAIL_BUILD_TMF=ON");
}
#endif

}  // namespace

Result<OpenBoss> open_boss(const std::string& boss, const std::string& mapping) {
  if (boss.rfind(kTmf, 0) == 0) return open_tmf(boss, mapping);
  if (mapping.empty())
    return Error(Errc::invalid_argument, "an export needs the mapping that reads it: --mapping mapping.toml");
  STAYSAIL_TRY(std::shared_ptr<FileFeed> feed, FileFeed::open_folder(boss, mapping));
  return OpenBoss{feed, &feed->mapping(), nullptr, boss};
}

std::vector<std::string> observations_of([[maybe_unused]] const OpenBoss& boss) {
#ifdef STAYSAIL_HAS_TMF
  if (const auto* feed = dynamic_cast<const TmfFeed*>(boss.feed.get())) return feed->observations();
#endif
  return {};
}

}  // namespace staysail::program
