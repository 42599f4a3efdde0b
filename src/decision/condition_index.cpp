#include "staysail/decision/condition_index.hpp"

#include <algorithm>
#include <bit>

#include "decision/condition_index_state.hpp"
#include "decision/interpreter.hpp"
#include "decision/lane.hpp"

namespace staysail {
namespace {

using decision::BoundProgram;
using decision::CodedColumn;
using decision::GraphKind;

// Conditions that are taken together when maps are laid over each other: few enough that many pieces end early.
constexpr std::size_t kPieceWords = 16;

}  // namespace

// One round of questions about one customer.
class ConditionIndex::Run {
 public:
  Run(const State& state, EventState& event) : state_(state), program_(state.program()), event_(event) {
    ++event.round_;
  }

  // Hands each place in `words` words from `first` that holds, ascending, to `take`, until that gives false.
  template <class Take>
  bool each_holding(std::size_t first, std::size_t words, Take take) {
    std::uint64_t left[kPieceWords];
    if (!lay_over(first, words, left)) return true;
    for (std::size_t i = 0; i < words; ++i) {
      for (std::uint64_t word = left[i]; word != 0; word &= word - 1) {
        const std::size_t place = (first + i) * 64 + static_cast<std::size_t>(std::countr_zero(word));
        if (passes(place) && !take(place)) return false;
      }
    }
    return true;
  }

  bool holds(std::uint32_t node) {
    if (program_.is_leaf(node)) return answer(node);
    if (event_.known_in_[node] != event_.round_) {
      event_.known_[node] = computed(node) ? 1 : 0;
      event_.known_in_[node] = event_.round_;
    }
    return event_.known_[node] != 0;
  }

 private:
  bool lay_over(std::size_t first, std::size_t words, std::uint64_t* left) const {
    std::copy_n(state_.possible.data() + first, words, left);
    return std::all_of(state_.columns.begin(), state_.columns.end(), [&](std::uint32_t column) {
      return state_.kernels->meet(left, state_.map_of(column, event_.codes_[column]) + first, words, left);
    });
  }

  bool passes(std::size_t place) {
    const auto checks = state_.checks.of(place);
    return std::all_of(checks.begin(), checks.end(), [this](std::uint32_t node) { return holds(node); });
  }

  bool answer(std::uint32_t leaf) const {
    const decision::LeafQuestion& asked = state_.questions[leaf];
    const std::uint32_t code = event_.codes_[asked.column];
    return code - asked.low <= asked.span || (asked.more && program_.leaves[leaf].set.has(code));
  }

  bool computed(std::uint32_t group) {
    const auto members = state_.members.of(group - program_.leaves.size());
    const auto holding = [this](std::uint32_t child) { return holds(child); };
    return program_.group(group).kind == GraphKind::all ? std::all_of(members.begin(), members.end(), holding)
                                                        : std::any_of(members.begin(), members.end(), holding);
  }

