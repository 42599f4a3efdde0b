// Gaps and overlaps of a table, by cutting each input's domain at the bounds its cells name: between two neighbouring
// bounds no test changes its answer, so one sample stands for all values there.
#include <algorithm>
#include <set>

#include "decision/program.hpp"
#include "decision/table_dimensions.hpp"
#include "decision/table_sheet.hpp"

namespace staysail {
namespace {

using Sheet = DecisionTable::Sheet;

constexpr std::size_t kMostSteps = 200'000;

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

// Inputs that vary by themselves, and which rules take each of their samples.
struct Dimension : decision::TableDimension {
  std::vector<RuleSet> taken_by;
  bool has_null(std::size_t sample) const {
    return std::any_of(samples[sample].begin(), samples[sample].end(), [](const Value& one) { return one.is_null(); });
  }
};

}  // namespace

class DecisionTable::Coverage {
 public:
  explicit Coverage(const Sheet& sheet) : sheet_(sheet), exact_(sheet.rules.size(), true) {}

  Result<std::vector<Warning>> check() {
    std::vector<ValueList> bounds;
    for (std::size_t input = 0; input < sheet_.inputs.size(); ++input) bounds.push_back(bounds_of(input));
    for (auto& dimension : decision::table_dimensions(sheet_.inputs, bounds)) add({std::move(dimension), {}});
    STAYSAIL_CHECK(check_overlaps());
    check_masked();
    STAYSAIL_CHECK(check_gaps());
    return std::move(findings_);
  }

 private:
  void note(std::uint64_t line, WarningKind kind, std::string subject, std::string message) {
    findings_.push_back({{sheet_.name, line, 1}, std::move(message), kind, std::move(subject)});
  }

  void note_gap(WarningKind kind, const char* what, const std::vector<Value>& example) {
    note(1, kind, sheet_.example(example), what + sheet_.example(example));
  }

  // What the cells of a column compare their input with.
  ValueList bounds_of(std::size_t input) {
    ValueList bounds;
    for (std::size_t rule = 0; rule < sheet_.rules.size(); ++rule) {
      const Expression& test = sheet_.rules[rule].tests[input];
      if (only_asks(test) && decision::gather_bounds(*test.program_->tree.root, bounds)) continue;
      exact_[rule] = false;
      note(sheet_.rules[rule].place.line, WarningKind::unproven, test.text(),
           "the test `" + test.text() +
               "` is more than comparisons with constants; its part in gaps and overlaps is not proven");
    }
    return bounds;
  }

  void add(Dimension dimension) {
    free_ = free_ && dimension.attained;
    exhaustive_ = exhaustive_ && dimension.exhaustive;
    if (!dimension.exhaustive)
      for (const std::size_t input : dimension.inputs) note_input(sheet_.inputs[input]);
    for (const ValueList& sample : dimension.samples)
      dimension.taken_by.push_back(rules_taking(dimension.inputs, sample));
    dimensions_.push_back(std::move(dimension));
  }
  void note_input(const Expression& input) {
    note(input.origin().line > 0 ? input.origin().line : 1, WarningKind::unproven, input.text(),
         "the input `" + input.text() +
             "` is more than a name, or shares its name; gaps and overlaps that samples of it do " +
             "not show are not proven absent");
  }

  RuleSet rules_taking(const std::vector<std::size_t>& inputs, const ValueList& sample) const {
    RuleSet set(sheet_.rules.size(), true);
    for (std::size_t rule = 0; rule < set.size(); ++rule)
      for (std::size_t i = 0; i < inputs.size(); ++i)
        set[rule] = set[rule] && sheet_.rules[rule].tests[inputs[i]].evaluate_asked(Inputs(), sample[i]).is_true();
    return set;
  }

  bool conflicts(std::size_t a, std::size_t b) const {
    if (sheet_.policy == HitPolicy::unique) return true;
    const auto &left = sheet_.rules[a].outputs, &right = sheet_.rules[b].outputs;
    return !std::equal(left.begin(), left.end(), right.begin(), [](const Expression& x, const Expression& y) {
      return x.constant() != nullptr && y.constant() != nullptr ? *x.constant() == *y.constant() : x.text() == y.text();
    });
  }

