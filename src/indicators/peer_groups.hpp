// The lines that a rule compares with each other: those of one text of an indicator or attribute, or all.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "workspace.hpp"

namespace staysail::indicators {

struct PeerGroups {
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::string> names;     // by text; one empty name where all lines are together
  std::vector<std::uint32_t> of_row;  // kNone for a line without the text
};

// `among` empty: all lines together. An attribute that no feed brought leaves every line without a group.
PeerGroups peer_groups(const Workspace& workspace, const std::string& among);

}  // namespace staysail::indicators
