#include "staysail/view/intake.hpp"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <tuple>

#include "assembly_line.hpp"
#include "departures.hpp"
#include "file_job.hpp"
#include "staysail/base/guard.hpp"
#include "staysail/model/record.hpp"
#include "staysail/view/conflicts.hpp"
#include "staysail/view/erasure.hpp"
#include "staysail/view/quarantine.hpp"

namespace staysail {

RowCounts& RowCounts::operator+=(const RowCounts& other) {
  read += other.read;
  accepted += other.accepted;
  duplicate += other.duplicate;
  quarantined += other.quarantined;
  return *this;
}

namespace {

using view::FileJob;
using Jobs = std::vector<std::unique_ptr<FileJob>>;

constexpr std::size_t kRowsAhead = 3'000'000;
constexpr const char* kReceipt = "feed_receipt";

// What a run notes of a file it has taken in: its name and how many records it had.
std::string encode_receipt(const FeedSplit& split, const RowCounts& counts) {
  RecordWriter writer(2);
  writer.add_text(split.file);
  writer.add_integer(static_cast<std::int64_t>(counts.read));
  return writer.finish();
}

// How many records of each file wait outside as a whole.
std::map<std::string, std::uint64_t> records_outside(const Quarantine& quarantine) {
  std::map<std::string, std::uint64_t> outside;
  for (const auto& place : places_of(quarantine.rows())) ++outside[std::string(place.first)];
  return outside;
}

// Read again, a file has the same records outside, and all others are known. A copy under another name has its own
// records in the quarantine; a renamed file has those of its first name.
Result<RowCounts> counts_again(const std::string& receipt, const std::string& name,
                               const std::map<std::string, std::uint64_t>& outside) {
  STAYSAIL_TRY(auto reader, RecordReader::open(receipt));
  STAYSAIL_TRY(const auto file, reader.next_text());
  STAYSAIL_TRY(const auto read, reader.next_integer());
  if (!file || !read || *read < 0)
    return Error(Errc::malformed_record,
                 "the receipt of a file names it and says how many records it had; run `staysail verify`");
  const auto own = outside.find(name);
  const auto waiting = own != outside.end() ? own : outside.find(std::string(*file));
  RowCounts counts;
  counts.read = static_cast<std::uint64_t>(*read);
  counts.quarantined = waiting == outside.end() ? 0 : std::min(waiting->second, counts.read);
  counts.duplicate = counts.read - counts.quarantined;
  return counts;
}

class IntakeRun {
 public:
  IntakeRun(BossFeed& feed, Store& store, const ModelCatalog& catalog, const IntakeOptions& options)
      : feed_(feed),
        store_(store),
        catalog_(catalog),
        options_(options),
        executor_(options.executor ? *options.executor : inline_executor_) {}

  Result<IntakeReport> run() {
    STAYSAIL_TRY(auto splits, feed_.plan(options_.request));
    std::sort(splits.begin(), splits.end(), [](const FeedSplit& a, const FeedSplit& b) { return a.token < b.token; });
    STAYSAIL_TRY(quarantine_, Quarantine::load(store_));
    STAYSAIL_TRY(conflicts_, Conflicts::load(store_));
    STAYSAIL_TRY(departures_, view::Departures::load(store_.entities(), catalog_));
    set_aside_withheld(splits);
    note_completeness(splits);
    STAYSAIL_CHECK(skip_seen(splits));
    STAYSAIL_CHECK(take_entities());
    STAYSAIL_CHECK(leave_out_untold());
    STAYSAIL_CHECK(take_facts());
    STAYSAIL_CHECK(count_seen());
    if (!receipts_.empty()) STAYSAIL_CHECK(conflicts_.leave_out_settled(store_, catalog_));
    STAYSAIL_CHECK(save());
    report_.waiting = places_of(quarantine_.waiting()).size();
    report_.conflicting = conflicts_.size();
    std::sort(report_.files.begin(), report_.files.end(),
              [](const FileIntake& a, const FileIntake& b) { return a.file < b.file; });
    return std::move(report_);
  }

 private:
  void set_aside_withheld(std::vector<FeedSplit>& splits) {
    for (const auto& split : splits) {
      if (!split.withheld) continue;
      count(split, RowCounts(), false);
      report_.files.back().withheld = split.withheld;
    }
    std::erase_if(splits, [](const FeedSplit& split) { return split.withheld.has_value(); });
  }

  // By feed and table: the latest version as of which all was told.
  void note_completeness(const std::vector<FeedSplit>& splits) {
    for (const auto& split : splits)
      for (const auto& table : split.tables) {
        if (!split.complete_as_of) continue;
        const auto entry = complete_.try_emplace({table, split.feed}, *split.complete_as_of).first;
        entry->second = std::max(entry->second, *split.complete_as_of);
      }
  }

  Status leave_out_untold() {
    for (const auto& [told, version] : complete_) {
      const TableDescription* table = catalog_.find(told.first);
      if (table == nullptr || table->kind != TableKind::entity) continue;
      STAYSAIL_CHECK(departures_.leave_out_untold(store_.entities(), *table, told.second, version));
    }
    return ok();
  }

