// Batch: columns of equal length under one schema. Immutable, cheap to copy, safe to share between threads.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "staysail/columns/column.hpp"

namespace staysail {

class Batch {
 public:
  Batch() = default;
  // `schema_mismatch` when lengths differ or a name occurs twice.
  static Result<Batch> of(std::vector<Column> columns);

  std::size_t rows() const { return rows_; }
  std::size_t width() const { return columns_.size(); }
  const Schema& schema() const { return schema_; }
  const Column& column(std::size_t index) const { return columns_[index]; }
  const std::vector<Column>& columns() const { return columns_; }
  // Null when there is no column of that name.
  const Column* find(std::string_view name) const;
  // The column, or `schema_mismatch` that names the nearest one.
  Result<Column> require(std::string_view name, ColumnType type) const;

  Batch slice(std::size_t begin, std::size_t count) const;
  Batch take(std::span<const std::uint32_t> rows) const;
  // This batch with `column` added, or put in the place of the one of the same name.
  Result<Batch> with(Column column) const;
  // Only the named columns, in that order.
  Result<Batch> select(const std::vector<std::string>& names) const;

 private:
  Schema schema_;
  std::vector<Column> columns_;
  std::size_t rows_ = 0;
};

// Builds a batch row by row: append to every column, then finish(). Owned by one thread.
class BatchBuilder {
 public:
  explicit BatchBuilder(const Schema& schema);
  ColumnBuilder& column(std::size_t index) { return columns_[index]; }
  std::size_t rows() const { return columns_.empty() ? 0 : columns_.front().size(); }
  // All rows of `batch` (same schema).
  void append(const Batch& batch);
  Result<Batch> finish();

 private:
  std::vector<ColumnBuilder> columns_;
};

// One batch of all rows; the batches have equal schemas.
Result<Batch> concatenate(std::span<const Batch> batches);

}  // namespace staysail
