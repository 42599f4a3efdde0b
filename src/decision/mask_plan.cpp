#include "decision/mask_plan.hpp"

#include <algorithm>
#include <bit>

namespace staysail::decision {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;
// With fewer bounds than this a column's masks are computed one by one.
constexpr std::size_t kFewBounds = 56;
// Long blocks spare steps, short ones memory. The size is the same on every machine, because the order of a list of all
// matches shows it.
constexpr std::size_t kLeastBlockWords = kStripWords;
constexpr std::size_t kBlockBytes = 12 * 1024 * 1024;

// The masks of one column.
class ColumnMasks {
 public:
  ColumnMasks(std::uint32_t column, std::uint32_t codes, std::vector<MaskSource>& sources)
      : column_(column), sources_(sources), codes_(codes), numbers_(codes, kNone) {}

  void want(std::uint32_t bound) {
    if (bound > 0 && bound < codes_) numbers_[bound] = kNoRows;
  }

  void make() {
    const auto bounds = static_cast<std::size_t>(std::count(numbers_.begin(), numbers_.end(), kNoRows));
    std::vector<std::uint32_t> wanted;
    wanted.reserve(bounds);
    for (std::uint32_t bound = 0; bound < codes_; ++bound)
      if (numbers_[bound] != kNone) wanted.push_back(bound);
    std::fill(numbers_.begin(), numbers_.end(), kNone);
    shift_ = static_cast<int>(std::bit_width(codes_) + 1) / 2;
    digits_.assign(std::size_t{1} << shift_, kNone);
    for (const std::uint32_t bound : wanted) bounds < kFewBounds ? below(bound) : composed(bound);
  }

  std::uint32_t number(std::uint32_t bound) const {
    if (bound == 0) return kNoRows;
    return bound < codes_ ? numbers_[bound] : kAllRows;
  }

 private:
  std::uint32_t add(const MaskSource& source) {
    sources_.push_back(source);
    return static_cast<std::uint32_t>(sources_.size() - 1);
  }

  std::uint32_t below(std::uint32_t bound) {
    if (bound == 0 || bound >= codes_) return number(bound);
    if (numbers_[bound] == kNone) numbers_[bound] = add({MaskSource::Kind::below, column_, 0xFFFF, bound, 0, 0, 0});
    return numbers_[bound];
  }

  std::uint32_t digit_below(std::uint32_t bound) {
    const auto digits = static_cast<std::uint32_t>(digits_.size() - 1);
    if (digits_[bound] == kNone) digits_[bound] = add({MaskSource::Kind::below, column_, digits, bound, 0, 0, 0});
    return digits_[bound];
  }

  std::uint32_t composed(std::uint32_t bound) {
    const std::uint32_t high = bound >> shift_ << shift_, low = bound - high;
    if (low == 0) return below(bound);
    MaskSource source{MaskSource::Kind::composed, column_, 0, bound, 0, 0, 0};
    source.lower = below(high);
    source.upper = below(high + static_cast<std::uint32_t>(digits_.size()));
    source.digit = digit_below(low);
    return numbers_[bound] = add(source);
  }

  std::uint32_t column_;
  std::vector<MaskSource>& sources_;
  std::uint32_t codes_;
  int shift_ = 0;
  std::vector<std::uint32_t> numbers_, digits_;  // the mask of each bound, of each bound of the lower digits
};

struct Draft {
  std::vector<MaskPair> pairs;
  std::vector<std::uint32_t> members;
  bool all = true, never = false;
};

// First the groups as a graph, children before parents; then what the conditions need of it, in their order.
class Planner {
 public:
  explicit Planner(const BoundProgram& program) : program_(program), places_(program.nodes(), kNone) {}

  MaskPlan make() {
    make_masks();
    for (std::size_t i = 0; i < program_.groups.size(); ++i) add_group(program_.groups[i]);
    std::vector<std::uint32_t> roots;
    for (const std::uint32_t root : program_.roots) roots.push_back(root_of(root));
    masks_ = static_cast<std::uint32_t>(plan_.sources.size());
    size_block();
    final_.assign(drafts_.size(), kNone);
    for (const std::uint32_t root : roots) plan_.roots.push_back(placed(root));
    plan_.first_level = masks_;
    plan_.masks = masks_ + highest();
    return std::move(plan_);
  }

 private:
  std::size_t highest() const { return heights_.empty() ? 0 : *std::max_element(heights_.begin(), heights_.end()); }

