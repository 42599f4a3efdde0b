// BossRegistry: the BOSS that a person names, opened: "exports/2026-01", "sqlite:PATH", "postgres://...", "tmf:...".
//
// A folder of files is known from the start; a library target or an integrator adds other schemes.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/boss/boss_actions.hpp"
#include "staysail/boss/boss_feed.hpp"
#include "staysail/boss/mapping.hpp"
#include "staysail/boss/sql_actions.hpp"
#include "staysail/boss/sql_source.hpp"

namespace staysail {

struct BossRequest {
  std::string address;
  std::string mapping;        // a file; may be empty where the scheme has a mapping of its own
  std::string changed_since;  // SqlFeedOptions, TmfFeedOptions
  Instant now;                // UTC: when the files of a folder are looked at, and the tables of a database
};

struct OpenBoss {
  std::shared_ptr<BossFeed> feed;
  const Mapping* mapping = nullptr;                // of the feed, and lives as long
  std::shared_ptr<BossActions> actions = nullptr;  // null: the BOSS takes none by this address
  std::string folder = {};                         // of an export; empty for a BOSS that is asked
  std::shared_ptr<SqlSource> database = nullptr;   // null unless tables are read
  std::function<std::vector<std::string>()> observe = nullptr;
  std::function<bool()> came_short = nullptr;

  // What was odd so far and did no harm.
  std::vector<std::string> observations() const { return observe ? observe() : std::vector<std::string>(); }
  // Whether less came than the BOSS says it has; what was missed stands in the notices of the splits.
  bool is_short() const { return came_short && came_short(); }
};

using BossOpener = std::function<Result<OpenBoss>(const BossRequest&)>;

// A kind of database. Both get the address with its scheme.
struct BossDatabase {
  std::function<Result<std::shared_ptr<SqlSource>>(const std::string& address)> open_source;
  std::function<Result<std::shared_ptr<SqlSession>>(const std::string& address)> open_session;
};

// A plain value: made once, then read from any thread.
class BossRegistry {
 public:
  // Each replaces what is known of a scheme already.
  void add(std::string scheme, BossOpener opener);
  void add_database(std::string scheme, BossDatabase database);

  // An address without a known scheme is the folder of an export. `unsupported`, with the schemes that are known, for
  // another scheme; `invalid_argument` where a mapping is missing; `mapping_invalid` at a feed of the mapping that
  // reads what is not there: files of a database, tables of a folder.
  Result<OpenBoss> open(const BossRequest& request) const;
  // Actions through the statements of a file (SqlActionStatements) in a database. `unsupported` for no known one.
  Result<std::unique_ptr<SqlActions>> open_actions(const std::string& address, const std::string& statements) const;

 private:
  Error unknown(std::string_view scheme) const;

  std::map<std::string, BossOpener, std::less<>> openers_;
  std::map<std::string, BossDatabase, std::less<>> databases_;
};

}  // namespace staysail
