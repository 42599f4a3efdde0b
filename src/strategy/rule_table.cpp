#include "staysail/strategy/rule_table.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "staysail/base/digest.hpp"
#include "staysail/base/guard.hpp"
#include "staysail/decision/condition_tree.hpp"
#include "table_cells.hpp"

namespace staysail {
namespace {

using strategy::append_cell;
using strategy::number_field;
using strategy::text_field;

// Where the folder lies says nothing of its rules.
std::string_view file_name(std::string_view path) { return path.substr(path.find_last_of("/\\") + 1); }

void append_rule(const Strategy& strategy, BatchBuilder& rules) {
  append_cell(rules.column(0), strategy.id.text());
  rules.column(1).append_number(strategy.version);
  rules.column(2).append_number(strategy.priority);
  append_cell(rules.column(3), strategy.title.zh);
  append_cell(rules.column(4), strategy.title.en);
  append_cell(rules.column(5), strategy.when);
  append_cell(rules.column(6), file_name(strategy.when_place.file));
  rules.column(7).append_number(static_cast<std::int64_t>(strategy.when_place.line));
  rules.column(8).append_number(static_cast<std::int64_t>(strategy.when_place.column));
}

// The columns of a table of rules that compiling reads.
struct RuleColumns {
  Column id, priority, when, file, line, column;

