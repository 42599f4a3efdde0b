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

// "tmf:https://..." or "tmf:boss.toml", where `mapping` may be empty; "sqlite:PATH" and "postgres://..." are databases,
// of whose tables with changed_by only the rows since `changed_since` are read, when it is given; anything else is the
// folder of an export. `invalid_argument` where a mapping is missing, `mapping_invalid` when it reads what is not
// there, `unsupported` for what this build does not know.
Result<OpenBoss> open_boss(const std::string& boss, const std::string& mapping, const std::string& changed_since = {});

// What was odd and did no harm, as the feed observed it.
std::vector<std::string> observations_of(const OpenBoss& boss);

}  // namespace staysail::program
