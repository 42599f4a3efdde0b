#include <algorithm>
#include <optional>

#include "lint_checks.hpp"
#include "rivalry.hpp"
#include "sample_customers.hpp"

namespace staysail::strategy {
namespace {

// "a, b and c"; "a、b"
std::string listed(const std::vector<Loophole>& loopholes, bool chinese) {
  std::string text;
  for (std::size_t i = 0; i < loopholes.size(); ++i) {
    if (i > 0) text += chinese ? "、" : i + 1 == loopholes.size() ? " or " : ", ";
    text += chinese ? loopholes[i].chinese : loopholes[i].english;
  }
  return text;
}

// Whether a claim about every customer holds, and how sure that is; nothing where a customer shows the contrary.
using Claim = std::optional<Certainty>;

Claim claim_of(Shown counterexample) {
  if (counterexample == Shown::possible) return std::nullopt;
  return counterexample == Shown::impossible ? Certainty::proven : Certainty::sampled;
}

Claim weaker(const Claim& a, const Claim& b) { return !a || !b ? Claim() : Claim(std::max(*a, *b)); }

class PairLint {
 public:
  PairLint(const LintSubject& subject, const std::vector<Reach>& reaches, const SampleCustomers& samples,
           Findings& findings)
      : subject_(subject), reaches_(reaches), samples_(samples), findings_(findings) {}

  void run() {
    for (std::size_t a = 0; a < subject_.strategies.size(); ++a)
      if (alive(a)) look_at(a);
    if (unchecked_ > 0) add_unchecked();
  }

 private:
  const Strategy& strategy(std::size_t index) const { return subject_.strategies[index]; }
  const Expression& reach(std::size_t index) const { return subject_.conditions[index].reach; }
  bool alive(std::size_t index) const { return reaches_[index].reached.shown != Shown::impossible; }

  void look_at(std::size_t a) {
    looked_at_ = a;
    counterexamples_.clear();
    left_ = kMostComparisons;
    const std::vector<std::size_t> wider = wider_than(a);
    if (!find_duplicate(a, wider) && !find_shadow(a, wider)) find_implication(a, wider);
    left_ = kMostComparisons;
    find_tie(a);
  }

  // The strategies of overlapping days that hold for all invented customers for whom `a` does.
  std::vector<std::size_t> wider_than(std::size_t a) const {
    std::vector<std::size_t> wider;
    for (std::size_t b = 0; b < subject_.strategies.size(); ++b)
      if (b != a && alive(b) && share_days(strategy(a), strategy(b)) && samples_.may_imply(a, b)) wider.push_back(b);
    return wider;
  }

  bool spend() {
    if (left_ == 0) ++unchecked_;
    return left_ > 0 && left_-- > 0;
  }

  // Whether `b` holds whenever `a` does.
  Claim implies(std::size_t a, std::size_t b) {
    if (reach(a).text() == reach(b).text()) return Certainty::proven;
    if ((a == looked_at_ && is_refuted(b)) || !spend()) return std::nullopt;
    Answer answer = ConditionLogic({reach(a), reach(b)}).can_hold_without(0, 1);
    if (a == looked_at_ && answer.shown == Shown::possible) counterexamples_.push_back(std::move(answer.example));
    return claim_of(answer.shown);
  }

  // Whoever showed that the strategy looked at holds without another often shows it of `b` too.
  bool is_refuted(std::size_t b) const {
    return std::any_of(counterexamples_.begin(), counterexamples_.end(),
                       [&](const Inputs& customer) { return !reach(b).evaluate(customer).is_true(); });
  }

  Finding about(std::size_t a, std::size_t b, FindingCode code, Severity severity, Certainty certainty) const {
    Finding finding;
    finding.code = code;
    finding.severity = certainty == Certainty::sampled ? Severity::note : severity;
    finding.certainty = certainty;
    finding.place = strategy(a).when_place;
    finding.subject = strategy(a).id.text();
    finding.other = strategy(b).id.text();
    return finding;
  }

  void add(Finding finding, std::string english, std::string chinese) {
    finding.sentence = std::move(english);
    finding.chinese = std::move(chinese);
    findings_.push_back(std::move(finding));
  }

  bool find_duplicate(std::size_t a, const std::vector<std::size_t>& wider) {
    for (const std::size_t b : wider) {
      if (b > a || !samples_.may_imply(b, a)) continue;
      const Claim same = weaker(implies(a, b), implies(b, a));
      if (!same) continue;
      const bool rivals = compete(strategy(a), strategy(b), subject_.policy);
      add(about(a, b, FindingCode::duplicate, rivals ? Severity::warning : Severity::note, *same),
          "reaches the same customers as " + strategy(b).id.text() + (rivals ? ", with which it competes" : ""),
          "与 " + strategy(b).id.text() + " 针对同样的客户" + (rivals ? "，且互相竞争" : ""));
      return true;
    }
    return false;
  }

  bool may_shadow(std::size_t a, std::size_t b) const {
    return compete(strategy(a), strategy(b), subject_.policy) && goes_first(strategy(b), strategy(a));
  }

