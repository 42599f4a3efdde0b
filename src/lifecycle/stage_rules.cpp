#include "staysail/lifecycle/stage_rules.hpp"

#include <unordered_map>

#include "line_facts.hpp"
#include "staysail/columns/slices.hpp"
#include "staysail/decision/total_table.hpp"
#include "staysail/indicators/decision_scope.hpp"
#include "staysail/lifecycle/stage_names.hpp"

namespace staysail {

struct StageRules::Tables {
  TotalTable decline, with_contract, without_contract;
};

namespace lifecycle {
namespace {

constexpr const char *kEnded = "line_ended", *kIsRenewed = "renewed", *kUnderContract = "under_contract",
                     *kDeclineCause = "decline_cause";
constexpr const char *kStage = "stage", *kCause = "stage_cause", *kSince = "stage_since", *kQuiet = "quiet_cycles",
                     *kEnd = "stage_contract_end", *kReleasedFrom = "released_from", *kId = "subscription_id";

Inputs constants_at(Day as_of) { return {{"as_of", Value::date(as_of)}}; }

Status check_frame(const Schema& frame) {
  for (const auto* name : {"binding_contract", "outlived_contract"}) {
    const auto found = frame.find(name);
    if (!found || frame.field(*found).type != ColumnType::boolean)
      return Error(Errc::unknown_name, std::string("stages need the boolean indicator ") + name +
                                           "; declare it in indicators.toml as the shipped playbook does");
  }
  return ok();
}

Scope stage_scope(const Schema& frame, bool decline_known) {
  auto scope = decision_scope(frame);
  for (const auto* name : {kEnded, kIsRenewed, kUnderContract}) scope.add(name, FeelType::boolean());
  if (decline_known) scope.add(kDeclineCause, FeelType::text());
  return scope;
}

Schema stage_schema() {
  return Schema::of({{kId, ColumnType::text, 0, {}},
                     {kStage, ColumnType::text, 0, {}},
                     {kCause, ColumnType::text, 0, {}},
                     {kSince, ColumnType::number, 0, "month"},
                     {kQuiet, ColumnType::number, 0, "cycles"},
                     {kEnd, ColumnType::day, 0, {}},
                     {kReleasedFrom, ColumnType::day, 0, {}}})
      .value_or(Schema());
}

// The states of a stage frame by subscription.
class PreviousStates {
 public:
  static Result<PreviousStates> over(const Batch& frame) {
    PreviousStates states;
    if (frame.rows() == 0) return states;
    const auto schema = stage_schema();
    for (const auto& field : schema.fields()) {
      STAYSAIL_TRY(auto column, frame.require(field.name, field.type));
      states.columns_.push_back(std::move(column));
    }
    for (std::size_t row = 0; row < frame.rows(); ++row) states.row_of_.emplace(states.columns_[0].text(row), row);
    return states;
  }

  // Null when the line was not there.
  std::optional<StageState> find(std::string_view id) const {
    const auto found = row_of_.find(id);
    if (found == row_of_.end()) return std::nullopt;
    const auto row = found->second;
    return StageState{std::string(columns_[1].text(row)),
                      std::string(columns_[2].text(row)),
                      Month::from_index(static_cast<std::int32_t>(columns_[3].numbers()[row])),
                      static_cast<int>(columns_[4].numbers()[row]),
                      day(5, row),
                      day(6, row)};
  }

 private:
  std::optional<Day> day(std::size_t column, std::size_t row) const {
    return columns_[column].is_null(row) ? std::nullopt
                                         : std::optional<Day>(Day::since_epoch(columns_[column].days()[row]));
  }
  std::vector<Column> columns_;
  std::unordered_map<std::string_view, std::size_t> row_of_;
};

void append_day(ColumnBuilder& builder, const std::optional<Day>& day) {
  day ? builder.append_day(*day) : builder.append_null();
}

void append_state(BatchBuilder& builder, std::string_view id, const StageState& state) {
  builder.column(0).append_text(id);
  builder.column(1).append_text(state.stage);
  builder.column(2).append_text(state.cause);
  builder.column(3).append_number(state.since.index());
  builder.column(4).append_number(state.quiet_cycles);
  append_day(builder.column(5), state.contract_end);
  append_day(builder.column(6), state.released_from);
}

// One slice of the frame on the column plane.
class StageSlice {
 public:
  StageSlice(const TotalTable& decline, const TotalTable& with_contract, const TotalTable& without_contract,
             const PreviousStates& previous, Day as_of)
      : decline_(decline), with_(with_contract), without_(without_contract), previous_(previous), as_of_(as_of) {}

  Result<Batch> stages(const Batch& slice) {
    STAYSAIL_TRY(const auto reader, LineReader::over(slice));
    STAYSAIL_TRY(const auto ids, slice.require(kId, ColumnType::text));
    read_lines(reader, ids);
    STAYSAIL_TRY(auto asked, with_facts(slice));
    STAYSAIL_TRY(const auto declines, decline_.decide(asked, constants_at(as_of_), kId));
    STAYSAIL_TRY(const auto cause, declines.require(kDeclineCause, ColumnType::text));
    STAYSAIL_TRY(asked, asked.with(cause));
    STAYSAIL_TRY(const auto verdicts, verdicts_of(asked, cause));
    BatchBuilder builder(stage_schema());
    for (std::size_t row = 0; row < ids.size(); ++row) {
      const auto* before = before_[row] ? &*before_[row] : nullptr;
      append_state(builder, ids.text(row), remember(verdicts[row], views_[row], facts_[row], before, as_of_));
    }
    return builder.finish();
  }

