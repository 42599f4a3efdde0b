// Families of lines in lifecycle.toml: one that takes nobody is most likely a slip.
#include "lint_checks.hpp"

namespace staysail::strategy {
namespace {

Finding about(const LineFamily& family, FindingCode code, Severity severity) {
  Finding finding;
  finding.code = code;
  finding.severity = severity;
  finding.place = family.when.origin();
  finding.subject = family.name;
  return finding;
}

void add_never(const LineFamily& family, Findings& findings) {
  Finding finding = about(family, FindingCode::never_true, Severity::error);
  finding.sentence = "the condition of the family can never hold: its parts contradict each other";
  finding.chinese = "该用户族的条件永远不会成立：各部分互相矛盾";
  findings.push_back(std::move(finding));
}

void add_shadowed(const LineFamily& family, const LineFamily& earlier, Findings& findings) {
  Finding finding = about(family, FindingCode::shadowed, Severity::warning);
  finding.other = earlier.name;
  finding.sentence =
      "family " + earlier.name + " stands above and takes every line that this one would; move this one up";
  finding.chinese = "排在前面的用户族 " + earlier.name + " 已包含它的全部用户；请把它移到前面";
  findings.push_back(std::move(finding));
}

}  // namespace

void lint_families(const std::vector<LineFamily>& families, Findings& findings) {
  std::vector<Expression> conditions;
  for (const LineFamily& family : families) {
    lint_text(family.when, family.name, findings);
    conditions.push_back(family.when);
  }
  const ConditionLogic logic(std::move(conditions));
  for (std::size_t i = 0; i < families.size(); ++i) {
    if (logic.can_hold(i).shown == Shown::impossible) {
      add_never(families[i], findings);
      continue;
    }
    std::size_t j = 0;
    while (j < i && logic.can_hold_without(i, j).shown != Shown::impossible) ++j;
    if (j < i) add_shadowed(families[i], families[j], findings);
  }
}

}  // namespace staysail::strategy
