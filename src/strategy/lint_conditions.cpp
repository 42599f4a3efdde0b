#include "lint_checks.hpp"
#include "protected_trait.hpp"

namespace staysail::strategy {
namespace {

Finding about(const Strategy& strategy, FindingCode code, Severity severity) {
  Finding finding;
  finding.code = code;
  finding.severity = severity;
  finding.place = strategy.when_place;
  finding.subject = strategy.id.text();
  return finding;
}

void add(Findings& findings, Finding finding, std::string sentence, std::string chinese) {
  finding.sentence = std::move(sentence);
  finding.chinese = std::move(chinese);
  findings.push_back(std::move(finding));
}

const std::string kSampled = std::to_string(kSampledCustomers);

void lint_never(const Strategy& strategy, Shown shown, Findings& findings) {
  Finding finding = about(strategy, FindingCode::never_true, Severity::error);
  if (shown == Shown::impossible)
    return add(findings, finding, "the condition can never hold: its parts contradict each other",
               "条件永远不会成立：各部分互相矛盾");
  finding.severity = Severity::note;
  finding.certainty = Certainty::sampled;
  add(findings, finding, "none of " + kSampled + " invented customers met the condition; add a `match` example",
      "虚构的" + kSampled + "位客户无一满足条件；请补一个 match 示例");
}

void lint_always(const Strategy& strategy, const Expression& when, Shown shown, Findings& findings) {
  Finding finding = about(strategy, FindingCode::always_true, Severity::warning);
  if (shown == Shown::impossible) {
    if (when.constant() != nullptr) finding.severity = Severity::note;
    return add(findings, finding, "the condition holds for every customer, also where a value is missing",
               "条件对任何客户都成立，即使数值缺失");
  }
  finding.severity = Severity::note;
  finding.certainty = Certainty::sampled;
  add(findings, finding, "none of " + kSampled + " invented customers failed the condition; add a `no_match` example",
      "虚构的" + kSampled + "位客户全都满足条件；请补一个 no_match 示例");
}

void lint_stages(const Strategy& strategy, const Inputs& customer, Findings& findings) {
  const std::string kind(name_of(strategy.kind));
  Finding finding = about(strategy, FindingCode::forbidden_everywhere, Severity::error);
  finding.example = customer;
  add(findings, finding,
      "the condition holds only in stages in which a strategy of kind " + kind +
          " may not act: see its stages and forbidden_stages and the prohibitions of contact.toml",
      "条件只在禁止" + kind + "类策略的阶段成立：请核对 stages、forbidden_stages 与 contact.toml 的 prohibition");
}

void lint_null(const Strategy& strategy, const NullRisk& risk, Findings& findings) {
  Finding finding = about(strategy, FindingCode::null_risk, risk.taken ? Severity::warning : Severity::note);
  finding.place = risk.place;
  const std::string known = "`" + risk.name + " != null and ...`", unknown = "`" + risk.name + " = null or ...`";
  if (risk.taken)
    return add(findings, finding,
               "`" + risk.text + "` takes customers whose " + risk.name + " is not known; write " + known + " or " +
                   unknown + " to say what is meant",
               "`" + risk.text + "` 会选中 " + risk.name + " 未知的客户；请写明 " + known + " 或 " + unknown);
  add(findings, finding,
      "`" + risk.text + "` leaves out customers whose " + risk.name + " is not known; write " + unknown +
          " where they are meant too",
      "`" + risk.text + "` 会漏掉 " + risk.name + " 未知的客户；若也应包括，请写 " + unknown);
}

Reach lint_condition(const LintSubject& subject, std::size_t index, Findings& findings) {
  const Strategy& strategy = subject.strategies[index];
  const ReachCondition& condition = subject.conditions[index];
  lint_text(condition.when, strategy.id.text(), findings);
  const ConditionLogic logic({condition.when, condition.reach});
  Reach reach{logic.can_hold(0), {}};
  if (reach.reached.shown != Shown::possible) lint_never(strategy, reach.reached.shown, findings);
  if (reach.reached.shown == Shown::impossible) return reach;
  for (const NullRisk& risk : logic.null_risks(0, subject.never_null)) lint_null(strategy, risk, findings);
  reach.failed = logic.can_fail(0);
  if (reach.failed.shown != Shown::possible) lint_always(strategy, condition.when, reach.failed.shown, findings);
  if (!condition.staged) return reach;
  Answer staged = logic.can_hold(1);
  if (staged.shown == Shown::impossible) lint_stages(strategy, reach.reached.example, findings);
  reach.reached = std::move(staged);
  return reach;
}

}  // namespace

void add_trait_finding(const std::string& name, const std::string& subject, const Place& place, Findings& findings) {
  const ProtectedTrait* trait = trait_of(name);
  if (trait == nullptr) return;
  Finding finding;
  finding.code = FindingCode::protected_trait;
  finding.severity = trait->lawful_often ? Severity::note : Severity::warning;
  finding.subject = subject;
  finding.place = place;
  add(findings, finding,
      "`" + name + "` tells " + trait->english + ": what a customer is offered should not rest on it" +
          (trait->lawful_often ? " unless a tariff does by law" : "; decide by what the customer uses and pays"),
      "`" + name + "` 涉及" + trait->chinese + "：不应据此决定给客户什么" +
          (trait->lawful_often ? "，法定资费除外" : "；请改用客户的使用与消费情况"));
}

void add_warning_finding(const Warning& warning, const std::string& subject, Findings& findings) {
  Finding finding;
  finding.code = FindingCode::mixed_logic;
  finding.severity = Severity::warning;
  finding.subject = subject;
  finding.place = warning.place;
  add(findings, finding, warning.message, "`and` 先于 `or` 结合；请加上括号：" + warning.subject);
}

void lint_text(const Expression& condition, const std::string& subject, Findings& findings) {
  for (const std::string& name : condition.names()) add_trait_finding(name, subject, condition.origin(), findings);
  for (const Warning& warning : condition.warnings()) add_warning_finding(warning, subject, findings);
}

std::vector<Reach> lint_conditions(const LintSubject& subject, Findings& findings) {
  std::vector<Reach> reaches;
  for (std::size_t i = 0; i < subject.strategies.size(); ++i) reaches.push_back(lint_condition(subject, i, findings));
  return reaches;
}

Status lint_prohibitions(const LintSubject& subject, Findings& findings) {
  for (const StageProhibition& prohibition : subject.policy.prohibitions) {
    if (prohibition.unless.empty()) continue;
    STAYSAIL_TRY(const Expression unless,
                 Expression::compile(prohibition.unless, subject.frame.scope, prohibition.place));
    lint_text(unless, "prohibition in " + prohibition.stage, findings);
  }
  return ok();
}

Inputs example_of(const Inputs& customer, std::initializer_list<const Expression*> conditions) {
  Inputs example;
  for (const Expression* condition : conditions)
    for (const std::string& name : condition->names()) {
      const Value* value = customer.find(name);
      example.set(name, value != nullptr ? *value : Value());
    }
  return example;
}

}  // namespace staysail::strategy