  // Files of known content are counted; the others wait for their turn: those that tell of entities first.
  Status skip_seen(std::vector<FeedSplit>& splits) {
    std::vector<EntityKey> keys;
    for (const auto& split : splits) keys.push_back(EntityKey{kReceipt, split.content.to_string()});
    STAYSAIL_TRY(const auto receipts, store_.entities().get(keys));
    for (std::size_t i = 0; i < splits.size(); ++i) {
      if (receipts[i]) seen_.emplace_back(std::move(splits[i]), receipts[i]->payload);
      else (tells_entities(splits[i]) ? entity_splits_ : fact_splits_).push_back(std::move(splits[i]));
    }
    total_ = entity_splits_.size() + fact_splits_.size();
    return ok();
  }

  // After all others: what waited may have come in by now.
  Status count_seen() {
    const auto outside = records_outside(quarantine_);
    for (const auto& [split, receipt] : seen_) {
      STAYSAIL_TRY(const RowCounts counts, counts_again(receipt, split.file, outside));
      count(split, counts, true);
    }
    return ok();
  }

  bool tells_entities(const FeedSplit& split) const {
    return std::any_of(split.tables.begin(), split.tables.end(), [&](const std::string& name) {
      const TableDescription* table = catalog_.find(name);
      return table != nullptr && table->kind == TableKind::entity;
    });
  }

  Status take_entities() {
    Jobs jobs = jobs_of(entity_splits_);
    fact_jobs_ = jobs_of(fact_splits_);
    const auto prepare = [&](std::size_t i) { return read(*jobs[i]); };
    const auto finish_one = [&](std::size_t i) -> Status {
      std::unique_ptr<FileJob> job = std::move(jobs[i]);
      STAYSAIL_CHECK(job->settle_entities(store_, departures_));
      options_.control.report("intake", done_, total_);
      if (!job->has_facts()) return finish(*job);
      mixed_.push_back(std::move(job));
      return ok();
    };
    const auto meanwhile = [this] { return read_ahead(); };
    const std::size_t ahead = 2 * executor_.concurrency();
    return view::AssemblyLine(jobs.size(), ahead, prepare, finish_one, meanwhile).run(executor_);
  }

  Jobs jobs_of(const std::vector<FeedSplit>& splits) const {
    Jobs jobs;
    for (const auto& split : splits) jobs.push_back(std::make_unique<FileJob>(catalog_, split));
    return jobs;
  }

  Status take_facts() {
    STAYSAIL_TRY(const auto owners, view::KnownOwners::load(store_.entities(), executor_));
    for (const auto& table : catalog_.tables()) {
      if (table.kind != TableKind::fact) continue;
      STAYSAIL_TRY(auto house, view::Orphanage::load(store_.facts(), table));
      for (const auto* splits : {&entity_splits_, &fact_splits_})
        for (const auto& split : *splits) house.forget_file(split.file);
      orphanages_.emplace(table.name, std::move(house));
    }
    Jobs jobs = std::move(mixed_);
    std::move(fact_jobs_.begin(), fact_jobs_.end(), std::back_inserter(jobs));
    fact_jobs_.clear();
    const auto prepare = [&](FileJob& job) -> Status {
      if (!job.is_read()) STAYSAIL_CHECK(read(job));
      return job.file(owners);
    };
    STAYSAIL_CHECK(in_windows(jobs, prepare));
    return release_orphans(owners);
  }

  Status release_orphans(const view::KnownOwners& owners) {
    std::vector<RejectedRow> all;
    for (auto& [name, house] : orphanages_) {
      if (house.empty()) continue;
      const TableDescription& table = *catalog_.find(name);
      view::MonthFiler filer(table);
      STAYSAIL_TRY(const auto released, house.release(owners, filer));
      if (released.empty()) continue;
      view::RowFates fates;
      fates.grow(released.size());
      STAYSAIL_CHECK(filer.close());
      STAYSAIL_CHECK(view::settle_months(store_.facts(), table, filer, fates, "orphans"));
      for (auto& [row, conflict] : fates.take_conflicts()) {
        std::tie(conflict.file, conflict.line, conflict.byte_offset) =
            std::tie(released[row].file, released[row].line, released[row].byte_offset);
        conflicts_.add(std::move(conflict));
      }
      all.insert(all.end(), released.begin(), released.end());
    }
    quarantine_.release(all);
    report_.recovered = places_of(all).size();
    return ok();
  }

  // The files of one window are settled while those of the next are prepared.
  template <class Prepare>
  Status in_windows(Jobs& jobs, const Prepare& prepare) {
    const std::size_t window = executor_.concurrency();
    const auto part = [&](std::size_t from) {
      const std::size_t begin = std::min(from, jobs.size());
      return std::span(jobs).subspan(begin, std::min(window, jobs.size() - begin));
    };
    STAYSAIL_CHECK(settle_and_prepare({}, part(0), prepare));
    for (std::size_t begin = 0; begin < jobs.size(); begin += window) {
      STAYSAIL_CHECK(settle_and_prepare(part(begin), part(begin + window), prepare));
      for (auto& job : part(begin)) STAYSAIL_CHECK(tell(std::move(job)));
      options_.control.report("intake", done_, total_);
    }
    return ok();
  }