  static void show(const Dimension& dimension, std::size_t sample, std::vector<Value>& example) {
    for (std::size_t i = 0; i < dimension.inputs.size(); ++i)
      example[dimension.inputs[i]] = dimension.samples[sample][i];
  }

  // An input that two rules both take, if there is one.
  std::optional<std::vector<Value>> shared_input(std::size_t a, std::size_t b) const {
    std::vector<Value> example(sheet_.inputs.size());
    for (const Dimension& dimension : dimensions_) {
      std::size_t sample = 0;
      while (sample < dimension.samples.size() && !(dimension.taken_by[sample][a] && dimension.taken_by[sample][b]))
        ++sample;
      if (sample == dimension.samples.size()) return std::nullopt;
      show(dimension, sample, example);
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
    note(sheet_.rules[b].place.line, WarningKind::possible_overlap, sheet_.example(*example),
         "perhaps " + error.message());
    return ok();
  }

  // Where the first rule decides: rules that never do. One that asks nothing is there for what nobody thought of.
  void check_masked() {
    if (sheet_.policy != HitPolicy::first || !exhaustive_) return;
    for (std::size_t rule = 1; rule < sheet_.rules.size(); ++rule) {
      if (!exact_[rule] || asks_nothing(rule)) continue;
      RuleSet up_to(exact_);
      std::fill(up_to.begin() + static_cast<std::ptrdiff_t>(rule) + 1, up_to.end(), false);
      walked_.clear();
      if (decides(0, rule, up_to) || steps_ > kMostSteps) continue;
      note(sheet_.rules[rule].place.line, WarningKind::masked, "",
           "this rule never decides: the rules above it take everything that it takes; move it up, or delete it");
    }
    walked_.clear();
    steps_ = 0;
  }

  bool asks_nothing(std::size_t rule) const {
    const auto& tests = sheet_.rules[rule].tests;
    return std::all_of(tests.begin(), tests.end(),
                       [](const Expression& test) { return test.constant() != nullptr && test.constant()->is_true(); });
  }

  // Whether the rule is the first of `rules` to take some combination of samples.
  bool decides(std::size_t depth, std::size_t rule, const RuleSet& rules) {
    if (!rules[rule]) return false;
    if (depth == dimensions_.size())
      return std::find(rules.begin(), rules.end(), true) - rules.begin() == std::ptrdiff_t(rule);
    if (++steps_ > kMostSteps || !walked_.insert({depth, rules}).second) return false;
    for (const RuleSet& taken : dimensions_[depth].taken_by)
      if (decides(depth + 1, rule, both(rules, taken))) return true;
    return false;
  }

  Status check_gaps() {
    if (sheet_.collects()) return ok();
    RuleSet rules = exact_;
    std::vector<Value> example(sheet_.inputs.size());
    const bool gap = find_gap(0, rules, false, example);
    if (gap && free_ && rules == RuleSet(rules.size(), true)) return gap_error(example);
    if (gap) note_gap(WarningKind::possible_gap, "perhaps no rule holds for ", example);
    walked_.clear();
    if (!gap && steps_ <= kMostSteps && find_gap(0, rules, true, example))
      note_gap(WarningKind::null_gap, "with nulls no rule holds for ", example);
    if (steps_ > kMostSteps)
      note(1, WarningKind::unproven, "", "the table has too many combinations to prove that it has no gap");
    return ok();
  }

  Error gap_error(const std::vector<Value>& example) const {
    const std::uint64_t line = sheet_.rules.empty() ? 1 : sheet_.rules.back().place.line;
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
      if (!with_nulls && dimension.has_null(sample)) continue;
      show(dimension, sample, example);
      if (find_gap(depth + 1, both(rules, dimension.taken_by[sample]), with_nulls, example)) return true;
    }
    return false;
  }

  const Sheet& sheet_;
  RuleSet exact_;
  bool free_ = true, exhaustive_ = true;
  std::vector<Dimension> dimensions_;
  std::set<std::pair<std::size_t, RuleSet>> walked_;
  std::size_t steps_ = 0;
  std::vector<Warning> findings_;
};

Result<std::vector<Warning>> DecisionTable::check_complete() const { return Coverage(*sheet_).check(); }

}  // namespace staysail