  void make_masks() {
    plan_.sources.resize(2);
    for (std::uint32_t i = 0; i < program_.columns.size(); ++i)
      columns_.emplace_back(i, program_.columns[i].row_codes(), plan_.sources);
    for (const BoundLeaf& leaf : program_.leaves) {
      for (const CodeSet::Run& run : leaf.set.runs()) {
        columns_[leaf.column].want(run.first);
        columns_[leaf.column].want(run.second + 1);
      }
    }
    for (ColumnMasks& column : columns_) column.make();
  }

  void add_pairs(std::uint32_t leaf, std::vector<MaskPair>& pairs) const {
    const ColumnMasks& column = columns_[program_.leaves[leaf].column];
    for (const CodeSet::Run& run : program_.leaves[leaf].set.runs())
      pairs.push_back({column.number(run.second + 1), column.number(run.first)});
  }

  // A run of codes is a pair of masks; several runs are in an `all` group one group of `any`.
  void add_member(std::uint32_t node, Draft& group) {
    const bool pair = program_.is_leaf(node) && (!group.all || program_.leaves[node].set.runs().size() == 1);
    if (pair) add_pairs(node, group.pairs);
    else group.members.push_back(used_group(node));
  }

  std::uint32_t used_group(std::uint32_t node) {
    if (places_[node] == kNone) {
      Draft runs;
      runs.all = false;
      add_pairs(node, runs.pairs);
      places_[node] = push(std::move(runs));
    }
    ++uses_[places_[node]];
    return places_[node];
  }

  void add_group(const BoundGroup& bound) {
    Draft group;
    group.all = bound.kind == GraphKind::all;
    for (const std::uint32_t child : bound.children) add_member(child, group);
    const auto node = static_cast<std::uint32_t>(program_.leaves.size() + made_++);
    places_[node] = push(std::move(group));
  }

  std::uint32_t root_of(std::uint32_t root) {
    const bool node = root < program_.nodes();
    if (node && !program_.is_leaf(root) && program_.group(root).kind == GraphKind::all) return places_[root];
    Draft group;
    group.never = root == BoundProgram::kNever;
    if (node) add_member(root, group);
    return push(std::move(group));
  }

  std::uint32_t push(Draft group) {
    drafts_.push_back(std::move(group));
    uses_.push_back(0);
    return static_cast<std::uint32_t>(drafts_.size() - 1);
  }

  void size_block() {
    std::size_t words = kMostMaskWords;
    while (words > kLeastBlockWords && plan_.sources.size() * words * sizeof(std::uint64_t) > kBlockBytes) words /= 2;
    plan_.block_words = words;
  }

  // What several groups use is kept; all else is needed only while the group above it is computed.
  std::uint32_t placed(std::uint32_t number) {
    if (final_[number] != kNone) return final_[number];
    const Draft& draft = drafts_[number];
    PlanGroup group;
    group.all = draft.all;
    group.never = draft.never;
    group.shared = uses_[number] > 1;
    if (group.shared) group.slot = masks_++;
    std::vector<std::uint32_t> members;
    std::uint32_t height = 1;
    for (const std::uint32_t member : draft.members) {
      members.push_back(placed(member));
      height = std::max(height, heights_[members.back()] + 1);
    }
    group.first_member = static_cast<std::uint32_t>(plan_.members.size());
    group.members = static_cast<std::uint32_t>(members.size());
    plan_.members.insert(plan_.members.end(), members.begin(), members.end());
    group.first_pair = static_cast<std::uint32_t>(plan_.pairs.size());
    group.pairs = static_cast<std::uint32_t>(draft.pairs.size());
    plan_.pairs.insert(plan_.pairs.end(), draft.pairs.begin(), draft.pairs.end());
    heights_.push_back(height);
    plan_.groups.push_back(group);
    return final_[number] = static_cast<std::uint32_t>(plan_.groups.size() - 1);
  }

  const BoundProgram& program_;
  MaskPlan plan_;
  std::vector<ColumnMasks> columns_;
  std::vector<std::uint32_t> places_;  // of each node its draft
  std::vector<std::uint32_t> uses_;    // of each draft: in how many it stands
  std::size_t made_ = 0;
  std::vector<Draft> drafts_;
  std::vector<std::uint32_t> final_;    // of each draft its group in the plan
  std::vector<std::uint32_t> heights_;  // of each group in the plan: how many levels it has, itself one
  std::uint32_t masks_ = 0;
};

}  // namespace

MaskPlan mask_plan(const BoundProgram& program) { return Planner(program).make(); }

}  // namespace staysail::decision
