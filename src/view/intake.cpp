#include "staysail/view/intake.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "file_job.hpp"
#include "staysail/model/record.hpp"
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

constexpr const char* kReceipt = "feed_receipt";

// What a run notes of a file it has taken in: its name and how many records it had.
std::string encode_receipt(const FeedSplit& split, const RowCounts& counts) {
  RecordWriter writer(2);
  writer.add_text(split.file);
  writer.add_integer(static_cast<std::int64_t>(counts.read));
  return writer.finish();
}

// How many records of each file stand in the quarantine.
std::map<std::string, std::uint64_t> records_outside(const Quarantine& quarantine) {
  std::set<std::pair<std::string, std::uint64_t>> places;
  for (const auto& row : quarantine.rows()) places.emplace(row.file, row.line);
  std::map<std::string, std::uint64_t> outside;
  for (const auto& place : places) ++outside[place.first];
  return outside;
}

// Read again, a file has the same records outside, and all others are known.
Result<RowCounts> counts_again(const std::string& receipt, const std::map<std::string, std::uint64_t>& outside) {
  STAYSAIL_TRY(auto reader, RecordReader::open(receipt));
  STAYSAIL_TRY(const auto file, reader.next_text());
  STAYSAIL_TRY(const auto read, reader.next_integer());
  const auto waiting = outside.find(std::string(file.value_or("")));
  RowCounts counts;
  counts.read = static_cast<std::uint64_t>(read.value_or(0));
  counts.quarantined = waiting == outside.end() ? 0 : std::min(waiting->second, counts.read);
  counts.duplicate = counts.read - counts.quarantined;
  return counts;
}

class IntakeRun {
 public:
  IntakeRun(BossFeed& feed, Store& store, const ModelCatalog& catalog, const IntakeOptions& options)
      : feed_(feed), store_(store), catalog_(catalog), options_(options), executor_(options.executor ? *options.executor : inline_executor_) {}

  Result<IntakeReport> run() {
    STAYSAIL_TRY(auto splits, feed_.plan(options_.request));
    std::sort(splits.begin(), splits.end(), [](const FeedSplit& a, const FeedSplit& b) { return a.token < b.token; });
    STAYSAIL_TRY(quarantine_, Quarantine::load(store_));
    STAYSAIL_CHECK(skip_seen(splits));
    STAYSAIL_CHECK(take_entities());
    STAYSAIL_CHECK(take_facts());
    STAYSAIL_CHECK(save());
    std::sort(report_.files.begin(), report_.files.end(), [](const FileIntake& a, const FileIntake& b) { return a.file < b.file; });
    return std::move(report_);
  }

 private:
  // Files of known content are counted; the others wait for their turn: those that tell of entities first.
  Status skip_seen(std::vector<FeedSplit>& splits) {
    std::vector<EntityKey> keys;
    for (const auto& split : splits) keys.push_back(EntityKey{kReceipt, split.content.to_string()});
    STAYSAIL_TRY(const auto receipts, store_.entities().get(keys));
    const auto outside = records_outside(quarantine_);
    for (std::size_t i = 0; i < splits.size(); ++i) {
      if (receipts[i]) {
        STAYSAIL_TRY(const RowCounts counts, counts_again(receipts[i]->payload, outside));
        count(splits[i], counts, true);
      } else {
        (tells_entities(splits[i]) ? entity_splits_ : fact_splits_).push_back(std::move(splits[i]));
      }
    }
    total_ = entity_splits_.size() + fact_splits_.size();
    return ok();
  }

  bool tells_entities(const FeedSplit& split) const {
    return std::any_of(split.tables.begin(), split.tables.end(), [&](const std::string& name) {
      const TableDescription* table = catalog_.find(name);
      return table != nullptr && table->kind == TableKind::entity;
    });
  }

  Status take_entities() {
    return in_windows(entity_splits_, nullptr, [this](std::unique_ptr<FileJob> job) -> Status {
      STAYSAIL_CHECK(job->settle_entities(store_));
      if (!job->has_facts_waiting()) return finish(*job);
      mixed_.push_back(std::move(job));
      return ok();
    });
  }

