#include "plan_frame.hpp"

#include <limits>
#include <string>

#include "staysail/view/persons.hpp"

namespace staysail::strategy {
namespace {

Result<std::optional<Column>> optional_column(const Batch& frame, std::string_view name, ColumnType type) {
  const Column* column = frame.find(name);
  if (column == nullptr) return std::optional<Column>{};
  if (column->type() != type) {
    return Error(Errc::schema_mismatch, "a plan needs the column " + std::string(name) + " as " +
                                            std::string(name_of(type)) + ", but the frame has it as " +
                                            std::string(name_of(column->type())));
  }
  return std::optional<Column>(*column);
}

// Who is a person's only customer stands for the person.
Column with_alone(const Column& persons, const Column& customers) {
  ColumnBuilder builder(customers.field());
  for (std::size_t row = 0; row < customers.size(); ++row)
    builder.append_text(persons.is_null(row) ? customers.text(row) : persons.text(row));
  return builder.finish();
}

}  // namespace

Result<PlanFrame> PlanFrame::of(const Batch& frame) {
  PlanFrame columns;
  STAYSAIL_TRY(columns.subscription_, frame.require("subscription_id", ColumnType::text));
  STAYSAIL_TRY(columns.customer_, frame.require("customer_id", ColumnType::text));
  if (columns.customer_.null_count() > 0) {
    return Error(Errc::schema_mismatch, "a plan binds customers, but rows without a customer_id are in the frame: " +
                                            std::to_string(columns.customer_.null_count()));
  }
  STAYSAIL_TRY(const auto persons, optional_column(frame, Persons::kColumn, ColumnType::text));
  columns.person_ = persons ? with_alone(*persons, columns.customer_) : columns.customer_;
  STAYSAIL_TRY(columns.account_, optional_column(frame, "account_id", ColumnType::text));
  STAYSAIL_TRY(columns.stage_, optional_column(frame, "stage", ColumnType::text));
  STAYSAIL_TRY(columns.preferred_channel_, optional_column(frame, "preferred_channel", ColumnType::text));
  STAYSAIL_TRY(columns.value_, optional_column(frame, "value", ColumnType::number));
  STAYSAIL_TRY(columns.retention_rank_, optional_column(frame, "retention_rank", ColumnType::number));
  return columns;
}

std::int64_t PlanFrame::value(std::uint32_t row) const {
  if (!value_ || value_->is_null(row)) return std::numeric_limits<std::int64_t>::min();
  return value_->numbers()[row];
}

std::int64_t PlanFrame::retention_rank(std::uint32_t row) const {
  if (!retention_rank_ || retention_rank_->is_null(row)) return std::numeric_limits<std::int64_t>::max();
  return retention_rank_->numbers()[row];
}

}  // namespace staysail::strategy
