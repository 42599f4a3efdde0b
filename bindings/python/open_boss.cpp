#include "open_boss.hpp"

#include "staysail/boss/file_feed.hpp"
#ifdef STAYSAIL_HAS_TMF
#include "staysail/boss/tmf_actions.hpp"
#include "staysail/boss/tmf_boss.hpp"
#endif

namespace staysail::python {
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
  return Error(Errc::unsupported, "this module was built without TM Forum APIs; set STAYSAIL_BUILD_TMF=ON");
}
#endif

}  // namespace

Result<OpenBoss> open_boss(const std::string& boss, const std::string& mapping) {
  if (boss.rfind(kTmf, 0) == 0) return open_tmf(boss, mapping);
  if (mapping.empty()) return Error(Errc::invalid_argument, "an export needs the mapping that reads it: mapping=");
  STAYSAIL_TRY(std::shared_ptr<FileFeed> feed, FileFeed::open_folder(boss, mapping));
  return OpenBoss{feed, &feed->mapping(), nullptr, boss};
}

}  // namespace staysail::python
