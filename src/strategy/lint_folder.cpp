// A folder that does not load: what stands in the way is told, and names that nothing declares are passed over.
#include <algorithm>

#include "lint_checks.hpp"
#include "protected_trait.hpp"
#include "staysail/files/byte_source.hpp"

namespace staysail {

using strategy::Findings;

namespace {

constexpr std::size_t kMostUnknownNames = 64, kMostBytes = 64 * 1024 * 1024;

std::size_t past_characters(std::string_view text, std::size_t at, std::uint64_t characters) {
  while (characters > 0 && at < text.size() && text[at] != '\n') {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
    --characters;
  }
  return at;
}

// The name that begins at a place of a file; empty when none does.
std::string name_at(const Place& place) {
  const auto text = read_file(place.file, kMostBytes);
  if (!text || place.line == 0 || place.column == 0) return {};
  std::size_t at = 0;
  for (std::uint64_t line = 1; line < place.line && at != text->npos; ++line) {
    at = text->find('\n', at);
    if (at != text->npos) ++at;
  }
  if (at == text->npos) return {};
  at = past_characters(*text, at, place.column - 1);
  const auto names = strategy::names_of_text(std::string_view(*text).substr(at, 256));
  return !names.empty() && std::string_view(*text).substr(at).starts_with(names.front()) ? names.front() : "";
}

// The name that a fault proposes, in the quotes after "did you mean"; empty when it proposes none.
std::string proposal_of(const Error& fault) {
  const std::string_view message = fault.message();
  const std::size_t at = message.find("did you mean ");
  if (at == message.npos) return {};
  const std::string_view rest = message.substr(at + 13);
  const std::string_view named = rest.substr(0, rest.rfind('?'));
  const bool quoted = named.size() > 2 && named.front() == '\'' && named.back() == '\'';
  return std::string(quoted ? named.substr(1, named.size() - 2) : named);
}

void add_fault(const Error& fault, const std::string& folder, Findings& findings) {
  strategy::add_trait_finding(name_at(*fault.place()), folder, *fault.place(), findings);
  Finding finding;
  finding.code = fault.code() == Errc::table_gap       ? FindingCode::table_gap
                 : fault.code() == Errc::table_overlap ? FindingCode::table_overlap
                                                       : FindingCode::not_loadable;
  finding.severity = Severity::error;
  finding.place = *fault.place();
  finding.sentence = fault.message();
  finding.chinese = "无法加载（" + std::string(name_of(fault.code())) + "）：" + fault.message();
  findings.push_back(std::move(finding));
}

void add_unknown(const std::string& name, const Error& fault, Severity severity, Findings& findings) {
  const std::string meant = proposal_of(fault);
  Finding finding;
  finding.code = FindingCode::unknown_name;
  finding.severity = severity;
  finding.place = *fault.place();
  finding.sentence = "`" + name + "` is declared by nothing: it must be an extension attribute of the export" +
                     (meant.empty() ? "" : "; did you mean '" + meant + "'?");
  finding.chinese = "`" + name + "` 没有任何定义：只能是导出文件带来的扩展属性" +
                    (meant.empty() ? "" : "；是否应为 `" + meant + "`？");
  findings.push_back(std::move(finding));
}

// Makes the name of the fault an attribute of subscriptions. False where that does not help.
bool take_for_extension(const Error& fault, Severity severity, PlaybookOptions& options, Findings& findings) {
  if (fault.code() != Errc::unknown_name || fault.place() == nullptr) return false;
  const std::string name = name_at(*fault.place());
  if (name.empty() || options.subscriptions.find(name)) return false;
  add_unknown(name, fault, severity, findings);
  std::vector<Field> fields = options.subscriptions.fields();
  fields.push_back({name, ColumnType::text, 0, ""});
  options.subscriptions = Schema::of(std::move(fields)).value();
  return true;
}

}  // namespace

Result<std::vector<Finding>> lint_folder(const std::string& folder, const PlaybookOptions& playbook,
                                         const LintOptions& options) {
  const Severity severity = options.keeps_extensions ? Severity::note : Severity::warning;
  PlaybookOptions extended = playbook;
  Findings findings;
  auto loaded = Playbook::load(folder, extended);
  while (!loaded && findings.size() < kMostUnknownNames &&
         take_for_extension(loaded.error(), severity, extended, findings))
    loaded = Playbook::load(folder, extended);
  if (!loaded && loaded.error().place() == nullptr) return loaded.error();
  if (!loaded) add_fault(loaded.error(), folder, findings);
  if (loaded) {
    STAYSAIL_TRY(const std::vector<Finding> more, lint(*loaded, options));
    findings.insert(findings.end(), more.begin(), more.end());
  }
  strategy::put_in_order(findings);
  return findings;
}

}  // namespace staysail
