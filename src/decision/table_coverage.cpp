// Gaps and overlaps of a table, by cutting each input's domain at the bounds its cells name: between two neighbouring
// bounds no test changes its answer, so one sample stands for all values there.
#include <algorithm>
#include <set>

#include "decision/builtin.hpp"
#include "decision/domain_samples.hpp"
#include "decision/interpreter.hpp"
#include "decision/program.hpp"
#include "decision/table_sheet.hpp"

namespace staysail {
namespace {

using decision::Node;
using decision::NodeKind;
using decision::NodePtr;
using Sheet = DecisionTable::Sheet;

constexpr std::size_t kMostSteps = 200'000;

bool is_constant(const Node& node) { return node.depends.on == decision::Dependence::On::nothing; }

bool is_logic(const Node& node) {
  return node.kind == NodeKind::conjunction || node.kind == NodeKind::disjunction ||
         (node.kind == NodeKind::call && node.builtin->name == "not");
}

// Whether a test is made of comparisons of its input with constants only; gathers those constants.
bool gather_bounds(const Node& node, ValueList& bounds) {
  if (is_constant(node)) return true;
  if (is_logic(node))
    return std::all_of(node.children.begin(), node.children.end(),
                       [&bounds](const NodePtr& child) { return gather_bounds(*child, bounds); });
  if (!decision::is_comparison(node.kind)) return node.kind == NodeKind::name;
  const bool asked_left = node.child(0).kind == NodeKind::name, asked_right = node.child(1).kind == NodeKind::name;
  const Node& bound = node.child(asked_left ? 1 : 0);
  if (asked_left == asked_right || !is_constant(bound)) return false;
  bounds.push_back(decision::Interpreter(0).evaluate(bound));
  return true;
}

bool only_asks(const Expression& test) {
  return test.names().empty() || (test.names().size() == 1 && test.names().front() == "?");
}

// A set of rules, one bit each.
using RuleSet = std::vector<bool>;

RuleSet both(RuleSet a, const RuleSet& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] = a[i] && b[i];
  return a;
}

bool is_empty(const RuleSet& set) { return std::find(set.begin(), set.end(), true) == set.end(); }

// One input: samples of its domain and which rules take each.
struct Dimension {
  ValueList samples;
  std::vector<RuleSet> taken_by;
};

}  // namespace

class DecisionTable::Coverage {
 public:
  explicit Coverage(const Sheet& sheet) : sheet_(sheet), exact_(sheet.rules.size(), true) {}

  Result<std::vector<Warning>> check() {
    for (std::size_t input = 0; input < sheet_.inputs.size(); ++input) add_dimension(input);
    STAYSAIL_CHECK(check_overlaps());
    STAYSAIL_CHECK(check_gaps());
    return std::move(findings_);
  }

 private:
  void note(std::uint32_t line, std::string message) {
    findings_.push_back({{sheet_.name, line, 1}, std::move(message)});
  }

  // Inputs that are names of their own vary freely; anything else may rule out combinations that look like gaps.
  bool is_free(std::size_t input) {
    const Expression& expression = sheet_.inputs[input];
    return expression.program_->tree.root->kind == NodeKind::name &&
           names_seen_.insert(expression.names().front()).second;
  }

  void add_dimension(std::size_t input) {
    ValueList bounds;
    for (std::size_t rule = 0; rule < sheet_.rules.size(); ++rule) {
      const Expression& test = sheet_.rules[rule].tests[input];
      if (only_asks(test) && gather_bounds(*test.program_->tree.root, bounds)) continue;
      exact_[rule] = false;
      note(sheet_.rules[rule].line,
           "the test `" + test.text() +
               "` is more than comparisons with constants; its part in gaps and overlaps is not proven");
    }
    if (!is_free(input)) {
      free_ = false;
      note(sheet_.inputs[input].origin().line > 0 ? static_cast<std::uint32_t>(sheet_.inputs[input].origin().line) : 1,
           "the input `" + sheet_.inputs[input].text() +
               "` is no name of its own; gaps and overlaps are not proven for it");
    }
    Dimension dimension;
    dimension.samples = decision::domain_samples(sheet_.inputs[input].type(), std::move(bounds));
    dimension.samples.push_back(Value());
    for (const Value& sample : dimension.samples) dimension.taken_by.push_back(rules_taking(input, sample));
    dimensions_.push_back(std::move(dimension));
  }

