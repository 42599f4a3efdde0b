#include "staysail/boss/feed_check.hpp"

#include <algorithm>

#include "boss/row_mapper.hpp"
#include "boss/survey.hpp"

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
    STAYSAIL_CHECK(count(batch, rejects, check));
    control.report("validate", check.rows, 0);
  }
  return ok();
}

Status check_rows(const FileSet& files, const Mapping& mapping, const boss::FeedFile& file, RejectSink& rejects,
                  const Control& control, FileCheck& check) {
  const auto records = boss::open_records(files, file);
  if (!records) {
    check.failure = records.error();
    return ok();
  }
  const auto& header = boss::names_of_columns(*file.feed, (*records)->header());
  check.unknown_columns = boss::unknown_columns(*file.feed, header);
  for (const auto& missing : boss::missing_columns(*file.feed, header))
    check.missing_columns.push_back({missing.column, missing.suggestion});
  auto binding = boss::bind_rows(mapping, *file.feed, header, file.name);
  if (!binding) {
    check.failure = binding.error();
    return ok();
  }
  boss::RowMapper mapper(*std::move(binding), file.name);
  return check_rows(**records, mapper, rejects, control, check);
}

Status check_file(const FileSet& files, const Mapping& mapping, const boss::SurveyedFile& one, RejectSink& rejects,
                  const Control& control, FileCheck& check) {
  check.file = one.file.name;
  check.feed = one.file.feed->name;
  check.keeps_unknown = one.file.feed->keep_unknown;
  check.failure = one.failure;
  check.withheld = one.withheld;
  check.notices = one.notices;
  // Rows whose sum is not the one declared are looked at all the same: one of them may say why.
  const bool look = !one.withheld || one.withheld->reason == "totals_differ";
  return one.failure || !look ? ok() : check_rows(files, mapping, one.file, rejects, control, check);
}

Status check_split(BossFeed& feed, const FeedSplit& split, RejectSink& rejects, const Control& control,
                   FileCheck& check) {
  check.file = split.file;
  check.feed = split.feed;
  FeedRequest request;
  request.rows_per_batch = kRowsPerBatch;
  const auto reader = feed.open(request, split);
  if (!reader) check.failure = reader.error();
  FeedBatch batch;
  while (!check.failure) {
    STAYSAIL_CHECK(control.check());
    const auto more = (*reader)->next(batch);
    if (!more) check.failure = more.error();
    if (!more || !*more) break;
    STAYSAIL_CHECK(count(batch, rejects, check));
    control.report("validate", check.rows, 0);
  }
  return ok();
}

}  // namespace

std::uint64_t FeedCheck::rows() const {
  std::uint64_t sum = 0;
  for (const auto& file : files) sum += file.rows;
  return sum;
}

std::uint64_t FeedCheck::bad() const {
  std::uint64_t sum = 0;
  for (const auto& file : files) sum += file.bad;
  return sum;
}

bool FeedCheck::clean() const {
  const bool all_read = std::all_of(files.begin(), files.end(), [](const FileCheck& file) {
    return !file.failure && !file.withheld && file.notices.empty();
  });
  return all_read && missing_feeds.empty() && bad() == 0;
}

Result<FeedCheck> check_feed(const FileSet& files, const Mapping& mapping, RejectSink& rejects, const Control& control,
                             std::optional<Instant> now) {
  STAYSAIL_TRY(const auto survey, boss::survey_files(files, mapping, now));
  FeedCheck result;
  result.unmatched_files = survey.unmatched;
  for (const auto& missing : survey.missing)
    if (missing.withheld == nullptr) result.missing_feeds.push_back(missing.feed->name);
  for (const auto& one : survey.files)
    STAYSAIL_CHECK(check_file(files, mapping, one, rejects, control, result.files.emplace_back()));
  return result;
}

Result<FeedCheck> check_feed(BossFeed& feed, RejectSink& rejects, const Control& control) {
  STAYSAIL_TRY(const auto splits, feed.plan({}));
  FeedCheck result;
  for (const auto& split : splits)
    STAYSAIL_CHECK(check_split(feed, split, rejects, control, result.files.emplace_back()));
  return result;
}

}  // namespace staysail
