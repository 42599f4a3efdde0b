// TmfFeed: the collections of TM Forum Open APIs as a feed: one split for each [[feed]] of a mapping that has an api.
//
// plan() reads every collection once to its end, into a file without a name that is gone when the feed is; open() reads
// from there, so that what was planned is what is read, whatever the BOSS does meanwhile. A resource that comes twice
// counts once by its id (the later one stands). Memory is bounded by one page and about 100 bytes a resource. A split
// is known by what its resources say, in whatever order the BOSS lists them.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "staysail/boss/boss_feed.hpp"
#include "staysail/boss/mapping.hpp"
#include "staysail/boss/tmf_access.hpp"

namespace staysail {

namespace boss {
class ResourceSpool;
struct SpooledFeed;
}  // namespace boss

struct TmfFeedOptions {
  // Of feeds that declare `changed_since`: only what changed after it is asked for. "2026-01-31T00:00:00Z".
  std::string changed_since;
  std::string time_zone;     // for feeds that declare none: "+08:00", "Asia/Shanghai"; empty: times as written
  std::string spool_folder;  // empty: the system's folder for temporary files
  std::size_t most_resources = 20'000'000;  // of one collection
};

// Mappings of TMF629, 632, 637, 666, 678, 635, 621 and 683 (v4) that come with the library (docs/adapters/tmf.md).
const std::string& default_tmf_mapping();

// Safe to use from many threads.
class TmfFeed final : public BossFeed {
 public:
  // `invalid_argument` for a mapping without any api, `not_found` for an api without a URL, and those of
  // TmfAccess::complete().
  static Result<std::unique_ptr<TmfFeed>> open(TmfAccess access, std::shared_ptr<const Mapping> mapping,
                                               TmfFeedOptions options = {});
  ~TmfFeed() override;

  // `feed_incomplete` when a collection cannot be read to its end, `in_doubt`, `io_failed` or `adapter_failed` when the
  // BOSS does not answer as it should; what it said is in the message. A collection that the BOSS does not have (404)
  // is withheld as `not_found`, unless it has none of them.
  Result<std::vector<FeedSplit>> plan(const FeedRequest& request) override;
  // Reads the collection when this object did not plan it. `conflict` when the BOSS tells something else by now.
  Result<std::unique_ptr<FeedReader>> open(const FeedRequest& request, const FeedSplit& split) override;
  Result<std::optional<std::vector<std::string>>> extensions_of(const std::string& table) override;

  // Whether less came of any collection than a total that stayed the same says; the notices of its split say so too.
  bool is_short() const;
  // What was odd and did no harm: totals that lie, pages that came twice. By feed, in the order of the mapping.
  std::vector<std::string> observations() const;
  const Mapping& mapping() const { return *mapping_; }

 private:
  TmfFeed(TmfAccess access, std::shared_ptr<const Mapping> mapping, TmfFeedOptions options);
  Result<std::shared_ptr<const boss::SpooledFeed>> spool(const FeedMapping& feed);
  void keep(std::shared_ptr<const boss::SpooledFeed> read, FeedSplit& split);
  const FeedMapping* feed_of(const std::string& token) const;

  TmfAccess access_;
  std::shared_ptr<const Mapping> mapping_;
  TmfFeedOptions options_;
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const boss::SpooledFeed>> spooled_;
};

}  // namespace staysail