  const State& state_;
  const BoundProgram& program_;
  EventState& event_;
};

namespace {

std::uint32_t derived_code(const CodedColumn& column, const decision::ConditionGraph& graph, const ValueList& values) {
  const decision::Tree& tree = *column.atom->tree;
  ValueList names(tree.names.size());
  for (const std::uint32_t name : column.atom->names) {
    const auto slot = std::find(tree.names.begin(), tree.names.end(), graph.names()[name]) - tree.names.begin();
    names[static_cast<std::size_t>(slot)] = values[name];
  }
  decision::Interpreter interpreter(tree.locals);
  interpreter.bind_names(names);
  return decision::truth_of(interpreter.evaluate(*column.atom->node));
}

std::size_t number_of(const std::vector<std::string>& names, const std::string& name) {
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

}  // namespace

std::uint32_t ConditionIndex::State::code_of(std::uint32_t column, const ValueList& values) const {
  const CodedColumn& coded = program().columns[column];
  if (coded.derived()) return derived_code(coded, graph(), values);
  return coded.cuts.code_of(values[column_names[column]]);
}

EventState ConditionIndex::code(const Inputs& inputs) const {
  EventState event;
  for (const std::string& name : state_->graph().names()) {
    const bool column = state_->conditions.state_->schema.find(name).has_value();
    const Value* value = (column ? inputs : state_->program().constants).find(name);
    event.values_.push_back(value != nullptr ? *value : Value());
  }
  for (std::uint32_t column = 0; column < state_->program().columns.size(); ++column)
    event.codes_.push_back(state_->code_of(column, event.values_));
  event.known_in_.resize(state_->program().nodes());
  event.known_.resize(state_->program().nodes());
  event.holding_.resize(state_->words);
  return event;
}

std::vector<std::uint32_t> ConditionIndex::first(EventState& event, std::size_t most) const {
  std::vector<std::uint32_t> found;
  Run run(*state_, event);
  const auto take = [&](std::size_t place) {
    found.push_back(state_->order[place]);
    return found.size() < most;
  };
  for (std::size_t word = 0; word < state_->words && found.size() < most; word += kPieceWords)
    if (!run.each_holding(word, std::min(kPieceWords, state_->words - word), take)) break;
  return found;
}

std::vector<std::uint32_t> ConditionIndex::match(EventState& event) const {
  std::vector<std::uint32_t> found;
  std::fill(event.holding_.begin(), event.holding_.end(), 0);
  Run run(*state_, event);
  const auto take = [&](std::size_t place) {
    found.push_back(state_->order[place]);
    event.holding_[place / 64] |= std::uint64_t{1} << (place % 64);
    return true;
  };
  for (std::size_t word = 0; word < state_->words; word += kPieceWords)
    run.each_holding(word, std::min(kPieceWords, state_->words - word), take);
  return found;
}

// Where the code of a column moves, a condition may change its mind if one of the two codes' maps rules it out and the
// other does not, or if one of its checks does.
void ConditionIndex::mark_touched(EventState& event, std::uint32_t column, std::uint32_t code,
                                  std::vector<std::uint64_t>& touched) const {
  const std::uint64_t *from = state_->map_of(column, event.codes_[column]), *to = state_->map_of(column, code);
  for (std::size_t i = 0; i < state_->words; ++i) touched[i] |= from[i] ^ to[i];
  const auto checks = state_->column_checks.of(column);
  std::vector<bool> before;
  Run old(*state_, event);
  for (const std::uint32_t node : checks) before.push_back(old.holds(node));
  event.codes_[column] = code;
  Run now(*state_, event);
  for (std::size_t i = 0; i < checks.size(); ++i) {
    if (now.holds(checks[i]) == before[i]) continue;
    for (const std::uint32_t place : state_->places.of(checks[i]))
      touched[place / 64] |= std::uint64_t{1} << (place % 64);
  }
}

std::vector<std::uint32_t> ConditionIndex::change(EventState& event, std::span<const Change> changes) const {
  std::vector<std::uint64_t> touched(state_->words);
  const std::vector<std::string>& names = state_->graph().names();
  std::vector<std::uint32_t> columns;
  for (const Change& change : changes) {
    const std::size_t name = number_of(names, change.name);
    if (name == names.size() || !state_->conditions.state_->schema.find(change.name)) continue;
    event.values_[name] = change.value;
    const auto readers = state_->name_columns.of(name);
    columns.insert(columns.end(), readers.begin(), readers.end());
  }
  for (const std::uint32_t column : columns) {
    const std::uint32_t code = state_->code_of(column, event.values_);
    if (code != event.codes_[column]) mark_touched(event, column, code, touched);
  }
  return settle(event, touched);
}

std::vector<std::uint32_t> ConditionIndex::settle(EventState& event, const std::vector<std::uint64_t>& touched) const {
  std::vector<std::uint32_t> flipped;
  Run run(*state_, event);
  for (std::size_t word = 0; word < state_->words; ++word) {
    if (touched[word] == 0) continue;
    std::uint64_t now = 0;
    run.each_holding(word, 1, [&now](std::size_t place) {
      now |= std::uint64_t{1} << (place % 64);
      return true;
    });
    std::uint64_t moved = event.holding_[word] ^ now;
    event.holding_[word] = now;
    for (; moved != 0; moved &= moved - 1)
      flipped.push_back(state_->order[word * 64 + static_cast<std::size_t>(std::countr_zero(moved))]);
  }
  return flipped;
}

}  // namespace staysail
