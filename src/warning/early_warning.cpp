#include "staysail/warning/early_warning.hpp"

#include <algorithm>

#include "staysail/columns/slices.hpp"
#include "staysail/decision/total_table.hpp"
#include "staysail/indicators/decision_scope.hpp"
#include "staysail/lifecycle/stage_names.hpp"

namespace staysail {
namespace warning {
namespace {

constexpr const char *kPoints = "points", *kReason = "reason", *kLevel = "level", *kStage = "stage",
                     *kId = "subscription_id";
constexpr std::size_t kReasons = 3;

// What one rule gives.
struct Signal {
  std::int64_t points = 0;
  std::string reason;
};

Result<std::size_t> output_of(const DecisionTable& table, const char* name) {
  const auto found = std::find(table.outputs().begin(), table.outputs().end(), name);
  if (found != table.outputs().end()) return static_cast<std::size_t>(found - table.outputs().begin());
  return Error::at(
      {table.name(), 2, 0}, Errc::playbook_invalid,
      std::string("warning.csv needs the columns \"then: points\" and \"then: reason\"; missing is ") + name);
}

// Points and reasons of early warning are plain constants: a reader must see them in the table.
Result<Signal> signal_of(const DecisionTable& table, std::size_t rule, std::size_t points, std::size_t reason) {
  const auto *number = table.constant_output(rule, points), *text = table.constant_output(rule, reason);
  const auto whole =
      number != nullptr && number->kind() == ValueKind::number ? number->as_number().to_integer() : std::nullopt;
  if (whole && *whole > 0 && text != nullptr && text->kind() == ValueKind::text && !text->as_text().empty())
    return Signal{*whole, text->as_text()};
  return Error::at(table.place_of(rule), Errc::playbook_invalid,
                   "a signal gives a whole number of points above 0 and a reason code in quotes");
}

// The most points each code was given, most points first, then by code.
std::vector<Signal> strongest(std::vector<Signal> signals) {
  std::sort(signals.begin(), signals.end(), [](const Signal& a, const Signal& b) {
    return a.reason != b.reason ? a.reason < b.reason : a.points > b.points;
  });
  signals.erase(std::unique(signals.begin(), signals.end(),
                            [](const Signal& a, const Signal& b) { return a.reason == b.reason; }),
                signals.end());
  std::stable_sort(signals.begin(), signals.end(),
                   [](const Signal& a, const Signal& b) { return a.points > b.points; });
  return signals;
}

EarlyWarning summed(const std::vector<Signal>& signals) {
  EarlyWarning warning;
  for (const auto& signal : strongest(signals)) {
    warning.points += signal.points;
    warning.reasons.push_back(signal.reason);
  }
  return warning;
}

Schema warning_schema() {
  return Schema::of({{kId, ColumnType::text, 0, {}},
                     {"warning_points", ColumnType::number, 0, "points"},
                     {"warning_level", ColumnType::text, 0, {}},
                     {"reason_1", ColumnType::text, 0, {}},
                     {"reason_2", ColumnType::text, 0, {}},
                     {"reason_3", ColumnType::text, 0, {}}})
      .value_or(Schema());
}

void append_warning(BatchBuilder& builder, std::string_view id, const EarlyWarning& warning) {
  builder.column(0).append_text(id);
  builder.column(1).append_number(warning.points);
  builder.column(2).append_text(warning.level);
  for (std::size_t i = 0; i < kReasons; ++i)
    i < warning.reasons.size() ? builder.column(3 + i).append_text(warning.reasons[i])
                               : builder.column(3 + i).append_null();
}

bool is_churned(const Column* stage, std::size_t row) {
  return stage != nullptr && stage->type() == ColumnType::text && stage->text(row) == "churned";
}

// Points, then value (unknown last), both descending, then id. Null without points.
Result<Column> ranks_of(const Column& ids, const Column& points, const Column* value) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < ids.size(); ++row)
    if (points.numbers()[row] > 0) rows.push_back(row);
  const auto known = [&](std::uint32_t row) {
    return value != nullptr && value->type() == ColumnType::number && !value->is_null(row);
  };
  std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (points.numbers()[a] != points.numbers()[b]) return points.numbers()[a] > points.numbers()[b];
    if (known(a) != known(b)) return known(a);
    if (known(a) && value->numbers()[a] != value->numbers()[b]) return value->numbers()[a] > value->numbers()[b];
    return ids.text(a) < ids.text(b);
  });
  std::vector<std::int64_t> ranks(ids.size(), 0);
  for (std::size_t i = 0; i < rows.size(); ++i) ranks[rows[i]] = static_cast<std::int64_t>(i) + 1;
  ColumnBuilder builder(Field{"warning_rank", ColumnType::number, 0, "rank"});
  for (const auto rank : ranks) rank == 0 ? builder.append_null() : builder.append_number(rank);
  return builder.finish();
}