  // Files that write different chunks are settled at once, others one after the other: same result for any executor.
  template <class Prepare>
  Status settle_and_prepare(std::span<std::unique_ptr<FileJob>> before, std::span<std::unique_ptr<FileJob>> next,
                            const Prepare& prepare) {
    const std::size_t settling = before.empty() ? 0 : write_different_chunks(before) ? before.size() : 1;
    return run_each(executor_, settling + next.size(), [&](std::size_t i) -> Status {
      if (i >= settling) return prepare(*next[i - settling]);
      for (auto& job : settling == 1 ? before : before.subspan(i, 1)) STAYSAIL_CHECK(job->settle_facts(store_));
      return ok();
    });
  }

  static bool write_different_chunks(std::span<const std::unique_ptr<FileJob>> jobs) {
    for (std::size_t i = 0; i < jobs.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (jobs[i]->writes_chunk_of(*jobs[j])) return false;
    return true;
  }

  Status tell(std::unique_ptr<FileJob> job) {
    STAYSAIL_CHECK(job->shelter_orphans(orphanages_));
    return finish(*job);
  }

  // One file of facts. Bounded: what is read ahead waits in memory.
  Result<bool> read_ahead() {
    if (rows_ahead_ >= kRowsAhead) return false;
    const std::size_t i = next_ahead_++;
    if (i >= fact_jobs_.size()) return false;
    STAYSAIL_CHECK(read(*fact_jobs_[i]));
    rows_ahead_ += fact_jobs_[i]->rows();
    return true;
  }

  Status read(FileJob& job) {
    FeedRequest request = options_.request;
    request.row_digests = false;  // few rows end in quarantine
    const Status done = job.read(feed_, request, options_.control);
    return done ? ok() : Status(done.error().within(job.split().file));
  }

  Status finish(FileJob& job) {
    count(job.split(), job.counts(), false);
    receipts_.try_emplace(job.split().content, std::make_pair(job.split(), job.counts()));
    quarantine_.replace_file(job.split().file, job.take_rejects(), job.take_waiting());
    for (auto& conflict : job.take_conflicts()) conflicts_.add(std::move(conflict));
    ++done_;
    return ok();
  }

  void count(const FeedSplit& split, const RowCounts& counts, bool seen_before) {
    report_.total += counts;
    report_.files.push_back(FileIntake{split.file, split.feed, counts, seen_before, std::nullopt, split.notices});
  }

  // Receipts come last: a file counts as taken in only when everything of it is kept.
  Status save() {
    ChangeSet changes;
    Digester seed;
    for (const auto& [content, told] : receipts_) {
      Record record;
      record.key = EntityKey{kReceipt, content.to_string()};
      record.payload = encode_receipt(told.first, told.second);
      seed.add(record.key.id);
      changes.put(std::move(record), any_version);
    }
    const std::string token = "intake:" + seed.finish().to_string();
    for (auto& [name, house] : orphanages_) STAYSAIL_CHECK(house.save(store_.facts(), token));
    STAYSAIL_CHECK(quarantine_.save(store_, token));
    STAYSAIL_CHECK(conflicts_.save(store_, token));
    if (changes.empty()) return ok();
    STAYSAIL_CHECK(store_.entities().apply(changes, token));
    return ok();
  }

  BossFeed& feed_;
  Store& store_;
  const ModelCatalog& catalog_;
  const IntakeOptions& options_;
  InlineExecutor inline_executor_;
  Executor& executor_;
  std::vector<FeedSplit> entity_splits_, fact_splits_;
  std::vector<std::pair<FeedSplit, std::string>> seen_;  // taken in before, with their receipts
  std::map<std::pair<std::string, std::string>, std::int64_t> complete_;
  view::Departures departures_;
  Jobs mixed_;      // files that tell of entities and facts, between the two
  Jobs fact_jobs_;  // those after; some of them read ahead
  std::atomic<std::size_t> next_ahead_ = 0, rows_ahead_ = 0;
  std::map<std::string, view::Orphanage> orphanages_;
  Quarantine quarantine_;
  Conflicts conflicts_;
  std::map<Digest, std::pair<FeedSplit, RowCounts>> receipts_;  // two files of equal content have one
  IntakeReport report_;
  std::uint64_t done_ = 0, total_ = 0;
};

}  // namespace

Result<IntakeReport> take_in(BossFeed& feed, Store& store, const ModelCatalog& catalog, const IntakeOptions& options) {
  STAYSAIL_TRY(auto tombstones, Tombstones::load(store.entities()));
  if (tombstones.empty()) return IntakeRun(feed, store, catalog, options).run();
  const auto rest = without_erased(feed, catalog, std::move(tombstones));
  return IntakeRun(*rest, store, catalog, options).run();
}

}  // namespace staysail
