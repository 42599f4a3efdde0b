#include "staysail/boss/sql_check.hpp"

#include "boss/row_mapper.hpp"
#include "boss/sql_records.hpp"

namespace staysail {
namespace {

constexpr std::size_t kRowsPerBatch = 16384;

Status count(const FeedBatch& batch, RejectSink& rejects, FileCheck& check) {
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

Status check_rows(boss::SqlRecords& records, boss::RowMapper& mapper, RejectSink& rejects, const Control& control,
                  FileCheck& check) {
  TextRecord record;
  for (bool more = true; more;) {
    STAYSAIL_CHECK(control.check());
    while (more && mapper.records() < kRowsPerBatch) {
      const auto read = records.next(record);
      if (!read) check.failure = read.error();
      more = read && *read;
      if (more) mapper.take(record);
    }
    STAYSAIL_TRY(const auto batch, mapper.finish());
    STAYSAIL_CHECK(count(batch, rejects, check));
    control.report("validate", check.rows, 0);
  }
  return ok();
}

Status check_table(SqlSnapshot& snapshot, const Mapping& mapping, const SqlFeedMapping& sql, RejectSink& rejects,
                   const Control& control, FileCheck& check) {
  check.file = check.feed = sql.feed.name;
  check.keeps_unknown = sql.feed.keep_unknown;
  auto rows = snapshot.query({sql.query, {}});
  if (!rows) {
    check.failure = rows.error();
    return ok();
  }
  boss::SqlRecords records(*std::move(rows), sql.feed.delimited.max_record_bytes);
  check.unknown_columns = boss::unknown_columns(sql.feed, records.header());
  for (const auto& missing : boss::missing_columns(sql.feed, records.header()))
    check.missing_columns.push_back({missing.column, missing.suggestion});
  auto binding = boss::bind_rows(mapping, sql.feed, records.header(), sql.feed.name);
  if (!binding) {
    check.failure = binding.error();
    return ok();
  }
  boss::RowMapper mapper(*std::move(binding), sql.feed.name);
  return check_rows(records, mapper, rejects, control, check);
}

}  // namespace

Result<FeedCheck> check_tables(SqlSource& source, const Mapping& mapping, RejectSink& rejects, const Control& control) {
  STAYSAIL_TRY(const auto snapshot, source.snapshot());
  FeedCheck result;
  for (const auto& sql : mapping.sql_feeds)
    STAYSAIL_CHECK(check_table(*snapshot, mapping, sql, rejects, control, result.files.emplace_back()));
  return result;
}

}  // namespace staysail
