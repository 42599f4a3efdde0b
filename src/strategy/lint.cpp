#include "staysail/strategy/lint.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "frame_scope.hpp"
#include "lint_checks.hpp"

namespace staysail {

using strategy::Findings;
using strategy::LintSubject;

namespace {

constexpr std::array<std::string_view, kFindingCodes> kCodes = {
    "not_loadable",    "unknown_name", "never_true",    "forbidden_everywhere",
    "always_true",     "shadowed",     "duplicate",     "implied",
    "equal_priority",  "unchecked",    "null_risk",     "mixed_logic",
    "protected_trait", "table_gap",    "table_overlap", "table_masked",
    "table_unproven",  "budget_zero",  "expired"};
constexpr std::array<std::string_view, 3> kSeverities = {"note", "warning", "error"};
constexpr std::array<std::string_view, 3> kCertainties = {"proven", "example", "sampled"};

auto rank(const Finding& finding) {
  return std::tie(finding.place.file, finding.place.line, finding.place.column, finding.code, finding.subject,
                  finding.other, finding.sentence);
}

// What has a value for every line, whatever the feeds tell: what tables decide and what windows fill.
std::vector<std::string> never_null_in(const Playbook& playbook) {
  std::vector<std::string> names = {"as_of", "subscription_id"};
  if (playbook.stages() != nullptr) names.push_back("stage");
  if (playbook.segments() != nullptr) names.push_back("segment");
  if (playbook.warnings() != nullptr) names.insert(names.end(), {"warning_level", "warning_points"});
  for (const Indicator& indicator : playbook.indicators().indicators()) {
    const auto* fact = std::get_if<FactMeasure>(&indicator.rule);
    if (fact != nullptr && fact->empty) names.push_back(indicator.name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<DecisionTable> tables_of(const Playbook& playbook) {
  std::vector<DecisionTable> tables;
  const auto append = [&tables](std::vector<DecisionTable> more) {
    tables.insert(tables.end(), more.begin(), more.end());
  };
  if (playbook.stages() != nullptr) append(playbook.stages()->tables());
  if (playbook.churn_kinds() != nullptr) append(playbook.churn_kinds()->tables());
  if (playbook.segments() != nullptr) append({playbook.segments()->table()});
  if (playbook.warnings() != nullptr) append(playbook.warnings()->tables());
  return tables;
}

void lint_whole_budget(const Playbook& playbook, Findings& findings) {
  if (playbook.contact().budget != std::optional<std::uint64_t>(0)) return;
  Finding finding;
  finding.code = FindingCode::budget_zero;
  finding.severity = Severity::warning;
  finding.place = {playbook.folder() + "/contact.toml", 0, 0};
  finding.subject = "contact.toml";
  finding.sentence = "the budget of all strategies together is 0: nobody is contacted; leave the key out for no bound";
  finding.chinese = "全部策略的总预算为 0：不会联系任何人；不限请删去 budget";
  findings.push_back(std::move(finding));
}

Status lint_all(const std::vector<Strategy>& strategies, const FrameScope& frame, const ContactPolicy& policy,
                const LintOptions& options, const std::vector<std::string>& never_null, Findings& findings) {
  STAYSAIL_TRY(auto conditions, strategy::reach_conditions(strategies, frame, policy));
  const LintSubject subject{strategies, frame, policy, options, never_null, std::move(conditions)};
  strategy::lint_limits(subject, findings);
  const auto reaches = strategy::lint_conditions(subject, findings);
  STAYSAIL_CHECK(strategy::lint_prohibitions(subject, findings));
  return strategy::lint_pairs(subject, reaches, findings);
}

}  // namespace

void strategy::put_in_order(Findings& findings) {
  std::sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) { return rank(a) < rank(b); });
}

std::string_view name_of(FindingCode code) noexcept { return kCodes[static_cast<std::size_t>(code)]; }
std::string_view name_of(Severity severity) noexcept { return kSeverities[static_cast<std::size_t>(severity)]; }
std::string_view name_of(Certainty certainty) noexcept { return kCertainties[static_cast<std::size_t>(certainty)]; }

std::string Finding::to_string() const {
  std::string text = place.file;
  for (const std::uint64_t number : {place.line, place.column})
    if (number != 0) text += ":" + std::to_string(number);
  text += ": " + std::string(name_of(severity)) + ": " + std::string(name_of(code)) + ": ";
  return text + (subject.empty() ? "" : subject + ": ") + sentence;
}

Result<std::vector<Finding>> lint(const Playbook& playbook, const LintOptions& options) {
  Findings findings;
  const FrameScope frame = strategy::frame_scope(playbook.frame(), playbook.stages() != nullptr);
  STAYSAIL_CHECK(
      lint_all(*playbook.strategies(), frame, playbook.contact(), options, never_null_in(playbook), findings));
  lint_whole_budget(playbook, findings);
  strategy::lint_indicators(playbook.indicators(), findings);
  if (playbook.stages() != nullptr) strategy::lint_families(playbook.stages()->policy().families, findings);
  for (const DecisionTable& table : tables_of(playbook)) strategy::lint_table(table, findings);
  strategy::put_in_order(findings);
  return findings;
}

Result<std::vector<Finding>> lint_strategies(const std::vector<Strategy>& strategies, const FrameScope& frame,
                                             const ContactPolicy& policy, const LintOptions& options,
                                             const std::vector<std::string>& never_null) {
  Findings findings;
  STAYSAIL_CHECK(lint_all(strategies, frame, policy, options, never_null, findings));
  strategy::put_in_order(findings);
  return findings;
}

}  // namespace staysail