std::vector<EarlyWarning> warnings_of(const Batch& slice, const std::vector<std::vector<std::uint8_t>>& holds,
                                      const std::vector<Signal>& given) {
  std::vector<EarlyWarning> warnings;
  std::vector<Signal> signals;
  const auto* stage = slice.find(kStage);
  for (std::size_t row = 0; row < slice.rows(); ++row) {
    signals.clear();
    for (std::size_t rule = 0; rule < holds.size() && !is_churned(stage, row); ++rule)
      if (holds[rule][row] != 0) signals.push_back(given[rule]);
    warnings.push_back(summed(signals));
  }
  return warnings;
}

// Levels are decided for the whole slice at once.
Result<Batch> warned_rows(const Batch& slice, std::vector<EarlyWarning> warnings, const TotalTable& levels) {
  ColumnBuilder points(Field{kPoints, ColumnType::number, 0, "points"});
  for (const auto& warning : warnings) points.append_number(warning.points);
  STAYSAIL_TRY(const auto asked, Batch::of({points.finish()}));
  STAYSAIL_TRY(const auto decided, levels.decide(asked, {}, kPoints));
  STAYSAIL_TRY(const auto level, decided.require(kLevel, ColumnType::text));
  STAYSAIL_TRY(const auto ids, slice.require(kId, ColumnType::text));
  BatchBuilder builder(warning_schema());
  for (std::size_t row = 0; row < warnings.size(); ++row) {
    warnings[row].level = level.text(row);
    append_warning(builder, ids.text(row), warnings[row]);
  }
  return builder.finish();
}

}  // namespace
}  // namespace warning

struct WarningRules::Tables {
  DecisionTable signals;
  TotalTable levels;
  std::vector<warning::Signal> given;  // per rule of `signals`
};

Result<WarningRules> WarningRules::load(const std::string& folder, const Schema& frame) {
  using namespace warning;
  auto scope = decision_scope(frame);
  scope.add(kStage, stage_names());
  STAYSAIL_TRY(auto signals, DecisionTable::load(folder + "/warning.csv", scope));
  if (signals.hit_policy() != HitPolicy::collect)
    return Error::at({signals.name(), 1, 1}, Errc::playbook_invalid,
                     "every signal that holds counts: the hit policy is C (COLLECT)");
  STAYSAIL_TRY(const auto points, output_of(signals, kPoints));
  STAYSAIL_TRY(const auto reason, output_of(signals, kReason));
  std::vector<Signal> given;
  for (std::size_t rule = 0; rule < signals.rule_count(); ++rule) {
    STAYSAIL_TRY(auto signal, signal_of(signals, rule, points, reason));
    given.push_back(std::move(signal));
  }
  Scope points_scope;
  points_scope.add(kPoints, FeelType::number());
  STAYSAIL_TRY(auto levels, TotalTable::load(folder + "/warning_levels.csv", points_scope,
                                             {{kLevel, {"high", "medium", "low", "none"}}}));
  return WarningRules(std::make_shared<const Tables>(Tables{std::move(signals), std::move(levels), std::move(given)}));
}

std::vector<std::string> WarningRules::inputs() const { return tables_->signals.names(); }

std::vector<DecisionTable> WarningRules::tables() const { return {tables_->signals, tables_->levels.table()}; }

Result<EarlyWarning> WarningRules::warn(const Inputs& line, Day as_of) const {
  using namespace warning;
  Inputs asked = line;
  asked.set("as_of", Value::date(as_of));
  std::vector<Signal> signals;
  const auto* stage = line.find(kStage);
  const bool churned = stage != nullptr && *stage == Value::text("churned");
  const auto traces = churned ? std::vector<RuleTrace>() : tables_->signals.explain(asked);
  for (std::size_t rule = 0; rule < traces.size(); ++rule)
    if (traces[rule].holds.is_true()) signals.push_back(tables_->given[rule]);
  auto result = summed(signals);
  STAYSAIL_TRY(const auto level, tables_->levels.decide(Inputs{{kPoints, Value::number(result.points)}}));
  result.level = text_output(level, kLevel);
  return result;
}

Result<Batch> WarningRules::warnings(const Batch& frame, Day as_of, const WarningOptions& options) const {
  using namespace warning;
  const Inputs constants{{"as_of", Value::date(as_of)}};
  const auto warn_slice = [&](std::size_t begin, std::size_t count) -> Result<Batch> {
    const auto slice = frame.slice(begin, count);
    STAYSAIL_TRY(const auto holds, tables_->signals.holds(slice, constants));
    return warned_rows(slice, warnings_of(slice, holds, tables_->given), tables_->levels);
  };
  STAYSAIL_TRY(const auto warned, map_slices(frame.rows(), options.batch_rows, options.executor, warn_slice));
  STAYSAIL_TRY(auto ranks, ranks_of(warned.column(0), warned.column(1), frame.find("value")));
  return warned.with(std::move(ranks));
}

}  // namespace staysail
