#include "staysail/columns/batch.hpp"

#include <algorithm>

namespace staysail {
namespace {

std::vector<std::string> names_of(const Schema& schema) {
  std::vector<std::string> names;
  for (const auto& field : schema.fields()) names.push_back(field.name);
  return names;
}

Error no_column(const Schema& schema, std::string_view name) {
  const std::string near = nearest_name(name, names_of(schema));
  return Error(Errc::schema_mismatch, "there is no column '" + std::string(name) + "'" +
                                          (near.empty() ? "" : "; did you mean '" + near + "'?"));
}

}  // namespace

Result<Batch> Batch::of(std::vector<Column> columns) {
  std::vector<Field> fields;
  for (const auto& column : columns) {
    if (column.size() != columns.front().size())
      return Error(Errc::schema_mismatch,
                   "columns of one batch have equal lengths; this one differs: " + column.field().name);
    fields.push_back(column.field());
  }
  Batch batch;
  STAYSAIL_TRY(batch.schema_, Schema::of(std::move(fields)));
  batch.rows_ = columns.empty() ? 0 : columns.front().size();
  batch.columns_ = std::move(columns);
  return batch;
}

const Column* Batch::find(std::string_view name) const {
  const auto index = schema_.find(name);
  return index ? &columns_[*index] : nullptr;
}

Result<Column> Batch::require(std::string_view name, ColumnType type) const {
  const Column* column = find(name);
  if (column == nullptr) return no_column(schema_, name);
  if (column->type() != type)
    return Error(Errc::schema_mismatch, "column '" + std::string(name) + "' holds " +
                                            std::string(name_of(column->type())) + " where " +
                                            std::string(name_of(type)) + " was expected");
  return *column;
}

Batch Batch::slice(std::size_t begin, std::size_t count) const {
  Batch part;
  part.schema_ = schema_;
  part.rows_ = count;
  for (const auto& column : columns_) part.columns_.push_back(column.slice(begin, count));
  return part;
}

Batch Batch::take(std::span<const std::uint32_t> rows) const {
  Batch taken;
  taken.schema_ = schema_;
  taken.rows_ = rows.size();
  for (const auto& column : columns_) taken.columns_.push_back(column.take(rows));
  return taken;
}

Result<Batch> Batch::with(Column column) const {
  std::vector<Column> columns = columns_;
  const auto index = schema_.find(column.field().name);
  if (index) columns[*index] = std::move(column);
  else columns.push_back(std::move(column));
  return of(std::move(columns));
}

Result<Batch> Batch::select(const std::vector<std::string>& names) const {
  std::vector<Column> columns;
  for (const auto& name : names) {
    const Column* column = find(name);
    if (column == nullptr) return no_column(schema_, name);
    columns.push_back(*column);
  }
  return of(std::move(columns));
}

BatchBuilder::BatchBuilder(const Schema& schema) {
  for (const auto& field : schema.fields()) columns_.emplace_back(field);
}

void BatchBuilder::append(const Batch& batch) {
  for (std::size_t c = 0; c < columns_.size(); ++c) columns_[c].append_all(batch.column(c));
}

Result<Batch> BatchBuilder::finish() {
  std::vector<Column> columns;
  for (auto& builder : columns_) columns.push_back(builder.finish());
  return Batch::of(std::move(columns));
}

Result<Batch> concatenate(std::span<const Batch> batches) {
  if (batches.empty()) return Batch();
  BatchBuilder builder(batches.front().schema());
  std::size_t rows = 0;
  for (const auto& batch : batches) rows += batch.rows();
  for (std::size_t c = 0; c < batches.front().width(); ++c) builder.column(c).reserve(rows);
  for (const auto& batch : batches) {
    if (!(batch.schema() == batches.front().schema()))
      return Error(Errc::schema_mismatch, "batches of one table have equal schemas");
    builder.append(batch);
  }
  return builder.finish();
}

}  // namespace staysail