 private:
  void read_lines(const LineReader& reader, const Column& ids) {
    for (std::size_t row = 0; row < ids.size(); ++row) {
      before_.push_back(previous_.find(ids.text(row)));
      views_.push_back(reader.at(row));
      facts_.push_back(facts_of(views_[row], before_[row] ? &*before_[row] : nullptr, as_of_));
    }
  }

  template <class Truth>
  Column truths(const char* name, const Truth& truth) const {
    ColumnBuilder builder(Field{name, ColumnType::boolean, 0, {}});
    for (std::size_t row = 0; row < facts_.size(); ++row) builder.append_boolean(truth(row));
    return builder.finish();
  }
  bool under_contract(std::size_t row) const { return views_[row].binding_contract && !facts_[row].released; }

  Result<Batch> with_facts(const Batch& slice) const {
    STAYSAIL_TRY(const auto ended, slice.with(truths(kEnded, [&](std::size_t row) { return facts_[row].ended; })));
    STAYSAIL_TRY(const auto renewed,
                 ended.with(truths(kIsRenewed, [&](std::size_t row) { return facts_[row].renewed; })));
    return renewed.with(truths(kUnderContract, [&](std::size_t row) { return under_contract(row); }));
  }

  // Each line by the table of its contract type.
  Result<std::vector<Verdict>> verdicts_of(const Batch& asked, const Column& decline_cause) const {
    std::vector<std::uint32_t> rows[2];
    for (std::uint32_t row = 0; row < facts_.size(); ++row) rows[under_contract(row) ? 1 : 0].push_back(row);
    std::vector<Verdict> verdicts(facts_.size());
    for (const int type : {0, 1}) {
      if (rows[type].empty()) continue;
      STAYSAIL_TRY(const auto decided,
                   (type == 1 ? with_ : without_).decide(asked.take(rows[type]), constants_at(as_of_), kId));
      STAYSAIL_TRY(const auto stage, decided.require(kStage, ColumnType::text));
      STAYSAIL_TRY(const auto cause, decided.require(kCause, ColumnType::text));
      for (std::size_t i = 0; i < rows[type].size(); ++i)
        verdicts[rows[type][i]] = {std::string(stage.text(i)), std::string(cause.text(i)),
                                   !decline_cause.is_null(rows[type][i])};
    }
    return verdicts;
  }

  const TotalTable &decline_, &with_, &without_;
  const PreviousStates& previous_;
  Day as_of_;
  std::vector<std::optional<StageState>> before_;
  std::vector<LineView> views_;
  std::vector<LineFacts> facts_;
};

}  // namespace
}  // namespace lifecycle

Result<StageRules> StageRules::load(const std::string& folder, const Schema& frame) {
  using namespace lifecycle;
  STAYSAIL_CHECK(check_frame(frame));
  STAYSAIL_TRY(auto decline,
               TotalTable::load(folder + "/lifecycle_decline.csv", stage_scope(frame, false), {kDeclineCause}));
  const auto scope = stage_scope(frame, true);
  const std::vector<TableOutput> outputs = {{kStage, stage_names()}, kCause};
  STAYSAIL_TRY(auto with_contract, TotalTable::load(folder + "/lifecycle_with_contract.csv", scope, outputs));
  STAYSAIL_TRY(auto without_contract, TotalTable::load(folder + "/lifecycle_without_contract.csv", scope, outputs));
  return StageRules(std::make_shared<const Tables>(
      Tables{std::move(decline), std::move(with_contract), std::move(without_contract)}));
}

std::vector<DecisionTable> StageRules::tables() const {
  return {tables_->decline.table(), tables_->with_contract.table(), tables_->without_contract.table()};
}

Result<StageState> StageRules::stage(const Inputs& line, const StageState* previous, Day as_of) const {
  using namespace lifecycle;
  const auto view = view_of(line);
  const auto facts = facts_of(view, previous, as_of);
  const bool under_contract = view.binding_contract && !facts.released;
  Inputs asked = line;
  asked.set("as_of", Value::date(as_of))
      .set(kEnded, Value::boolean(facts.ended))
      .set(kIsRenewed, Value::boolean(facts.renewed));
  asked.set(kUnderContract, Value::boolean(under_contract));
  STAYSAIL_TRY(const auto decline, tables_->decline.decide(asked));
  const auto cause = text_output(decline, kDeclineCause);
  asked.set(kDeclineCause, cause.empty() ? Value() : Value::text(cause));
  STAYSAIL_TRY(const auto decided, (under_contract ? tables_->with_contract : tables_->without_contract).decide(asked));
  return remember({text_output(decided, kStage), text_output(decided, kCause), !cause.empty()}, view, facts, previous,
                  as_of);
}

Result<Batch> StageRules::stages(const Batch& frame, const Batch& previous, Day as_of,
                                 const StageOptions& options) const {
  using namespace lifecycle;
  STAYSAIL_TRY(const auto before, PreviousStates::over(previous));
  return map_slices(frame.rows(), options.batch_rows, options.executor, [&](std::size_t begin, std::size_t count) {
    return StageSlice(tables_->decline, tables_->with_contract, tables_->without_contract, before, as_of)
        .stages(frame.slice(begin, count));
  });
}

}  // namespace staysail
