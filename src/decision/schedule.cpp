#include <algorithm>

#include "decision/coded_rows.hpp"

namespace staysail::decision {
namespace {

constexpr std::size_t kSampleRows = 4096;

// The share of the rows that each node holds for: of leaves as counted in a sample, of groups as if their members were
// independent.
class Shares {
 public:
  Shares(const BoundProgram& program, const CodedRows& rows) {
    for (std::size_t i = 0; i < program.columns.size(); ++i)
      reached_.push_back(reached(*rows.columns[i], program.columns[i].row_codes(), rows.rows));
    for (const BoundLeaf& leaf : program.leaves) shares_.push_back(of_leaf(leaf));
    for (const BoundGroup& group : program.groups) shares_.push_back(of_group(group));
  }

  void sort(std::vector<std::uint32_t>& members) const {
    std::stable_sort(members.begin(), members.end(),
                     [this](std::uint32_t a, std::uint32_t b) { return shares_[a] < shares_[b]; });
  }

 private:
  // For each code the share of sampled rows below it, and 1 at the end.
  static std::vector<float> reached(const CodeColumn& column, std::uint32_t codes, std::size_t rows) {
    std::vector<float> below(codes + 1);
    const std::size_t step = std::max<std::size_t>(1, rows / kSampleRows);
    for (std::size_t row = 0; row < rows; row += step) below[column.at(row) + 1] += 1;
    const auto sampled = static_cast<float>(std::max<std::size_t>(1, (rows + step - 1) / step));
    for (std::size_t code = 1; code < below.size(); ++code) below[code] = below[code - 1] + below[code] / sampled;
    return below;
  }

  float of_leaf(const BoundLeaf& leaf) const {
    const std::vector<float>& below = reached_[leaf.column];
    float share = 0;
    for (const CodeSet::Run& run : leaf.set.runs()) {
      const std::size_t last = std::min<std::size_t>(run.second + 1, below.size() - 1);
      if (run.first < last) share += below[last] - below[run.first];
    }
    return share;
  }

  float of_group(const BoundGroup& group) const {
    float none = 1;
    const bool all = group.kind == GraphKind::all;
    for (const std::uint32_t child : group.children) none *= all ? shares_[child] : 1 - shares_[child];
    return all ? none : 1 - none;
  }

  std::vector<std::vector<float>> reached_;
  std::vector<float> shares_;
};

// How often each node is needed: a group that only one condition needs is no mask of its own.
std::vector<std::uint32_t> uses_of(const BoundProgram& program) {
  std::vector<std::uint32_t> uses(program.nodes());
  for (const std::uint32_t root : program.roots)
    if (root < uses.size()) ++uses[root];
  for (const BoundGroup& group : program.groups)
    for (const std::uint32_t child : group.children) ++uses[child];
  return uses;
}

}  // namespace

Schedule schedule_of(const BoundProgram& program, const CodedRows& rows) {
  const Shares shares(program, rows);
  const std::vector<std::uint32_t> uses = uses_of(program);
  Schedule schedule;
  for (const BoundGroup& group : program.groups) {
    schedule.groups.push_back(group.children);
    if (group.kind == GraphKind::all) shares.sort(schedule.groups.back());
  }
  for (const std::uint32_t root : program.roots) {
    std::vector<std::uint32_t> members;
    const bool node = root < program.nodes();
    const bool opened = node && !program.is_leaf(root) && uses[root] == 1 && program.group(root).kind == GraphKind::all;
    if (opened) members = schedule.groups[root - program.leaves.size()];
    else if (node) members = {root};
    schedule.roots.push_back(std::move(members));
  }
  return schedule;
}

}  // namespace staysail::decision
