#include "decision/lane_evaluator.hpp"

#include <algorithm>

#include "decision/builtin.hpp"
#include "decision/kernels.hpp"

namespace staysail::decision {
namespace {

void add_once(std::vector<std::uint32_t>& slots, std::uint32_t slot) {
  if (std::find(slots.begin(), slots.end(), slot) == slots.end()) slots.push_back(slot);
}

// Collects values row by row in the form their type promises.
class Gathered {
 public:
  Gathered(const FeelType& type, std::size_t rows) : form_(form_for(type)) {
    lane_.form = form_;
    lane_.rows = rows;
    if (form_ == Form::truth) lane_.truth.reserve(rows);
    if (form_ == Form::decimal) lane_.decimals.reserve(rows);
    if (form_ == Form::values) lane_.values.reserve(rows);
  }

  void push(Value value) {
    if (form_ == Form::truth) return lane_.truth.push_back(truth_of(value));
    if (form_ == Form::values) return lane_.values.push_back(std::move(value));
    const bool number = value.kind() == ValueKind::number;
    lane_.decimals.push_back(number ? value.as_number() : Decimal());
    lane_.validity.push_back(number ? 1 : 0);
  }

  Lane finish() { return std::move(lane_); }

 private:
  static Form form_for(const FeelType& type) {
    if (type.is(ValueKind::boolean)) return Form::truth;
    return type.is(ValueKind::number) ? Form::decimal : Form::values;
  }

