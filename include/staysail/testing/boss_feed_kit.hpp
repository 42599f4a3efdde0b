// The conformance kit of BossFeed: what every feed promises, tried on a feed that an integrator wrote.
#pragma once

#include <cstdint>
#include <optional>

#include "staysail/boss/boss_feed.hpp"
#include "staysail/model/table.hpp"
#include "staysail/testing/conformance_report.hpp"

namespace staysail {

struct BossFeedExpectation {
  // Records that the feed holds, good and bad; unknown when empty.
  std::optional<std::uint64_t> records;
  ModelCatalog catalog;
};

// Reads the whole feed several times, in batches of several sizes, and changes nothing. The BOSS behind it must stand
// still meanwhile.
ConformanceReport check_boss_feed(BossFeed& feed, const BossFeedExpectation& expectation = {});

}  // namespace staysail
