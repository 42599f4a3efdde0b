// The rows of a database as the records that a row mapper takes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "staysail/boss/sql_source.hpp"
#include "staysail/files/text_record.hpp"

namespace staysail::boss {

// NULL is the empty text; a value that is no UTF-8, and a row longer than `max_record_bytes`, are bad rows.
class SqlRecords final : public TextRecordReader {
 public:
  SqlRecords(std::unique_ptr<SqlRows> rows, std::size_t max_record_bytes)
      : rows_(std::move(rows)), max_record_bytes_(max_record_bytes) {}
  const std::vector<std::string>& header() const override { return rows_->columns(); }
  Result<bool> next(TextRecord& out) override;

 private:
  std::unique_ptr<SqlRows> rows_;
  std::size_t max_record_bytes_;
  std::vector<SqlValue> values_;
  std::vector<std::string_view> fields_;
  std::vector<std::uint32_t> starts_;
  std::uint64_t line_ = 0;
};

}  // namespace staysail::boss