  Form form_;
  Lane lane_;
};

bool is_negation(const Node& node) {
  return node.kind == NodeKind::call && node.builtin->name == "not" && node.children.size() == 1;
}

}  // namespace

LaneEvaluator::LaneEvaluator(const Tree& tree, std::vector<NameSource> sources, std::size_t total_rows)
    : tree_(tree),
      sources_(std::move(sources)),
      total_rows_(total_rows),
      names_(tree.names.size()),
      locals_(tree.locals),
      row_names_(tree.names.size()),
      interpreter_(tree.locals) {
  interpreter_.bind_names(row_names_);
}

void LaneEvaluator::start(std::size_t begin, std::size_t rows) {
  begin_ = begin;
  rows_ = rows;
  std::fill(names_.begin(), names_.end(), nullptr);
  std::fill(locals_.begin(), locals_.end(), nullptr);
}

LanePtr LaneEvaluator::name_lane(std::uint32_t slot) {
  if (names_[slot] == nullptr) {
    const NameSource& source = sources_[slot];
    Lane lane =
        source.column != nullptr ? column_lane(*source.column, begin_, rows_) : constant_lane(source.constant, rows_);
    names_[slot] = std::make_shared<const Lane>(std::move(lane));
  }
  return names_[slot];
}

// The one lane a node depends on; null when it depends on several or on none.
LanePtr LaneEvaluator::source_of(const Node& node) {
  if (node.depends.on != Dependence::On::one) return nullptr;
  return node.depends.local ? locals_[node.depends.slot] : name_lane(node.depends.slot);
}

LanePtr LaneEvaluator::lane_of(const Node& node) {
  if (node.kind == NodeKind::name) return name_lane(node.slot);
  if (node.kind == NodeKind::local) return locals_[node.slot];
  if (node.depends.on == Dependence::On::nothing)
    return std::make_shared<const Lane>(constant_lane(interpreter_.evaluate(node), rows_));
  const LanePtr source = source_of(node);
  if (source != nullptr && source->form == Form::text) return std::make_shared<const Lane>(by_entries(node, *source));
  if (source != nullptr && source->form == Form::constant)
    return std::make_shared<const Lane>(constant_lane(value_for(node, source->constant), rows_));
  return std::make_shared<const Lane>(computed(node));
}

Lane LaneEvaluator::computed(const Node& node) {
  if (is_comparison(node.kind)) return compare_lanes(node.kind, *lane_of(node.child(0)), *lane_of(node.child(1)));
  if (is_negation(node)) return negate_truth(*lane_of(node.child(0)));
  switch (node.kind) {
    case NodeKind::conjunction:
    case NodeKind::disjunction: return logic(node);
    case NodeKind::add:
    case NodeKind::subtract:
    case NodeKind::multiply:
    case NodeKind::divide:
    case NodeKind::power: return arithmetic(node);
    case NodeKind::negate: return negation(node);
    case NodeKind::conditional:
      return select_lanes(truths(*lane_of(node.child(0))), *lane_of(node.child(1)), *lane_of(node.child(2)));
    case NodeKind::bind: locals_[node.slots.front()] = lane_of(node.child(0)); return *lane_of(node.child(1));
    default: return by_rows(node);
  }
}

Lane LaneEvaluator::logic(const Node& node) {
  std::vector<std::uint8_t> truth = truths(*lane_of(node.child(0)));
  for (std::size_t i = 1; i < node.children.size(); ++i) fold_truth(node.kind, truth, *lane_of(node.child(i)));
  return truth_lane(std::move(truth));
}

Lane LaneEvaluator::arithmetic(const Node& node) {
  auto lane = arithmetic_lanes(node.kind, *lane_of(node.child(0)), *lane_of(node.child(1)));
  return lane ? *std::move(lane) : by_rows(node);
}

// -x is 0 - x, but for durations.
Lane LaneEvaluator::negation(const Node& node) {
  auto lane = arithmetic_lanes(NodeKind::subtract, constant_lane(Value::number(0), rows_), *lane_of(node.child(0)));
  return lane ? *std::move(lane) : by_rows(node);
}

const LaneEvaluator::Reads& LaneEvaluator::reads_of(const Node& node) {
  const auto [found, fresh] = reads_.try_emplace(&node);
  if (!fresh) return found->second;
  std::vector<const Node*> open = {&node};
  while (!open.empty()) {
    const Node* next = open.back();
    open.pop_back();
    if (next->kind == NodeKind::name) add_once(found->second.names, next->slot);
    if (next->kind == NodeKind::local && locals_[next->slot] != nullptr) add_once(found->second.locals, next->slot);
    for (const NodePtr& child : next->children) open.push_back(child.get());
    if (next->lambda != nullptr) open.push_back(next->lambda->body.get());
  }
  return found->second;
}

Lane LaneEvaluator::by_rows(const Node& node) {
  const Reads& reads = reads_of(node);
  std::vector<LanePtr> lanes;
  for (const std::uint32_t slot : reads.names) lanes.push_back(name_lane(slot));
  Gathered gathered(node.type, rows_);
  for (std::size_t row = 0; row < rows_; ++row) {
    for (std::size_t i = 0; i < lanes.size(); ++i) row_names_[reads.names[i]] = value_at(*lanes[i], row);
    for (const std::uint32_t slot : reads.locals) interpreter_.bind_local(slot, value_at(*locals_[slot], row));
    gathered.push(interpreter_.evaluate(node));
  }
  return gathered.finish();
}

Value LaneEvaluator::value_for(const Node& node, Value source) {
  if (node.depends.local) interpreter_.bind_local(node.depends.slot, std::move(source));
  else row_names_[node.depends.slot] = std::move(source);
  return interpreter_.evaluate(node);
}

Lane LaneEvaluator::by_rows_of(const Node& node, const Lane& text) {
  Gathered gathered(node.type, rows_);
  for (std::size_t row = 0; row < rows_; ++row) gathered.push(value_for(node, value_at(text, row)));
  return gathered.finish();
}

// The memory of a node, with every code of this block looked up.
LaneEvaluator::PerEntry& LaneEvaluator::entries_of(const Node& node, const Lane& text) {
  PerEntry& memory = per_entry_[&node];
  const auto entries = static_cast<std::size_t>(text.dictionary->size());
  if (memory.dictionary != text.dictionary) {
    memory = {text.dictionary,
              std::vector<std::uint8_t>(entries),
              ValueList(entries),
              std::vector<std::uint8_t>(entries),
              {}};
    memory.of_null = value_for(node, Value());
  }
  for (std::size_t row = 0; row < rows_; ++row) {
    const auto code = static_cast<std::size_t>(text.narrow[row]);
    if (!text.valid(row) || memory.known[code] != 0) continue;
    memory.known[code] = 1;
    memory.values[code] = value_for(node, value_at(text, row));
    memory.truth[code] = truth_of(memory.values[code]);
  }
  return memory;
}

// Each distinct text is looked at once, however many rows hold it. A dictionary longer than the whole batch would cost
// more than the rows do.
Lane LaneEvaluator::by_entries(const Node& node, const Lane& text) {
  if (static_cast<std::size_t>(text.dictionary->size()) > total_rows_) return by_rows_of(node, text);
  const PerEntry& memory = entries_of(node, text);
  if (node.type.is(ValueKind::boolean)) {
    std::vector<std::uint8_t> truth(rows_, truth_of(memory.of_null));
    for (std::size_t row = 0; row < rows_; ++row)
      if (text.valid(row)) truth[row] = memory.truth[static_cast<std::size_t>(text.narrow[row])];
    return truth_lane(std::move(truth));
  }
  Gathered gathered(node.type, rows_);
  for (std::size_t row = 0; row < rows_; ++row)
    gathered.push(text.valid(row) ? memory.values[static_cast<std::size_t>(text.narrow[row])] : memory.of_null);
  return gathered.finish();
}

}  // namespace staysail::decision
