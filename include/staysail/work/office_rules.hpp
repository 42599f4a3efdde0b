// OfficeRules: who may do what, and by when matters are done; access.csv and clock.toml of a playbook, with the
// calendar of its work.toml.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "staysail/work/access.hpp"
#include "staysail/work/service_level.hpp"

namespace staysail {

// A plain value. docs/playbook.md gives the form of the files.
struct OfficeRules {
  std::vector<AccessRule> access;  // the usual table, where the folder has none
  ServiceLevel service;            // no clock, where the folder has none

  // Of a playbook's folder; empty: the usual. `not_found` for a folder that is not there, `playbook_invalid` with
  // place.
  static Result<OfficeRules> load(const std::string& folder);
  // `calendar`: the text of work.toml, or nothing.
  static Result<ServiceLevel> parse_clock(std::string_view toml, const std::string& name,
                                          const std::string& calendar = {});
};

}  // namespace staysail
