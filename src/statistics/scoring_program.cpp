#include "statistics/scoring_program.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <tuple>

namespace staysail::statistics {
namespace {

constexpr std::size_t kDeepest = 64;
using Codes = std::array<std::uint64_t, 4>;

ScoringKernel kernel_of(InstructionSet set) {
#if defined(__x86_64__)
  if (set == InstructionSet::avx512) return kAvx512Scoring;
  if (set == InstructionSet::avx2) return kAvx2Scoring;
#else
  static_cast<void>(set);
#endif
  return kPortableScoring;
}

bool holds(const Codes& codes, std::size_t code) { return (codes[code >> 6] >> (code & 63) & 1) != 0; }

std::size_t lowest(const Codes& codes) {
  for (std::size_t part = 0; part < codes.size(); ++part)
    if (codes[part] != 0) return 64 * part + static_cast<std::size_t>(std::countr_zero(codes[part]));
  return 256;
}

// Codes of a threshold lie one after another.
std::optional<CodeQuestion> interval(std::uint32_t column, const Codes& codes) {
  const std::size_t low = lowest(codes);
  if (low == 256) return std::nullopt;
  std::size_t end = low;
  while (end < 256 && holds(codes, end)) ++end;
  for (std::size_t code = end; code < 256; ++code)
    if (holds(codes, code)) return std::nullopt;
  return CodeQuestion{column, static_cast<std::uint8_t>(low), static_cast<std::uint8_t>(end - low - 1), false, {}};
}

// Any set of the codes that a feature has.
CodeQuestion listed(std::uint32_t column, const Codes& codes) {
  CodeQuestion question{column, 0, 0, true, {}};
  for (std::size_t code = 0; code < kMostCodes; ++code)
    if (holds(codes, code)) question.list[code % 16] |= static_cast<std::uint8_t>(1U << (code / 16));
  return question;
}

// How far from nothing the sums of each feature, and of all, can come: the farthest place of each tree, added up. The
// kernel's own sums may run over on the way and come back. Halves of relations are rounded, hence the room to spare.
class Reach {
 public:
  explicit Reach(std::size_t features) : now_(features + 1), farthest_(features + 1), all_(features + 1) {}

  void move(std::size_t feature, std::int64_t by) {
    for (const std::size_t place : {feature, now_.size() - 1}) {
      now_[place] += by;
      farthest_[place] = std::max(farthest_[place], std::abs(now_[place]));
    }
    moved_.push_back(feature);
  }
  void finish_tree() {
    moved_.push_back(now_.size() - 1);
    for (const std::size_t place : moved_) {
      all_[place] += farthest_[place];
      farthest_[place] = now_[place] = 0;
    }
    moved_.clear();
  }
  bool fits() const {
    return *std::max_element(all_.begin(), all_.end()) < std::numeric_limits<std::int32_t>::max() / 2;
  }

 private:
  std::vector<std::int64_t> now_, farthest_, all_;  // of each feature, then of the whole
  std::vector<std::size_t> moved_;
};

class Compiler {
 public:
  explicit Compiler(const BoostedTrees& model, ScoringProgram& program)
      : model_(model),
        program_(program),
        reach_(model.features()),
        base_(model.features()),
        weights_(model.features()) {}

  void run() {
    program_.compact = find_questions();
    if (!program_.compact) return;
    for (const std::uint32_t root : model_.roots) {
      add(root, 0, 0);
      reach_.finish_tree();
    }
    program_.compact = trees_ && reach_.fits();
    lay_out();
  }

 private:
  using Asked = std::pair<std::int32_t, Codes>;

  // Their masks come first, in the order of columns.
  bool find_questions() {
    for (const TreeNode& node : model_.nodes)
      if (node.feature >= 0) masks_.emplace(Asked{node.feature, node.codes}, 0);
    for (auto& [asked, mask] : masks_) {
      const auto column = static_cast<std::uint32_t>(asked.first);
      auto question = interval(column, asked.second);
      if (!question && column >= model_.features()) return false;
      program_.questions.push_back(question ? *question : listed(column, asked.second));
      mask = static_cast<std::uint32_t>(program_.questions.size());
    }
    return true;
  }

