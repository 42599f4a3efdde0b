// Group customers as people read them: all of them, or one with everything below it, with figures of the latest night
// brought up from the lines.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/columns/batch.hpp"
#include "staysail/store/store.hpp"
#include "staysail/view/group_tree.hpp"

namespace staysail {

enum class LineFigure : std::uint8_t { sum, mean, max, min };
// `invalid_argument` that lists them for another name.
Result<LineFigure> line_figure_of(std::string_view name);

struct GroupRequest {
  std::string id;                    // of a group, of a member or of a line of one; empty: all groups
  std::vector<std::string> figures;  // numbers of the night's frame; none named: value, where the night has it
  LineFigure how = LineFigure::sum;
  bool lines = true;  // of one group: a row a line too
};

struct GroupReport {
  Day as_of;  // of the latest night, which the memberships and the figures are of
  // Of all groups, by id: group_id, parent_id, depth (0: no group is above it), members (its own), customers_below
  // (of its parts too), lines, active_lines, then the figures. Of one, from the top down: level, kind (group, member,
  // line), id, role, status (of a line), lines, active_lines, then the figures: of a group or member over all lines at
  // and below it, each once; of a line its own.
  Batch rows;
  std::vector<GroupFault> faults;  // memberships of the whole store that count for nothing until one of them is ended
};

// `not_found` where no night has been run, for an id that no group has, and for an unknown figure, with the nearest
// names.
Result<GroupReport> report_groups(Store& store, const GroupRequest& request);

// fault (cycle, two_parents), groups, advice: a row each.
Result<Batch> group_faults_frame(const std::vector<GroupFault>& faults);

}  // namespace staysail
