#include "staysail/decision/condition_logic.hpp"

#include <algorithm>
#include <set>

#include "decision/truth_form.hpp"

namespace staysail {

using decision::TruthForm;
using decision::TruthNode;

struct ConditionLogic::Forms {
  explicit Forms(std::vector<Expression> all) : conditions(std::move(all)), truths(conditions) {}
  std::vector<Expression> conditions;
  decision::TruthForms truths;
};

namespace {

constexpr std::uint8_t kFails = decision::kMayFail, kUnknown = decision::kMayBeUnknown, kHolds = decision::kMayHold;
constexpr std::size_t kMostSteps = 50'000, kNotChosen = static_cast<std::size_t>(-1);

std::uint8_t negated(std::uint8_t truth) {
  return static_cast<std::uint8_t>((truth & kUnknown) | ((truth & kFails) != 0 ? kHolds : 0) |
                                   ((truth & kHolds) != 0 ? kFails : 0));
}

std::uint8_t both(std::uint8_t a, std::uint8_t b) {
  const bool unknown = ((a & kUnknown) != 0 && (b & ~kFails) != 0) || ((b & kUnknown) != 0 && (a & ~kFails) != 0);
  return static_cast<std::uint8_t>(((a | b) & kFails) | (unknown ? kUnknown : 0) | (a & b & kHolds));
}

std::uint8_t either(std::uint8_t a, std::uint8_t b) { return negated(both(negated(a), negated(b))); }

// Always the same numbers: the sample is part of the answer.
class Dice {
 public:
  std::size_t below(std::size_t count) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>((state_ >> 33) % count);
  }

 private:
  std::uint64_t state_ = 20260101;
};

}  // namespace

// Looks for a choice of pieces under which some conditions hold and others do not.
class ConditionLogic::Search {
 public:
  struct Wish {
    std::size_t condition;
    bool holds;
  };

  Search(const Forms& forms, std::vector<Wish> wishes)
      : forms_(forms), wishes_(std::move(wishes)), choices_(forms.truths.variables().size(), kNotChosen) {
    for (const Wish& wish : wishes_)
      for (const TruthNode& node : form(wish).nodes)
        if (node.kind == TruthNode::Kind::test && std::find(open_.begin(), open_.end(), node.variable) == open_.end())
          open_.push_back(node.variable);
  }

  void fix(std::uint32_t variable, std::size_t choice) {
    choices_[variable] = choice;
    open_.erase(std::remove(open_.begin(), open_.end(), variable), open_.end());
  }
  // A node of the first wish that is taken to hold.
  void assume(std::size_t node) { assumed_ = node; }

  // Open questions count as free.
  bool satisfiable() { return choose(0); }
  bool gave_up() const { return steps_ > kMostSteps; }
  // What a node of the first wish may be under the choices so far.
  std::uint8_t truth_at(std::size_t node) const { return truths_of(0)[node]; }

  Answer answer() {
    const bool found = satisfiable();
    if (!found && !gave_up()) return {Shown::impossible, {}};
    Dice dice;
    for (std::size_t i = 0; i < kSampledCustomers; ++i) {
      Inputs customer = sampled(dice, i == 0);
      if (suits(customer)) return {Shown::possible, std::move(customer)};
    }
    return {};
  }

 private:
  const TruthForm& form(const Wish& wish) const { return forms_.truths.form(wish.condition); }

  std::uint8_t truth_of(const TruthNode& node, const std::vector<std::uint8_t>& truths) const {
    std::uint8_t truth = node.truth;
    switch (node.kind) {
      case TruthNode::Kind::fixed: return truth;
      case TruthNode::Kind::test: return test_truth(node);
      case TruthNode::Kind::negated: return negated(truths[node.parts.front()]);
      default: break;
    }
    truth = truths[node.parts.front()];
    for (const std::uint32_t part : node.parts)
      truth = node.kind == TruthNode::Kind::both ? both(truth, truths[part]) : either(truth, truths[part]);
    return truth;
  }

  std::uint8_t test_truth(const TruthNode& node) const {
    if (choices_[node.variable] != kNotChosen) return node.answers[choices_[node.variable]];
    std::uint8_t any = 0;
    for (const std::uint8_t answer : node.answers) any = static_cast<std::uint8_t>(any | answer);
    return any;
  }

  std::vector<std::uint8_t> truths_of(std::size_t wish) const {
    std::vector<std::uint8_t> truths;
    for (const TruthNode& node : form(wishes_[wish]).nodes) {
      const bool assumed = wish == 0 && truths.size() == assumed_;
      truths.push_back(assumed ? kHolds : truth_of(node, truths));
    }
    return truths;
  }