  Status take_facts() {
    STAYSAIL_TRY(const auto owners, view::KnownOwners::load(store_.entities()));
    for (const auto& table : catalog_.tables()) {
      if (table.kind != TableKind::fact) continue;
      STAYSAIL_TRY(auto house, view::Orphanage::load(store_.facts(), table));
      for (const auto* splits : {&entity_splits_, &fact_splits_})
        for (const auto& split : *splits) house.forget_file(split.file);
      orphanages_.emplace(table.name, std::move(house));
    }
    for (auto& job : mixed_) STAYSAIL_CHECK(settle_facts(*job, owners));
    STAYSAIL_CHECK(in_windows(fact_splits_, &owners, [&](std::unique_ptr<FileJob> job) -> Status { return settle_facts(*job, owners); }));
    return release_orphans(owners);
  }

  Status settle_facts(FileJob& job, const view::KnownOwners& owners) {
    STAYSAIL_CHECK(job.settle_facts(store_, owners, orphanages_));
    return finish(job);
  }

  Status release_orphans(const view::KnownOwners& owners) {
    for (auto& [name, house] : orphanages_) {
      if (house.empty()) continue;
      const TableDescription& table = *catalog_.find(name);
      view::MonthFiler filer(table);
      STAYSAIL_TRY(const auto released, house.release(owners, filer));
      if (released.empty()) continue;
      view::RowFates fates;
      fates.grow(released.size());
      STAYSAIL_CHECK(view::settle_months(store_.facts(), table, filer, fates, "orphans"));
      quarantine_.release(released);
      report_.recovered += released.size();
    }
    return ok();
  }

  // Files are settled one by one, in order, while the next ones are read: same result for any executor.
  template <class Settle>
  Status in_windows(const std::vector<FeedSplit>& splits, const view::KnownOwners* owners, const Settle& settle) {
    const std::size_t window = executor_.concurrency();
    Jobs settling;
    for (std::size_t begin = 0; begin < splits.size() + window; begin += window) {
      Jobs reading;
      for (std::size_t i = begin; i < std::min(begin + window, splits.size()); ++i) reading.push_back(std::make_unique<FileJob>(catalog_, splits[i], owners));
      STAYSAIL_CHECK(settle_and_read(settling, reading, settle));
      settling = std::move(reading);
      options_.control.report("intake", done_, total_);
    }
    return ok();
  }

  // The first piece of work settles, each of the others reads a file.
  template <class Settle>
  Status settle_and_read(Jobs& settling, Jobs& reading, const Settle& settle) {
    std::vector<std::optional<Error>> failures(reading.size() + 1);
    executor_.run(failures.size(), [&](std::size_t i) {
      const Status done = i == 0 ? settle_all(settling, settle) : read_one(*reading[i - 1]);
      if (!done) failures[i] = done.error();
    });
    for (const auto& failure : failures)
      if (failure) return *failure;
    return ok();
  }

  template <class Settle>
  Status settle_all(Jobs& jobs, const Settle& settle) {
    for (auto& job : jobs) STAYSAIL_CHECK(settle(std::move(job)));
    return ok();
  }

  Status read_one(FileJob& job) {
    const Status read = job.read(feed_, options_.request, options_.control);
    return read ? ok() : Status(read.error().within(job.split().file));
  }

  Status finish(FileJob& job) {
    count(job.split(), job.counts(), false);
    receipts_.try_emplace(job.split().content, std::make_pair(job.split(), job.counts()));
    quarantine_.replace_file(job.split().file, job.take_rejects());
    ++done_;
    return ok();
  }

  void count(const FeedSplit& split, const RowCounts& counts, bool seen_before) {
    report_.total += counts;
    report_.files.push_back(FileIntake{split.file, split.feed, counts, seen_before});
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
  Jobs mixed_;
  std::map<std::string, view::Orphanage> orphanages_;
  Quarantine quarantine_;
  std::map<Digest, std::pair<FeedSplit, RowCounts>> receipts_;  // two files of equal content have one
  IntakeReport report_;
  std::uint64_t done_ = 0, total_ = 0;
};

}  // namespace

Result<IntakeReport> take_in(BossFeed& feed, Store& store, const ModelCatalog& catalog, const IntakeOptions& options) {
  return IntakeRun(feed, store, catalog, options).run();
}

}  // namespace staysail
