#include "staysail/lifecycle/churn_rules.hpp"

#include "staysail/decision/total_table.hpp"
#include "staysail/indicators/decision_scope.hpp"

namespace staysail {

struct ChurnRules::Tables {
  TotalTable kinds, causes;
};

namespace lifecycle {
namespace {

constexpr const char *kKind = "churn_kind", *kCause = "churn_cause", *kId = "subscription_id";

Scope churn_scope(const Schema& frame) {
  auto scope = decision_scope(frame);
  scope.add("line_ended", FeelType::boolean())
      .add("party_moved", FeelType::boolean())
      .add("party_other_lines", FeelType::number());
  return scope;
}

Result<Batch> joined(const Batch& frame, const Batch& endings) {
  auto columns = frame.columns();
  for (const auto& column : endings.columns()) columns.push_back(column);
  return Batch::of(std::move(columns));
}

std::vector<std::uint32_t> ended_rows(const Column& ended) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < ended.size(); ++row)
    if (!ended.is_null(row) && ended.booleans()[row] != 0) rows.push_back(row);
  return rows;
}

// `values` of the ended lines at their rows, null at all others.
Column spread(const Column& values, const std::vector<std::uint32_t>& rows, std::size_t size, const char* name) {
  ColumnBuilder builder(Field{name, ColumnType::text, 0, {}});
  std::size_t next = 0;
  for (std::size_t row = 0; row < size; ++row) {
    if (next < rows.size() && rows[next] == row) builder.append_from(values, next++);
    else builder.append_null();
  }
  return builder.finish();
}

}  // namespace
}  // namespace lifecycle

Result<ChurnRules> ChurnRules::load(const std::string& folder, const Schema& frame) {
  using namespace lifecycle;
  const auto scope = churn_scope(frame);
  STAYSAIL_TRY(auto kinds, TotalTable::load(folder + "/churn_kinds.csv", scope, {kKind}));
  STAYSAIL_TRY(auto causes, TotalTable::load(folder + "/churn_causes.csv", scope, {kCause}));
  return ChurnRules(std::make_shared<const Tables>(Tables{std::move(kinds), std::move(causes)}));
}

std::vector<std::string> ChurnRules::kind_names() const { return tables_->kinds.texts_of(lifecycle::kKind); }
std::vector<DecisionTable> ChurnRules::tables() const { return {tables_->kinds.table(), tables_->causes.table()}; }

Result<ChurnKind> ChurnRules::kind(const Inputs& line, Day as_of) const {
  Inputs asked = line;
  asked.set("as_of", Value::date(as_of));
  STAYSAIL_TRY(const auto kind, tables_->kinds.decide(asked));
  STAYSAIL_TRY(const auto cause, tables_->causes.decide(asked));
  return ChurnKind{text_output(kind, lifecycle::kKind), text_output(cause, lifecycle::kCause)};
}

Result<Batch> ChurnRules::kinds(const Batch& frame, const Batch& endings, Day as_of) const {
  using namespace lifecycle;
  STAYSAIL_TRY(const auto ids, frame.require(kId, ColumnType::text));
  STAYSAIL_TRY(const auto ended, endings.require("line_ended", ColumnType::boolean));
  STAYSAIL_TRY(const auto all, joined(frame, endings));
  const auto rows = ended_rows(ended);
  const auto asked = all.take(rows);
  const Inputs constants{{"as_of", Value::date(as_of)}};
  STAYSAIL_TRY(const auto kinds, tables_->kinds.decide(asked, constants, kId));
  STAYSAIL_TRY(const auto causes, tables_->causes.decide(asked, constants, kId));
  STAYSAIL_TRY(const auto kind, kinds.require(kKind, ColumnType::text));
  STAYSAIL_TRY(const auto cause, causes.require(kCause, ColumnType::text));
  return Batch::of({ids, spread(kind, rows, frame.rows(), kKind), spread(cause, rows, frame.rows(), kCause)});
}

}  // namespace staysail
