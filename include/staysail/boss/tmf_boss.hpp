// TmfBoss: a TM Forum BOSS as an operator names it: "tmf:https://crm.example/tmf-api" or "tmf:boss.toml".
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "staysail/boss/boss_registry.hpp"
#include "staysail/boss/tmf_access.hpp"
#include "staysail/boss/tmf_feed.hpp"

namespace staysail {

// A plain value but for the secrets behind its token source.
struct TmfBoss {
  TmfAccess access;
  TmfFeedOptions feed;
  bool orders = false;  // actions go out as product orders
  std::string journal;  // of orders (TmfActionsOptions::journal)

  // True for "tmf:...".
  static bool is_named_by(std::string_view name);
  // The URL or file after "tmf:". A URL may end in "?page_size=50&time_zone=%2B08:00&changed_since=...": settings of
  // boss.toml (docs/adapters/tmf.md) but for files and secrets. The token stands in the environment variable
  // STAYSAIL_TMF_TOKEN unless a boss.toml names another place. `malformed_file` or `mapping_invalid` at a place of the
  // file; `invalid_argument` for a URL, also for one with a password in it.
  static Result<TmfBoss> of(const std::string& name);
  // `text` stands for a boss.toml of that name.
  static Result<TmfBoss> parse(std::string_view toml, const std::string& name);

  // The feed of a mapping file; an empty path is default_tmf_mapping().
  Result<std::unique_ptr<TmfFeed>> open_feed(const std::string& mapping_path) const;
};

// Lets a registry open tmf:https://... and tmf:boss.toml, whose mapping may be left out; with `orders` set they take
// actions too.
void add_tmf(BossRegistry& registry);

}  // namespace staysail