  // Which of hold and not hold each wish may still come to: impossible, certain, or open.
  Shown standing() const {
    Shown standing = Shown::possible;
    for (std::size_t wish = 0; wish < wishes_.size(); ++wish) {
      const std::uint8_t truth = truths_of(wish).back();
      const bool may_hold = (truth & kHolds) != 0, may_fail = (truth & ~kHolds) != 0;
      if (wishes_[wish].holds ? !may_hold : !may_fail) return Shown::impossible;
      if (may_hold && may_fail) standing = Shown::unseen;
    }
    return standing;
  }

  bool choose(std::size_t depth) {
    if (++steps_ > kMostSteps) return false;
    const Shown now = standing();
    if (now != Shown::unseen || depth == open_.size()) return now == Shown::possible;
    const std::uint32_t variable = open_[depth];
    for (std::size_t choice = forms_.truths.variables()[variable].choices(); choice-- > 0;) {
      choices_[variable] = choice;
      if (choose(depth + 1)) return true;
    }
    choices_[variable] = kNotChosen;
    return false;
  }

  // A customer of the pieces that were chosen; the rest, and now and then a piece too, by chance.
  Inputs sampled(Dice& dice, bool as_chosen) const {
    Inputs customer;
    for (const Wish& wish : wishes_)
      for (const std::string& name : forms_.conditions[wish.condition].names()) {
        if (customer.find(name) != nullptr) continue;
        const ValueList& samples = forms_.truths.samples().find(name)->second;
        const std::uint32_t variable = forms_.truths.variable_of(name);
        const bool chosen = variable != decision::TruthForms::kNone && choices_[variable] != kNotChosen;
        const bool keeps = chosen && (as_chosen || dice.below(8) != 0);
        customer.set(name, samples[keeps ? choices_[variable] : dice.below(samples.size())]);
      }
    return customer;
  }

  bool suits(const Inputs& customer) const {
    return std::all_of(wishes_.begin(), wishes_.end(), [&](const Wish& wish) {
      return forms_.conditions[wish.condition].evaluate(customer).is_true() == wish.holds;
    });
  }

  const Forms& forms_;
  std::vector<Wish> wishes_;
  std::vector<std::size_t> choices_;
  std::vector<std::uint32_t> open_;
  std::size_t assumed_ = kNotChosen;
  std::size_t steps_ = 0;
};

namespace {

// The columns that a node asks about.
void columns_under(const TruthForm& form, const TruthNode& node, std::set<std::uint32_t>& columns) {
  if (node.kind == TruthNode::Kind::test) columns.insert(node.variable);
  for (const std::uint32_t part : node.parts) columns_under(form, form.nodes[part], columns);
}

bool denies(const TruthNode& node) {
  if (node.kind == TruthNode::Kind::negated) return true;
  return node.kind == TruthNode::Kind::test && node.node != nullptr && node.node->kind == decision::NodeKind::not_equal;
}

}  // namespace

ConditionLogic::ConditionLogic(std::vector<Expression> conditions)
    : forms_(std::make_shared<const Forms>(std::move(conditions))) {}

std::size_t ConditionLogic::size() const { return forms_->conditions.size(); }
Answer ConditionLogic::can_hold(std::size_t condition) const { return Search(*forms_, {{condition, true}}).answer(); }
Answer ConditionLogic::can_fail(std::size_t condition) const { return Search(*forms_, {{condition, false}}).answer(); }
Answer ConditionLogic::can_hold_both(std::size_t a, std::size_t b) const {
  return Search(*forms_, {{a, true}, {b, true}}).answer();
}
Answer ConditionLogic::can_hold_without(std::size_t a, std::size_t b) const {
  return Search(*forms_, {{a, true}, {b, false}}).answer();
}

std::vector<NullRisk> ConditionLogic::null_risks(std::size_t condition, std::span<const std::string> never_null) const {
  std::vector<NullRisk> risks;
  const TruthForm& form = forms_->truths.form(condition);
  const decision::Source source = ExpressionTree::source(forms_->conditions[condition]);
  for (std::size_t at = 0; at < form.nodes.size(); ++at) {
    const TruthNode& node = form.nodes[at];
    std::set<std::uint32_t> columns;
    if (denies(node)) columns_under(form, node, columns);
    for (const std::uint32_t column : columns) {
      const decision::Variable& variable = forms_->truths.variables()[column];
      if (variable.open() || std::binary_search(never_null.begin(), never_null.end(), variable.name)) continue;
      Search without(*forms_, {{condition, true}}), mended(*forms_, {{condition, true}});
      without.fix(column, 0);
      mended.fix(column, 0);
      mended.assume(at);
      const std::uint8_t truth = without.truth_at(at);
      const Shown shown = truth == kFails ? Shown::unseen : without.answer().shown;
      const bool taken = shown == Shown::possible && truth == kHolds;
      const bool left_out = shown == Shown::impossible && (truth & kUnknown) != 0 && mended.satisfiable();
      if (!taken && !left_out) continue;
      risks.push_back(
          {variable.name, source.slice(node.node->begin, node.node->end), taken, source.place(node.node->begin)});
    }
  }
  return risks;
}

}  // namespace staysail
