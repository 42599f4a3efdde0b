// A BOSS as Python names it: a folder of files, or a database.
#pragma once

#include <memory>
#include <string>

#include "staysail/boss/boss_feed.hpp"
#include "staysail/boss/mapping.hpp"

namespace staysail::python {

struct NamedBoss {
  std::shared_ptr<const Mapping> mapping;
  std::unique_ptr<BossFeed> feed;
};

// `now`, in UTC, is when the files of a folder are looked at. `mapping_invalid` when the mapping reads what is not
// there: files of a database, or tables of a folder.
Result<NamedBoss> open_named_boss(const std::string& boss, const std::string& mapping, const std::string& changed_since,
                                  Instant now);

}  // namespace staysail::python
