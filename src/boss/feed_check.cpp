#include "staysail/boss/feed_check.hpp"

#include <algorithm>

#include "boss/record_check.hpp"
#include "boss/survey.hpp"

namespace staysail {
namespace {

constexpr std::size_t kRowsPerBatch = 16384;

Status check_rows(const FileSet& files, const Mapping& mapping, const boss::FeedFile& file, RejectSink& rejects,
                  const Control& control, FileCheck& check) {
  const auto records = boss::open_records(files, file);
  if (!records) {
    check.failure = records.error();
    return ok();
  }
  return boss::check_records(**records, mapping, *file.feed, file.name, rejects, control, check);
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
    STAYSAIL_CHECK(boss::count_rows(batch, rejects, check));
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
