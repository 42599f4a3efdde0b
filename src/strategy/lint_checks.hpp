// The parts of lint. Each adds what it finds; lint.cpp puts findings in order.
#pragma once

#include <string>
#include <vector>

#include "reach_condition.hpp"
#include "staysail/decision/condition_logic.hpp"
#include "staysail/strategy/lint.hpp"

namespace staysail::strategy {

struct LintSubject {
  const std::vector<Strategy>& strategies;
  const FrameScope& frame;
  const ContactPolicy& policy;
  const LintOptions& options;
  const std::vector<std::string>& never_null;
  std::vector<ReachCondition> conditions;  // one a strategy
};

using Findings = std::vector<Finding>;

// Dates and budgets.
void lint_limits(const LintSubject& subject, Findings& findings);

// Of one strategy: whether it can reach somebody, with a customer whom it reaches, and one whom its condition does not.
struct Reach {
  Answer reached, failed;
};

// Each condition alone; one a strategy.
std::vector<Reach> lint_conditions(const LintSubject& subject, Findings& findings);
// `unless` of the prohibitions.
Status lint_prohibitions(const LintSubject& subject, Findings& findings);
// Strategies held against one another; `reaches` as lint_conditions() gave them.
Status lint_pairs(const LintSubject& subject, const std::vector<Reach>& reaches, Findings& findings);
void lint_table(const DecisionTable& table, Findings& findings);
// Families whose condition cannot hold, or whose lines an earlier one takes.
void lint_families(const std::vector<LineFamily>& families, Findings& findings);
void lint_indicators(const Catalogue& indicators, Findings& findings);

// By file, line, column, code, subject and other.
void put_in_order(Findings& findings);

// What the text of a condition shows: protected traits, `and` beside `or`.
void lint_text(const Expression& condition, const std::string& subject, Findings& findings);
void add_trait_finding(const std::string& name, const std::string& subject, const Place& place, Findings& findings);
void add_warning_finding(const Warning& warning, const std::string& subject, Findings& findings);

// The values of `customer` for the names that `conditions` use.
Inputs example_of(const Inputs& customer, std::initializer_list<const Expression*> conditions);

}  // namespace staysail::strategy
