#include <algorithm>

#include "decision/bound_program.hpp"

namespace staysail::decision {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;

bool is_node(std::uint32_t node) { return node != BoundProgram::kNever && node != BoundProgram::kAlways; }
bool is_group(std::uint32_t node) { return node >= kUncompactedGroup; }

// The new place of each part that is kept, kNone of the others.
using Places = std::vector<std::uint32_t>;

// Moves what is marked to the front; its places become the new ones.
template <class Part>
void keep_marked(std::vector<Part>& parts, Places& places) {
  std::uint32_t kept = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (places[i] == kNone) continue;
    if (kept != i) parts[kept] = std::move(parts[i]);
    places[i] = kept++;
  }
  parts.erase(parts.begin() + kept, parts.end());
}

class Compaction {
 public:
  explicit Compaction(BoundProgram& program)
      : program_(program),
        columns_(program.columns.size(), kNone),
        leaves_(program.leaves.size(), kNone),
        groups_(program.groups.size(), kNone) {}

  void run() {
    mark();
    keep_marked(program_.columns, columns_);
    keep_marked(program_.leaves, leaves_);
    keep_marked(program_.groups, groups_);
    for (BoundLeaf& leaf : program_.leaves) leaf.column = columns_[leaf.column];
    for (BoundGroup& group : program_.groups) renumber(group.children);
    renumber(program_.roots);
  }

 private:
  void mark() {
    std::for_each(program_.roots.begin(), program_.roots.end(), [this](std::uint32_t root) { want(root); });
    for (std::size_t i = groups_.size(); i-- > 0;) {
      if (groups_[i] == kNone) continue;
      for (const std::uint32_t child : program_.groups[i].children) want(child);
    }
    for (std::size_t i = 0; i < leaves_.size(); ++i)
      if (leaves_[i] != kNone) columns_[program_.leaves[i].column] = 0;
  }

  void want(std::uint32_t node) {
    if (!is_node(node)) return;
    if (is_group(node)) groups_[node - kUncompactedGroup] = 0;
    else leaves_[node] = 0;
  }

  void renumber(std::vector<std::uint32_t>& nodes) const {
    const auto leaves = static_cast<std::uint32_t>(program_.leaves.size());
    for (std::uint32_t& node : nodes)
      if (is_node(node)) node = is_group(node) ? leaves + groups_[node - kUncompactedGroup] : leaves_[node];
  }

  BoundProgram& program_;
  Places columns_, leaves_, groups_;
};

}  // namespace

BoundProgram compacted(BoundProgram program) {
  Compaction(program).run();
  return program;
}

}  // namespace staysail::decision
