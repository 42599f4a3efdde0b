// The BOSS that --boss names: the one place where a scheme becomes a feed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "staysail/boss/boss_actions.hpp"
#include "staysail/boss/boss_feed.hpp"
#include "staysail/boss/mapping.hpp"

namespace staysail::program {

struct OpenBoss {
  std::shared_ptr<BossFeed> feed;
  const Mapping* mapping = nullptr;      // of the feed, and lives as long
  std::shared_ptr<BossActions> actions;  // null: orders go to the outbox
  std::string folder;                    // of an export; empty for a BOSS that is asked
};

// "tmf:https://..." or "tmf:boss.toml", where `mapping` may be empty; anything else is the folder of an export.
// `invalid_argument` for a folder without a mapping and for a scheme that this build does not know.
Result<OpenBoss> open_boss(const std::string& boss, const std::string& mapping);

// What was odd and did no harm, as the feed observed it.
std::vector<std::string> observations_of(const OpenBoss& boss);

}  // namespace staysail::program