  // The rows of `from` that go left, or right.
  std::uint32_t step(std::uint32_t from, std::uint32_t question, bool left) {
    if (left && from == 0) return question;
    const auto next = static_cast<std::uint32_t>(1 + program_.questions.size() + program_.steps.size());
    const auto [found, added] = steps_.emplace(std::tuple(from, question, left), next);
    if (added) program_.steps.push_back({from, question, left ? 0 : ~std::uint32_t{0}});
    return found->second;
  }

  // What a question moves: rows that come by go right, and those of them that go left make good the difference.
  void add(std::uint32_t place, std::uint32_t mask, std::size_t depth) {
    const TreeNode& node = model_.nodes[place];
    if (node.feature < 0) return;
    trees_ = trees_ && depth < kDeepest && visits_++ < model_.nodes.size();
    if (!trees_) return;
    const std::int64_t left = std::int64_t{model_.nodes[node.left].value} - node.value;
    const std::int64_t right = std::int64_t{model_.nodes[node.right].value} - node.value;
    const std::uint32_t question = masks_.at({node.feature, node.codes});
    const std::uint32_t goes_left = step(mask, question, true);
    share(node.feature, mask, goes_left, left, right);
    move(node.feature, left);
    add(node.left, goes_left, depth + 1);
    move(node.feature, right - left);
    if (model_.nodes[node.right].feature >= 0) add(node.right, step(mask, question, false), depth + 1);
    move(node.feature, -right);
  }

  // Of a relation half to each of its features.
  void share(std::int32_t column, std::uint32_t mask, std::uint32_t goes_left, std::int64_t left, std::int64_t right) {
    const auto index = static_cast<std::size_t>(column);
    if (index < model_.features()) return put(index, mask, goes_left, left, right);
    const Relation& relation = model_.relations[index - model_.features()];
    put(relation.first, mask, goes_left, left / 2, right / 2);
    put(relation.second, mask, goes_left, left - left / 2, right - right / 2);
  }

  void put(std::size_t feature, std::uint32_t mask, std::uint32_t goes_left, std::int64_t left, std::int64_t right) {
    if (mask == 0) base_[feature] += right;
    else weights_[feature][mask] += right;
    weights_[feature][goes_left] += left - right;
  }

  // Where the sums are on the way down.
  void move(std::int32_t column, std::int64_t by) {
    const auto index = static_cast<std::size_t>(column);
    if (index < model_.features()) return reach_.move(index, by);
    const Relation& relation = model_.relations[index - model_.features()];
    reach_.move(relation.first, by / 2);
    reach_.move(relation.second, by - by / 2);
  }

  void lay_out() {
    for (std::size_t feature = 0; feature < weights_.size(); ++feature) {
      program_.starts.push_back(static_cast<std::uint32_t>(program_.weights.size()));
      program_.base.push_back(static_cast<std::int32_t>(base_[feature]));
      for (const auto& [mask, weight] : weights_[feature])
        if (weight != 0) program_.weights.push_back({mask, static_cast<std::uint32_t>(weight)});
    }
    program_.starts.push_back(static_cast<std::uint32_t>(program_.weights.size()));
  }

  const BoostedTrees& model_;
  ScoringProgram& program_;
  // A file may hold nodes that several trees share, or a chain of a million: those are not unfolded.
  bool trees_ = true;
  std::size_t visits_ = 0;
  std::map<Asked, std::uint32_t> masks_;
  std::map<std::tuple<std::uint32_t, std::uint32_t, bool>, std::uint32_t> steps_;
  Reach reach_;
  std::vector<std::int64_t> base_;
  std::vector<std::map<std::uint32_t, std::int64_t>> weights_;  // by mask
};

}  // namespace

ScoringProgram ScoringProgram::of(const BoostedTrees& model, InstructionSet instructions) {
  ScoringProgram program;
  program.model = model;
  program.kernel = kernel_of(instructions);
  Compiler(model, program).run();
  return program;
}

}  // namespace staysail::statistics
