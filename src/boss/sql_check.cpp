#include "staysail/boss/sql_check.hpp"

#include "boss/record_check.hpp"
#include "boss/sql_records.hpp"

namespace staysail {
namespace {

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
  return boss::check_records(records, mapping, sql.feed, sql.feed.name, rejects, control, check);
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