  // First whoever leaves nothing to `a`, then whoever leaves it some.
  bool find_shadow(std::size_t a, const std::vector<std::size_t>& wider) {
    for (const bool sealed : {true, false})
      for (const std::size_t b : wider) {
        if (!may_shadow(a, b)) continue;
        const auto gaps = loopholes(strategy(a), strategy(b), subject_.policy);
        if (gaps.empty() != sealed) continue;
        const Claim claim = implies(a, b);
        if (!claim) continue;
        add_shadow(a, b, gaps, *claim);
        return true;
      }
    return false;
  }

  void add_shadow(std::size_t a, std::size_t b, const std::vector<Loophole>& gaps, Certainty certainty) {
    const std::string& higher = strategy(b).id.text();
    if (gaps.empty())
      return add(about(a, b, FindingCode::shadowed, Severity::warning, certainty),
                 "can never win: " + higher + " goes first and holds for all its customers",
                 "永远轮不到：" + higher + " 优先，且覆盖它的全部客户");
    add(about(a, b, FindingCode::shadowed, Severity::note, certainty),
        higher + " goes first and holds for all its customers; it is done only " + listed(gaps, false),
        higher + " 优先，且覆盖它的全部客户；只有" + listed(gaps, true) + "才会执行");
  }

  void find_implication(std::size_t a, const std::vector<std::size_t>& wider) {
    for (const std::size_t b : wider) {
      if (may_shadow(a, b)) continue;
      const Claim claim = implies(a, b);
      if (!claim) continue;
      const bool first = compete(strategy(a), strategy(b), subject_.policy);
      add(about(a, b, FindingCode::implied, Severity::note, *claim),
          "reaches only customers whom " + strategy(b).id.text() + " reaches as well" +
              (first ? "; it goes first" : ", and both may be done"),
          "只针对 " + strategy(b).id.text() + " 也覆盖的客户" + (first ? "；它优先" : "，两者都可能执行"));
      return;
    }
  }

  bool may_tie(std::size_t a, std::size_t b) const {
    const bool by_priority = subject_.policy.arbitration.method == ArbitrationMethod::priority;
    return by_priority && share_group(strategy(a), strategy(b)) && strategy(a).priority == strategy(b).priority &&
           alive(b) && share_days(strategy(a), strategy(b));
  }

  // With the first of the strategies before `a` in the file that shares a customer with it.
  void find_tie(std::size_t a) {
    for (std::size_t b = 0; b < a; ++b) {
      if (!may_tie(a, b)) continue;
      if (const Inputs* customer = samples_.both(a, b)) return add_tie(a, b, *customer);
    }
    for (std::size_t b = 0; b < a; ++b) {
      if (!may_tie(a, b) || !spend()) continue;
      const Answer answer = ConditionLogic({reach(a), reach(b)}).can_hold_both(0, 1);
      if (answer.shown == Shown::possible) return add_tie(a, b, answer.example);
    }
  }

  void add_tie(std::size_t a, std::size_t b, const Inputs& customer) {
    const std::size_t first = goes_first(strategy(a), strategy(b)) ? a : b;
    Finding finding = about(a, b, FindingCode::equal_priority, Severity::warning, Certainty::example);
    finding.example = example_of(customer, {&reach(a), &reach(b)});
    const std::string group = strategy(a).exclusion_group, other = strategy(b).id.text(),
                      winner = strategy(first).id.text();
    add(std::move(finding),
        "shares customers and the priority with " + other + " of the group " + group + ": " + winner +
            " wins by its id alone; give them different priorities",
        "与 " + group + " 组的 " + other + " 有共同客户且优先级相同：" + winner + " 仅凭编号胜出；请区分优先级");
  }

  void add_unchecked() {
    Finding finding;
    finding.code = FindingCode::unchecked;
    finding.certainty = Certainty::sampled;
    finding.place = {strategy(0).place.file, 0, 0};
    const std::string count = std::to_string(unchecked_);
    add(std::move(finding), count + " pairs of strategies were not compared exactly: too many are alike",
        "有" + count + "对策略未逐一精确比较：相似的太多");
  }

  const LintSubject& subject_;
  const std::vector<Reach>& reaches_;
  const SampleCustomers& samples_;
  Findings& findings_;
  std::size_t looked_at_ = 0, left_ = 0, unchecked_ = 0;
  std::vector<Inputs> counterexamples_;
};

// Customers to vary: whom the strategy reaches, whom it does not, and those written into the file.
SampledCondition sampled_condition(const LintSubject& subject, std::size_t index, const Reach& reach) {
  SampledCondition sampled;
  sampled.condition = &subject.conditions[index].reach;
  if (reach.reached.shown != Shown::possible) return sampled;
  sampled.customers.push_back(reach.reached.example);
  if (reach.failed.shown == Shown::possible) sampled.customers.push_back(reach.failed.example);
  for (const StrategyExample& example : subject.strategies[index].examples) sampled.customers.push_back(example.inputs);
  return sampled;
}

}  // namespace

Status lint_pairs(const LintSubject& subject, const std::vector<Reach>& reaches, Findings& findings) {
  std::vector<SampledCondition> conditions;
  for (std::size_t i = 0; i < reaches.size(); ++i) conditions.push_back(sampled_condition(subject, i, reaches[i]));
  STAYSAIL_TRY(const SampleCustomers samples, SampleCustomers::of(conditions, subject.frame.scope));
  PairLint(subject, reaches, samples, findings).run();
  return ok();
}

}  // namespace staysail::strategy
