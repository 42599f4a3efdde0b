// Lint: what is wrong, or looks wrong, in the strategies and tables of a playbook, found without any customer data.
//
// Findings say where, how sure, what follows and what to write instead, in English and in Chinese. What is claimed to
// be possible comes with a customer for whom the evaluator itself says so. docs/playbook.md explains every code.
//
// Strategies are compared with one another on conditions narrowed by the stages in which the playbook lets them act.
// A few customers drawn for each strategy refute most pairs at once; only the pairs left are compared exactly, at most
// kMostComparisons a strategy and question, and what is left over is said (`unchecked`). So the time grows with the
// square of the strategies only in comparisons of bit masks. The same findings on every machine, in one order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/error.hpp"
#include "staysail/strategy/playbook.hpp"
#include "staysail/strategy/strategy_file.hpp"

namespace staysail {

inline constexpr std::size_t kMostComparisons = 64;

// The names (name_of) are stable codes.
enum class FindingCode : std::uint8_t {
  not_loadable,          // the playbook cannot be loaded
  unknown_name,          // no column of the model or of the playbook: taken for an extension attribute
  never_true,            // the condition cannot hold
  forbidden_everywhere,  // the condition holds only in stages in which the strategy may not act
  always_true,           // the condition cannot fail
  shadowed,              // a strategy that goes first holds whenever this one does
  duplicate,             // reaches the same customers as an earlier one of the file
  implied,               // reaches only customers whom another one reaches as well
  equal_priority,        // overlaps with one of its exclusion group at the same priority: ids decide
  unchecked,             // pairs that were not compared exactly
  null_risk,             // a `not` or `!=` meets a name that may be null
  mixed_logic,           // `and` beside `or` without parentheses
  protected_trait,       // a decision rests on gender, ethnicity, religion ...
  table_gap,             // a decision table leaves a case open
  table_overlap,         // two rules of a table contradict each other
  table_masked,          // a rule of a table never decides: those above it take all that it takes
  table_unproven,        // whether a table has gaps or overlaps could not be proven
  budget_zero,           // nobody can be contacted
  expired,               // the last day is over
};
inline constexpr std::size_t kFindingCodes = 19;

enum class Severity : std::uint8_t {
  note,     // worth knowing; may be meant so
  warning,  // most likely not meant so
  error,    // does not work
};

enum class Certainty : std::uint8_t {
  proven,   // for every customer there can be
  example,  // by the customer that is shown
  sampled,  // not proven: nothing that was tried shows the contrary
};

std::string_view name_of(FindingCode code) noexcept;
std::string_view name_of(Severity severity) noexcept;
std::string_view name_of(Certainty certainty) noexcept;

struct Finding {
  FindingCode code = FindingCode::never_true;
  Severity severity = Severity::note;
  Certainty certainty = Certainty::proven;
  Place place;
  std::string subject;  // id of the strategy, file name of the table, name of the indicator or family
  std::string other;    // the other strategy or family; empty where there is none
  std::string sentence, chinese;
  Inputs example;  // without values where nothing is shown

  // "strategies.toml:12:9: warning: shadowed: win_back: ..."
  std::string to_string() const;
};

struct LintOptions {
  std::optional<Day> as_of;       // strategies that ended before are `expired`; empty: not asked
  bool keeps_extensions = false;  // the mapping keeps unknown columns: an `unknown_name` is a note, else a warning
};

// Findings by file, line, column, code, subject and other. Errors: of a condition that cannot be put in a column
// (`unsupported`).
Result<std::vector<Finding>> lint(const Playbook& playbook, const LintOptions& options = {});

// The same for a folder. What keeps the playbook from loading is a finding too, `not_loadable`; names that nothing
// declares are told all at once, and the rest is looked at as though they were extension attributes. `not_found` when
// there is no playbook, `io_failed`.
Result<std::vector<Finding>> lint_folder(const std::string& folder, const PlaybookOptions& playbook = {},
                                         const LintOptions& options = {});

// Strategies alone, compiled against `frame`. `never_null`: names that always have a value, sorted. Errors of
// Expression::compile.
Result<std::vector<Finding>> lint_strategies(const std::vector<Strategy>& strategies, const FrameScope& frame,
                                             const ContactPolicy& policy, const LintOptions& options = {},
                                             const std::vector<std::string>& never_null = {});

}  // namespace staysail
