#include "stage_slice.hpp"

#include <algorithm>

#include "line_facts.hpp"

namespace staysail::lifecycle {
namespace {

constexpr const char *kSince = "stage_since", *kQuiet = "quiet_cycles", *kEnd = "stage_contract_end",
                     *kReleasedFrom = "released_from", *kId = "subscription_id";

using Rows = std::vector<std::uint32_t>;

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

// What a table names, with the id that errors tell of.
Result<Batch> columns_of(const TotalTable& table, const Batch& asked) {
  auto names = table.table().names();
  std::erase_if(names, [&](const std::string& name) { return name == kId || asked.find(name) == nullptr; });
  names.emplace_back(kId);
  return asked.select(names);
}

class StageSlice {
 public:
  StageSlice(std::span<const LineFamily> families, std::span<const FamilyTables> tables, const PreviousStates& previous,
             Day as_of)
      : families_(families), tables_(tables), previous_(previous), as_of_(as_of) {
    constants_.set("as_of", Value::date(as_of));
  }

  Result<Batch> stages(const Batch& slice) {
    STAYSAIL_TRY(const auto reader, LineReader::over(slice));
    STAYSAIL_TRY(const auto ids, slice.require(kId, ColumnType::text));
    read_lines(reader, ids);
    STAYSAIL_TRY(auto asked, with_facts(slice));
    STAYSAIL_CHECK(part_by_family(asked));
    STAYSAIL_TRY(asked, with_decline_cause(asked));
    STAYSAIL_CHECK(give_verdicts(asked));
    BatchBuilder builder(stage_schema());
    for (std::size_t row = 0; row < ids.size(); ++row) {
      const auto* before = before_[row] ? &*before_[row] : nullptr;
      append_state(builder, ids.text(row),
                   remember(verdicts_[row], views_[row], facts_[row], before, as_of_, tables_[family_of_[row]].memory));
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
    verdicts_.resize(ids.size());
    family_of_.assign(ids.size(), families_.size());
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

  // The first family whose condition holds.
  Status part_by_family(const Batch& asked) {
    for (std::size_t family = families_.size(); family-- > 0;) {
      STAYSAIL_TRY(const auto holds, families_[family].when.matches(asked, constants_));
      for (std::size_t row = 0; row < holds.size(); ++row)
        if (holds[row] != 0) family_of_[row] = family;
    }
    return ok();
  }

  template <class Belongs>
  Rows rows_where(const Belongs& belongs) const {
    Rows rows;
    for (std::uint32_t row = 0; row < facts_.size(); ++row)
      if (belongs(row)) rows.push_back(row);
    return rows;
  }

  // Nothing where no line is asked about.
  Result<std::optional<Batch>> decided(const TotalTable& table, const Batch& asked, const Rows& rows) const {
    if (rows.empty()) return std::optional<Batch>();
    STAYSAIL_TRY(const auto columns, columns_of(table, asked));
    STAYSAIL_TRY(auto answers,
                 table.decide(rows.size() == columns.rows() ? columns : columns.take(rows), constants_, kId));
    return std::optional(std::move(answers));
  }

  Result<Batch> with_decline_cause(const Batch& asked) {
    std::vector<std::string> causes(facts_.size());
    for (std::size_t family = 0; family < tables_.size(); ++family) {
      const auto rows = rows_where([&](std::uint32_t row) { return family_of_[row] == family; });
      STAYSAIL_TRY(const auto answers, decided(tables_[family].decline, asked, rows));
      if (!answers) continue;
      STAYSAIL_TRY(const auto cause, answers->require(kDeclineCause, ColumnType::text));
      for (std::size_t i = 0; i < rows.size(); ++i) {
        verdicts_[rows[i]].declining = !cause.is_null(i);
        if (!cause.is_null(i)) causes[rows[i]] = cause.text(i);
      }
    }
    ColumnBuilder builder(Field{kDeclineCause, ColumnType::text, 0, {}});
    for (std::size_t row = 0; row < causes.size(); ++row)
      verdicts_[row].declining ? builder.append_text(causes[row]) : builder.append_null();
    return asked.with(builder.finish());
  }

  // Each line by the table of its family and its contract type.
  Status give_verdicts(const Batch& asked) {
    for (std::size_t family = 0; family < tables_.size(); ++family)
      for (const bool bound : {false, true}) {
        const auto rows =
            rows_where([&](std::uint32_t row) { return family_of_[row] == family && under_contract(row) == bound; });
        const auto& table = bound ? tables_[family].with_contract : tables_[family].without_contract;
        STAYSAIL_TRY(const auto answers, decided(table, asked, rows));
        if (answers) STAYSAIL_CHECK(take_verdicts(*answers, rows));
      }
    return ok();
  }

  Status take_verdicts(const Batch& answers, const Rows& rows) {
    STAYSAIL_TRY(const auto stage, answers.require(kStage, ColumnType::text));
    STAYSAIL_TRY(const auto cause, answers.require(kCause, ColumnType::text));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      verdicts_[rows[i]].stage = stage.text(i);
      verdicts_[rows[i]].cause = cause.text(i);
    }
    return ok();
  }

  std::span<const LineFamily> families_;
  std::span<const FamilyTables> tables_;
  const PreviousStates& previous_;
  Day as_of_;
  Inputs constants_;
  std::vector<std::optional<StageState>> before_;
  std::vector<LineView> views_;
  std::vector<LineFacts> facts_;
  std::vector<std::size_t> family_of_;
  std::vector<Verdict> verdicts_;
};

}  // namespace

Result<PreviousStates> PreviousStates::over(const Batch& frame) {
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

std::optional<StageState> PreviousStates::find(std::string_view id) const {
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

std::optional<Day> PreviousStates::day(std::size_t column, std::size_t row) const {
  return columns_[column].is_null(row) ? std::nullopt
                                       : std::optional<Day>(Day::since_epoch(columns_[column].days()[row]));
}

Result<Batch> stages_of_slice(const Batch& slice, std::span<const LineFamily> families,
                              std::span<const FamilyTables> tables, const PreviousStates& previous, Day as_of) {
  return StageSlice(families, tables, previous, as_of).stages(slice);
}

}  // namespace staysail::lifecycle