  RuleSet rules_taking(std::size_t input, const Value& sample) const {
    RuleSet set(sheet_.rules.size());
    for (std::size_t rule = 0; rule < set.size(); ++rule)
      set[rule] = sheet_.rules[rule].tests[input].evaluate_asked(Inputs(), sample).is_true();
    return set;
  }

  bool conflicts(std::size_t a, std::size_t b) const {
    if (sheet_.policy == HitPolicy::unique) return true;
    const auto &left = sheet_.rules[a].outputs, &right = sheet_.rules[b].outputs;
    return !std::equal(left.begin(), left.end(), right.begin(), [](const Expression& x, const Expression& y) {
      return x.constant() != nullptr && y.constant() != nullptr ? *x.constant() == *y.constant() : x.text() == y.text();
    });
  }

  // An input that two rules both take, if there is one.
  std::optional<std::vector<Value>> shared_input(std::size_t a, std::size_t b) const {
    std::vector<Value> example;
    for (const Dimension& dimension : dimensions_) {
      std::size_t sample = 0;
      while (sample < dimension.samples.size() && !(dimension.taken_by[sample][a] && dimension.taken_by[sample][b]))
        ++sample;
      if (sample == dimension.samples.size()) return std::nullopt;
      example.push_back(dimension.samples[sample]);
    }
    return example;
  }

  Status check_overlaps() {
    if (sheet_.policy != HitPolicy::unique && sheet_.policy != HitPolicy::any) return ok();
    for (std::size_t b = 0; b < sheet_.rules.size(); ++b)
      for (std::size_t a = 0; a < b; ++a) STAYSAIL_CHECK(check_pair(a, b));
    return ok();
  }

  Status check_pair(std::size_t a, std::size_t b) {
    if (!exact_[a] || !exact_[b] || !conflicts(a, b)) return ok();
    const auto example = shared_input(a, b);
    if (!example) return ok();
    const Error error = sheet_.overlap(a, b, *example);
    if (free_) return error;
    note(sheet_.rules[b].line, "perhaps " + error.message());
    return ok();
  }

  Status check_gaps() {
    if (sheet_.collects()) return ok();
    RuleSet rules = exact_;
    std::vector<Value> example;
    const bool gap = find_gap(0, rules, false, example);
    if (gap && free_ && rules == RuleSet(rules.size(), true)) return gap_error(example);
    if (gap) note(1, "perhaps no rule holds for " + sheet_.example(example));
    example.clear();
    walked_.clear();
    if (!gap && steps_ <= kMostSteps && find_gap(0, rules, true, example))
      note(1, "with nulls no rule holds for " + sheet_.example(example));
    if (steps_ > kMostSteps) note(1, "the table has too many combinations to prove that it has no gap");
    return ok();
  }

  Error gap_error(const std::vector<Value>& example) const {
    const std::uint32_t line = sheet_.rules.empty() ? 1 : sheet_.rules.back().line;
    return Error::at({sheet_.name, line, 1}, Errc::table_gap,
                     "no rule holds for " + sheet_.example(example) + "; add a rule for it");
  }

  // Walks the combinations of samples; sets of rules that were followed before lead nowhere new. True when a
  // combination is left that no rule of `rules` takes: `example` is it.
  bool find_gap(std::size_t depth, const RuleSet& rules, bool with_nulls, std::vector<Value>& example) {
    if (depth == dimensions_.size()) return is_empty(rules);
    if (++steps_ > kMostSteps || !walked_.insert({depth, rules}).second) return false;
    const Dimension& dimension = dimensions_[depth];
    for (std::size_t sample = 0; sample < dimension.samples.size(); ++sample) {
      if (!with_nulls && dimension.samples[sample].is_null()) continue;
      example.push_back(dimension.samples[sample]);
      if (find_gap(depth + 1, both(rules, dimension.taken_by[sample]), with_nulls, example)) return true;
      example.pop_back();
    }
    return false;
  }

  const Sheet& sheet_;
  RuleSet exact_;
  bool free_ = true;
  std::set<std::string> names_seen_;
  std::vector<Dimension> dimensions_;
  std::set<std::pair<std::size_t, RuleSet>> walked_;
  std::size_t steps_ = 0;
  std::vector<Warning> findings_;
};

Result<std::vector<Warning>> DecisionTable::check_complete() const { return Coverage(*sheet_).check(); }

}  // namespace staysail
