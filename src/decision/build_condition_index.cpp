#include <algorithm>
#include <numeric>

#include "decision/condition_index_state.hpp"
#include "decision/kernel_choice.hpp"

namespace staysail {
namespace decision {

Lists::Lists(const std::vector<std::vector<std::uint32_t>>& lists) {
  for (const std::vector<std::uint32_t>& list : lists) {
    items_.insert(items_.end(), list.begin(), list.end());
    begins_.push_back(items_.size());
  }
}

CodeBuckets CodeBuckets::of(const CodedColumn& column) {
  CodeBuckets buckets;
  buckets.ranks = column.derived() ? column.codes() : column.cuts.ranks();
  buckets.rank_buckets = std::min(buckets.ranks, kMost);
  buckets.buckets = buckets.rank_buckets + column.codes() - buckets.ranks;
  return buckets;
}

// A leaf is never empty.
LeafQuestion question_of(const BoundLeaf& leaf) {
  const auto& runs = leaf.set.runs();
  return {leaf.column, runs.front().first, runs.front().second - runs.front().first, runs.size() > 1};
}

std::vector<Told> told_by_buckets(const CodeSet& set, const CodeBuckets& buckets, std::uint32_t codes) {
  std::vector<std::uint32_t> held(buckets.buckets), all(buckets.buckets);
  for (std::uint32_t code = 0; code < codes; ++code) ++all[buckets.of_code(code)];
  for (const CodeSet::Run& run : set.runs())
    for (std::uint32_t code = run.first; code <= run.second; ++code) ++held[buckets.of_code(code)];
  std::vector<Told> told(buckets.buckets, Told::depends);
  for (std::size_t i = 0; i < told.size(); ++i)
    if (held[i] == 0 || held[i] == all[i]) told[i] = held[i] == 0 ? Told::fails : Told::holds;
  return told;
}

}  // namespace decision

namespace {

using namespace decision;

// Fills in a ConditionIndex::State.
template <class State>
class IndexBuilder {
 public:
  explicit IndexBuilder(State& state) : state_(state), program_(state.program()) {}

  void build() {
    lay_out_maps();
    std::vector<std::vector<std::uint32_t>> checks(state_.order.size());
    for (std::uint32_t place = 0; place < state_.order.size(); ++place) index_condition(place, checks[place]);
    state_.checks = Lists(checks);
    lay_out_nodes();
    link_checks(checks);
    link_names();
    order_columns();
  }

 private:
  void lay_out_maps() {
    state_.words = (state_.order.size() + 63) / 64;
    std::size_t maps = 0;
    for (const CodedColumn& column : program_.columns) {
      state_.buckets.push_back(CodeBuckets::of(column));
      state_.first_map.push_back(maps);
      maps += state_.buckets.back().buckets;
    }
    state_.maps.assign(maps * state_.words, ~std::uint64_t{0});
    state_.possible.assign(state_.words, 0);
    ruled_out_.resize(program_.columns.size());
    for (const BoundLeaf& leaf : program_.leaves)
      told_.push_back(told_by_buckets(leaf.set, state_.buckets[leaf.column], program_.columns[leaf.column].codes()));
  }

  void lay_out_nodes() {
    for (const BoundLeaf& leaf : program_.leaves) state_.questions.push_back(question_of(leaf));
    std::vector<std::vector<std::uint32_t>> members;
    for (const BoundGroup& group : program_.groups) members.push_back(group.children);
    state_.members = Lists(members);
  }

  void index_condition(std::uint32_t place, std::vector<std::uint32_t>& checks) {
    const std::uint32_t root = program_.roots[state_.order[place]];
    if (root == BoundProgram::kNever) return;
    state_.possible[place / 64] |= std::uint64_t{1} << (place % 64);
    if (root == BoundProgram::kAlways) return;
    const bool opened = !program_.is_leaf(root) && program_.group(root).kind == GraphKind::all;
    for (const std::uint32_t member : opened ? program_.group(root).children : std::vector<std::uint32_t>{root})
      if (!program_.is_leaf(member) || !rule_out(place, member)) checks.push_back(member);
  }

  // Whether the maps decide the leaf.
  bool rule_out(std::uint32_t place, std::uint32_t leaf) {
    const std::uint32_t column = program_.leaves[leaf].column;
    const std::vector<Told>& told = told_[leaf];
    std::uint64_t* word = state_.maps.data() + state_.first_map[column] * state_.words + place / 64;
    for (std::size_t bucket = 0; bucket < told.size(); ++bucket, word += state_.words) {
      if (told[bucket] != Told::fails) continue;
      *word &= ~(std::uint64_t{1} << (place % 64));
      ruled_out_[column] += 1.0 / static_cast<double>(told.size());
    }
    return std::find(told.begin(), told.end(), Told::depends) == told.end();
  }

  void link_checks(const std::vector<std::vector<std::uint32_t>>& checks) {
    std::vector<std::vector<std::uint32_t>> places(program_.nodes()), readers(program_.columns.size());
    for (std::uint32_t place = 0; place < checks.size(); ++place)
      for (const std::uint32_t node : checks[place]) places[node].push_back(place);
    for (std::uint32_t node = 0; node < places.size(); ++node) {
      if (places[node].empty()) continue;
      std::vector<bool> reads(program_.columns.size());
      note_columns(node, reads);
      for (std::size_t column = 0; column < reads.size(); ++column)
        if (reads[column]) readers[column].push_back(node);
    }
    state_.places = Lists(places);
    state_.column_checks = Lists(readers);
  }

  void note_columns(std::uint32_t node, std::vector<bool>& reads) const {
    if (program_.is_leaf(node)) reads[program_.leaves[node].column] = true;
    else
      for (const std::uint32_t child : program_.group(node).children) note_columns(child, reads);
  }

  void link_names() {
    const std::vector<std::string>& names = state_.graph().names();
    std::vector<std::vector<std::uint32_t>> columns(names.size());
    state_.column_names.resize(program_.columns.size());
    for (std::uint32_t column = 0; column < program_.columns.size(); ++column) {
      const CodedColumn& coded = program_.columns[column];
      for (std::size_t name = 0; name < names.size(); ++name) {
        const bool reads = coded.derived() ? std::count(coded.atom->names.begin(), coded.atom->names.end(), name) != 0
                                           : coded.name == names[name];
        if (!reads) continue;
        columns[name].push_back(column);
        state_.column_names[column] = static_cast<std::uint32_t>(name);
      }
    }
    state_.name_columns = Lists(columns);
  }

  void order_columns() {
    for (std::uint32_t column = 0; column < ruled_out_.size(); ++column)
      if (ruled_out_[column] > 0) state_.columns.push_back(column);
    std::stable_sort(state_.columns.begin(), state_.columns.end(),
                     [this](std::uint32_t a, std::uint32_t b) { return ruled_out_[a] > ruled_out_[b]; });
  }

  State& state_;
  const BoundProgram& program_;
  std::vector<std::vector<Told>> told_;  // of each leaf
  std::vector<double> ruled_out_;        // of each column: conditions that a code of it rules out
};

}  // namespace

ConditionIndex ConditionIndex::of(BoundConditions conditions, std::vector<std::uint32_t> order) {
  auto state = std::make_shared<State>(std::move(conditions), std::move(order));
  state->kernels = &kernels_of(instruction_sets().back());
  IndexBuilder<State>(*state).build();
  return ConditionIndex(std::move(state));
}

}  // namespace staysail
