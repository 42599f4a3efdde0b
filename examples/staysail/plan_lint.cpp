// The verb plan lint: what is wrong in a playbook, without any customer data.
#include <iostream>

#include "host.hpp"
#include "printing.hpp"
#include "staysail/boss/mapping.hpp"
#include "staysail/cycle/night_playbook.hpp"
#include "staysail/strategy/lint.hpp"

namespace staysail::program {
namespace {

bool keeps_unknown(const Mapping& mapping) {
  for (const FeedMapping& feed : mapping.feeds)
    if (feed.keep_unknown) return true;
  return false;
}

struct LintWith {
  PlaybookOptions playbook;
  LintOptions lint;
};

// A store tells which extension attributes there are; a mapping only whether there may be some.
Result<LintWith> options_of(const PlanLintAsk& ask) {
  LintWith with;
  if (!ask.mapping.empty()) {
    STAYSAIL_TRY(const auto mapping, Mapping::load(ask.mapping));
    with.playbook.model = mapping.catalog;
    with.lint.keeps_extensions = keeps_unknown(mapping);
  }
  if (!ask.as_of.empty()) {
    STAYSAIL_TRY(with.lint.as_of, Day::parse(ask.as_of));
  }
  return with;
}

Status add_attributes_of_night(const std::string& url, PlaybookOptions& options) {
  STAYSAIL_TRY(const auto store, open_named_store(url, Opening::existing));
  STAYSAIL_TRY(const auto night, load_night(*store, ""));
  STAYSAIL_TRY(options.subscriptions, attributes_of(night));
  return ok();
}

std::string text_of(const Inputs& example) {
  std::string text;
  for (const auto& [name, value] : example.values())
    text += (text.empty() ? "" : ", ") + name + " = " + value.to_feel();
  return text;
}

const std::string& sentence_of(const Finding& finding, const std::string& language) {
  return language == "en" ? finding.sentence : finding.chinese;
}

std::string number_text(std::uint64_t number) { return number == 0 ? std::string() : std::to_string(number); }

Result<Batch> finding_rows(const std::vector<Finding>& findings, const std::string& language) {
  std::vector<std::vector<std::string>> rows;
  for (const Finding& finding : findings)
    rows.push_back({finding.place.file, number_text(finding.place.line), number_text(finding.place.column),
                    std::string(name_of(finding.severity)), std::string(name_of(finding.code)), finding.subject,
                    finding.other, std::string(name_of(finding.certainty)), text_of(finding.example),
                    sentence_of(finding, language)});
  return text_rows(
      {"file", "line", "column", "severity", "code", "subject", "other", "certainty", "example", "sentence"}, rows,
      {"line", "column"});
}

void print_finding(const Finding& finding, const std::string& language) {
  Finding told = finding;
  told.sentence = sentence_of(finding, language);
  std::cout << told.to_string() << "\n";
  if (!finding.example.values().empty()) std::cout << "    " << text_of(finding.example) << "\n";
}

void print_sum(const std::vector<Finding>& findings, bool english) {
  std::size_t counts[3] = {};
  for (const Finding& finding : findings) ++counts[static_cast<std::size_t>(finding.severity)];
  if (english) std::cout << counts[2] << " errors, " << counts[1] << " warnings, " << counts[0] << " notes\n";
  else std::cout << "错误 " << counts[2] << "，警告 " << counts[1] << "，提示 " << counts[0] << "\n";
}

Status tell(const PlanLintAsk& ask, const std::vector<Finding>& findings) {
  if (ask.format != "table") {
    STAYSAIL_TRY(const Batch rows, finding_rows(findings, ask.language));
    print(rows, ask.format);
    return ok();
  }
  for (const Finding& finding : findings) print_finding(finding, ask.language);
  print_sum(findings, ask.language == "en");
  return ok();
}

bool any_counts(const std::vector<Finding>& findings) {
  for (const Finding& finding : findings)
    if (finding.severity != Severity::note) return true;
  return false;
}

Result<bool> lint_and_tell(const PlanLintAsk& ask) {
  STAYSAIL_TRY(auto with, options_of(ask));
  if (!ask.store.empty()) STAYSAIL_CHECK(add_attributes_of_night(ask.store, with.playbook));
  STAYSAIL_TRY(const auto findings, lint_folder(ask.playbook, with.playbook, with.lint));
  STAYSAIL_CHECK(tell(ask, findings));
  return any_counts(findings);
}

}  // namespace

int plan_lint(const PlanLintAsk& ask) {
  const auto found = lint_and_tell(ask);
  if (!found) return failed(found.error());
  return *found ? kFindings : kOk;
}

}  // namespace staysail::program