  static Result<RuleColumns> of(const Batch& rules) {
    RuleColumns columns;
    STAYSAIL_TRY(columns.id, rules.require("strategy_id", ColumnType::text));
    STAYSAIL_TRY(columns.priority, rules.require("priority", ColumnType::number));
    STAYSAIL_TRY(columns.when, rules.require("when", ColumnType::text));
    STAYSAIL_TRY(columns.file, rules.require("file", ColumnType::text));
    STAYSAIL_TRY(columns.line, rules.require("line", ColumnType::number));
    STAYSAIL_TRY(columns.column, rules.require("column", ColumnType::number));
    return columns;
  }
  MatchRule rule(std::size_t row) const {
    MatchRule rule;
    rule.id = StrategyId::of(std::string(id.text(row)));
    rule.when = when.text(row);
    rule.priority = priority.numbers()[row];
    rule.place = {std::string(file.text(row)), static_cast<std::uint64_t>(line.numbers()[row]),
                  static_cast<std::uint64_t>(column.numbers()[row])};
    return rule;
  }
};

Scope scope_of(const Schema& frame) {
  Scope scope = Scope::of(frame);
  scope.add("as_of", FeelType::date());
  return scope;
}

// A condition as it stands in a rule, or the rule as a whole.
struct Standing {
  std::size_t strategy = 0;
  std::optional<std::size_t> position;
  std::string text;
};

std::vector<Standing> standing_in(const Matcher& matcher) {
  std::vector<Standing> found;
  for (std::size_t s = 0; s < matcher.rules().size(); ++s) {
    found.push_back({s, std::nullopt, matcher.rules()[s].when});
    std::size_t position = 0;
    for (Condition& condition : matcher.condition(s).conditions(Inputs()))
      found.push_back({s, position++, std::move(condition.text)});
  }
  return found;
}

// Each distinct text that means something on its own, compiled; texts that do not (they name what their rule binds) are
// null.
std::map<std::string, std::optional<Expression>> distinct(const std::vector<Standing>& all, const Scope& scope) {
  std::map<std::string, std::optional<Expression>> known;
  for (const Standing& one : all) {
    if (known.count(one.text) != 0) continue;
    const auto compiled = Expression::compile(one.text, scope);
    known.emplace(one.text,
                  compiled && compiled->type().may_be(ValueKind::boolean) ? std::optional(*compiled) : std::nullopt);
  }
  return known;
}

// The name of a text's mark: the same in every playbook.
std::string mark_of(const std::string& text) { return digest_of(text).to_string(); }

Result<Batch> conditions_table(const Matcher& matcher, const std::vector<Standing>& all,
                               const std::map<std::string, std::string>& marks) {
  STAYSAIL_TRY(const Schema schema, Schema::of({text_field("strategy_id"), number_field("position"),
                                                text_field("condition"), text_field("mark")}));
  BatchBuilder builder(schema);
  for (const Standing& one : all) {
    const auto mark = marks.find(one.text);
    append_cell(builder.column(0), matcher.rules()[one.strategy].id.text());
    if (one.position) builder.column(1).append_number(static_cast<std::int64_t>(*one.position));
    else builder.column(1).append_null();
    append_cell(builder.column(2), one.text);
    append_cell(builder.column(3), mark == marks.end() ? std::string_view{} : std::string_view(mark->second));
  }
  return builder.finish();
}

// What one row's condition adds to its counts.
struct Count {
  std::uint64_t holds = 0, fails = 0, unknown = 0, stops_alone = 0;
};

Truth truth_at(const Column& mark, std::size_t row) {
  if (mark.is_null(row)) return Truth::unknown;
  return mark.booleans()[row] != 0 ? Truth::is_true : Truth::is_false;
}

// The marks of a rule and of its conditions; a condition without one is null, and unknown everywhere.
struct RuleMarks {
  Column rule;
  std::vector<std::optional<Column>> conditions;
};

void count_row(const ConditionTree& tree, Truth rule, std::span<const Truth> truths, std::span<Count> counts) {
  for (std::size_t c = 0; c < truths.size(); ++c) {
    const Truth truth = truths[c];
    ++(truth == Truth::is_true ? counts[c].holds : truth == Truth::unknown ? counts[c].unknown : counts[c].fails);
    if (rule == Truth::is_true || truth == Truth::is_true) continue;
    if (tree.value_given(c, truths) == Truth::is_true) ++counts[c].stops_alone;
  }
}

std::vector<Count> count_strategy(const ConditionTree& tree, const RuleMarks& marks) {
  std::vector<Count> counts(tree.conditions());
  std::vector<Truth> truths(tree.conditions(), Truth::unknown);
  for (std::size_t row = 0; row < marks.rule.size(); ++row) {
    for (std::size_t c = 0; c < truths.size(); ++c)
      if (marks.conditions[c]) truths[c] = truth_at(*marks.conditions[c], row);
    count_row(tree, truth_at(marks.rule, row), truths, counts);
  }
  return counts;
}

// Of the rule whose row among the conditions is `row`.
Result<RuleMarks> marks_of(const ConditionMarks& marks, std::size_t row, std::size_t conditions) {
  const Batch& table = marks.conditions;
  RuleMarks found;
  STAYSAIL_TRY(found.rule, marks.marks.require(table.column(3).text(row), ColumnType::boolean));
  found.conditions.resize(conditions);
  for (std::size_t c = 0; c < conditions; ++c) {
    const std::size_t at = row + 1 + c;
    if (table.column(3).is_null(at)) continue;
    STAYSAIL_TRY(found.conditions[c], marks.marks.require(table.column(3).text(at), ColumnType::boolean));
  }
  return found;
}

// Whether `row` begins the rule `id` with so many conditions.
bool is_rule(const Batch& table, std::size_t row, const StrategyId& id, std::size_t conditions) {
  if (row + conditions >= table.rows()) return false;
  for (std::size_t at = row; at <= row + conditions; ++at)
    if (table.column(0).text(at) != id.text() || table.column(1).is_null(at) != (at == row)) return false;
  return true;
}

void append_count(const Batch& conditions, std::size_t row, const Count& count, BatchBuilder& builder) {
  append_cell(builder.column(0), conditions.column(0).text(row));
  builder.column(1).append_number(conditions.column(1).numbers()[row]);
  append_cell(builder.column(2), conditions.column(2).text(row));
  const std::uint64_t counts[] = {count.holds, count.fails, count.unknown, count.stops_alone};
  for (std::size_t i = 0; i < std::size(counts); ++i)
    builder.column(3 + i).append_number(static_cast<std::int64_t>(counts[i]));
}

}  // namespace

Result<Batch> rules_frame(const std::vector<Strategy>& strategies) {
  STAYSAIL_TRY(const Schema schema,
               Schema::of({text_field("strategy_id"), number_field("version"), number_field("priority"),
                           text_field("title_zh"), text_field("title_en"), text_field("when"), text_field("file"),
                           number_field("line"), number_field("column")}));
  BatchBuilder builder(schema);
  for (const Strategy& strategy : strategies) append_rule(strategy, builder);
  return builder.finish();
}

Result<Matcher> matcher_of(const Batch& rules, const Schema& frame) {
  STAYSAIL_TRY(const RuleColumns columns, RuleColumns::of(rules));
  std::vector<MatchRule> read;
  for (std::size_t row = 0; row < rules.rows(); ++row) read.push_back(columns.rule(row));
  return Matcher::compile(std::move(read), scope_of(frame));
}

Result<ReadableNames> titles_of(const Batch& rules) {
  STAYSAIL_TRY(const Column ids, rules.require("strategy_id", ColumnType::text));
  STAYSAIL_TRY(const Column chinese, rules.require("title_zh", ColumnType::text));
  STAYSAIL_TRY(const Column english, rules.require("title_en", ColumnType::text));
  ReadableNames names;
  for (std::size_t row = 0; row < rules.rows(); ++row)
    names.add(std::string(ids.text(row)), std::string(chinese.text(row)), std::string(english.text(row)));
  return names;
}

Result<ConditionMarks> mark_conditions(const Matcher& matcher, const Batch& frame, const Inputs& constants,
                                       Executor& executor, const Control& control) {
  const std::vector<Standing> all = standing_in(matcher);
  std::vector<Expression> asked;
  std::map<std::string, std::string> names;  // of marks, by text
  for (const auto& [text, expression] : distinct(all, scope_of(frame.schema()))) {
    if (!expression) continue;
    names.emplace(text, mark_of(text));
    asked.push_back(*expression);
  }
  STAYSAIL_TRY(std::vector<Column> marks, collect(executor, asked.size(), [&](std::size_t i) -> Result<Column> {
                 STAYSAIL_CHECK(control.check());
                 return asked[i].evaluate(frame, strategy::field_of(mark_of(asked[i].text()), ColumnType::boolean),
                                          constants);
               }));
  ConditionMarks found;
  STAYSAIL_TRY(found.conditions, conditions_table(matcher, all, names));
  STAYSAIL_TRY(found.marks, Batch::of(std::move(marks)));
  return found;
}

Result<Batch> condition_counts(const Matcher& matcher, const ConditionMarks& marks) {
  STAYSAIL_TRY(const Schema schema, Schema::of({text_field("strategy_id"), number_field("position"),
                                                text_field("condition"), number_field("holds"), number_field("fails"),
                                                number_field("unknown"), number_field("stops_alone")}));
  BatchBuilder builder(schema);
  std::size_t row = 0;
  for (std::size_t s = 0; s < matcher.rules().size(); ++s) {
    const ConditionTree tree = ConditionTree::of(matcher.condition(s));
    const StrategyId& id = matcher.rules()[s].id;
    if (!is_rule(marks.conditions, row, id, tree.conditions()))
      return Error(Errc::schema_mismatch, "the marks are those of other rules: expected " + id.text() + " with " +
                                              std::to_string(tree.conditions()) + " conditions");
    STAYSAIL_TRY(const RuleMarks of_rule, marks_of(marks, row, tree.conditions()));
    const std::vector<Count> counts = count_strategy(tree, of_rule);
    for (std::size_t c = 0; c < counts.size(); ++c)
      if (of_rule.conditions[c]) append_count(marks.conditions, row + 1 + c, counts[c], builder);
    row += 1 + tree.conditions();
  }
  return builder.finish();
}

}  // namespace staysail
