#include "lint_checks.hpp"

namespace staysail::strategy {
namespace {

Finding limit_finding(const Strategy& strategy, FindingCode code) {
  Finding finding;
  finding.code = code;
  finding.severity = Severity::warning;
  finding.place = strategy.place;
  finding.subject = strategy.id.text();
  return finding;
}

void lint_budget(const Strategy& strategy, Findings& findings) {
  if (strategy.budget != std::optional<std::uint64_t>(0)) return;
  Finding finding = limit_finding(strategy, FindingCode::budget_zero);
  finding.sentence = "the budget is 0: nobody is contacted; leave the key out for no bound, or end the strategy";
  finding.chinese = "预算为 0：不会联系任何人；不限请删去 budget，停用请设 valid_to";
  findings.push_back(std::move(finding));
}

void lint_end(const Strategy& strategy, const LintOptions& options, Findings& findings) {
  if (!options.as_of || !strategy.valid_to || *strategy.valid_to >= *options.as_of) return;
  Finding finding = limit_finding(strategy, FindingCode::expired);
  const std::string day = strategy.valid_to->to_string();
  finding.sentence = "ended on " + day + ": move valid_to, or take the strategy out of the file";
  finding.chinese = "已于 " + day + " 到期：请延长 valid_to 或移出文件";
  findings.push_back(std::move(finding));
}

}  // namespace

void lint_limits(const LintSubject& subject, Findings& findings) {
  for (const Strategy& strategy : subject.strategies) {
    lint_budget(strategy, findings);
    lint_end(strategy, subject.options, findings);
  }
}

}  // namespace staysail::strategy
