#include "boss/record_check.hpp"

#include "boss/row_mapper.hpp"

namespace staysail::boss {
namespace {

constexpr std::size_t kRowsPerBatch = 16384;

Status check_rows(TextRecordReader& records, boss::RowMapper& mapper, RejectSink& rejects, const Control& control,
                  FileCheck& check) {
  TextRecord record;
  for (bool more = true; more;) {
    STAYSAIL_CHECK(control.check());
    while (mapper.records() < kRowsPerBatch) {
      const auto read = records.next(record);
      if (!read) check.failure = read.error();
      more = read && *read;
      if (!more) break;
      mapper.take(record);
    }
    STAYSAIL_TRY(const auto batch, mapper.finish());
    STAYSAIL_CHECK(count_rows(batch, rejects, check));
    control.report("validate", check.rows, 0);
  }
  return ok();
}

}  // namespace

Status count_rows(const FeedBatch& batch, RejectSink& rejects, FileCheck& check) {
  check.rows += batch.rows_read();
  check.good += batch.rows.size();
  check.bad += batch.rejects.size();
  for (const auto& part : batch.parts) check.rows_by_table[part.table] += part.batch.rows();
  for (const auto& row : batch.rejects) {
    ++check.bad_by_reason[row.reason];
    STAYSAIL_CHECK(rejects.take(row));
  }
  return ok();
}

Status check_records(TextRecordReader& records, const Mapping& mapping, const FeedMapping& feed,
                     const std::string& name, RejectSink& rejects, const Control& control, FileCheck& check) {
  const auto& header = names_of_columns(feed, records.header());
  check.unknown_columns = unknown_columns(feed, header);
  for (const auto& missing : missing_columns(feed, header))
    check.missing_columns.push_back({missing.column, missing.suggestion});
  auto binding = bind_rows(mapping, feed, header, name);
  if (!binding) {
    check.failure = binding.error();
    return ok();
  }
  RowMapper mapper(*std::move(binding), name);
  return check_rows(records, mapper, rejects, control, check);
}

}  // namespace staysail::boss
