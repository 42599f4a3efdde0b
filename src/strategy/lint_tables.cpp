#include "lint_checks.hpp"
#include "protected_trait.hpp"

namespace staysail::strategy {
namespace {

// "playbooks/keep/warning.csv" -> "warning.csv"
std::string file_name(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }

struct TableWords {
  WarningKind kind;
  FindingCode code;
  Severity severity;
  Certainty certainty;
  const char* chinese;
};

constexpr TableWords kTableWords[] = {
    {WarningKind::unproven, FindingCode::table_unproven, Severity::note, Certainty::sampled,
     "无法证明是否有遗漏或重叠："},
    {WarningKind::possible_gap, FindingCode::table_gap, Severity::note, Certainty::sampled, "可能没有规则适用于："},
    {WarningKind::null_gap, FindingCode::table_gap, Severity::warning, Certainty::example, "缺值时没有规则适用于："},
    {WarningKind::possible_overlap, FindingCode::table_overlap, Severity::note, Certainty::sampled,
     "可能有两条规则同时适用于："},
    {WarningKind::masked, FindingCode::table_masked, Severity::warning, Certainty::proven,
     "规则永远轮不到：上面的规则已覆盖它的全部情形"},
};

void add_table_finding(const Warning& warning, const std::string& subject, Findings& findings) {
  for (const TableWords& words : kTableWords) {
    if (words.kind != warning.kind) continue;
    Finding finding;
    finding.code = words.code;
    finding.severity = words.severity;
    finding.certainty = words.certainty;
    finding.place = warning.place;
    finding.subject = subject;
    finding.sentence = warning.message;
    finding.chinese = words.chinese +
                      (warning.subject.empty() && warning.kind == WarningKind::unproven ? "组合太多" : warning.subject);
    findings.push_back(std::move(finding));
  }
}

void add_table_fault(const Error& fault, const std::string& subject, Findings& findings) {
  Finding finding;
  finding.code = fault.code() == Errc::table_overlap ? FindingCode::table_overlap : FindingCode::table_gap;
  finding.severity = Severity::error;
  finding.certainty = Certainty::example;
  if (fault.place() != nullptr) finding.place = *fault.place();
  finding.subject = subject;
  finding.sentence = fault.message();
  finding.chinese = (fault.code() == Errc::table_overlap ? "两条规则冲突：" : "没有适用的规则：") + fault.message();
  findings.push_back(std::move(finding));
}

std::string text_of(const IndicatorRule& rule) {
  if (const auto* formula = std::get_if<Formula>(&rule)) return formula->text;
  if (const auto* fact = std::get_if<FactMeasure>(&rule))
    return fact->attribute + " " + fact->filter + " " + fact->less;
  if (const auto* attribute = std::get_if<AttributeMeasure>(&rule))
    return attribute->attribute + " " + attribute->otherwise;
  return {};
}

}  // namespace

void lint_table(const DecisionTable& table, Findings& findings) {
  const std::string subject = file_name(table.name());
  for (const std::string& name : table.names()) add_trait_finding(name, subject, table.use_of(name), findings);
  for (const Warning& warning : table.warnings()) add_warning_finding(warning, subject, findings);
  const auto checked = table.check_complete();
  if (!checked) return add_table_fault(checked.error(), subject, findings);
  for (const Warning& warning : *checked) add_table_finding(warning, subject, findings);
}

void lint_indicators(const Catalogue& indicators, Findings& findings) {
  for (const Indicator& indicator : indicators.indicators())
    for (const std::string& name : names_of_text(text_of(indicator.rule)))
      add_trait_finding(name, indicator.name, indicator.place, findings);
}

}  // namespace staysail::strategy
