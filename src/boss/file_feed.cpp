#include "staysail/boss/file_feed.hpp"

#include <map>
#include <mutex>
#include <set>

#include "boss/mapped_feed.hpp"
#include "boss/survey.hpp"
#include "staysail/boss/exchange.hpp"

namespace staysail {
namespace {

Error missing_feed(const boss::Survey::Missing& missing) {
  if (missing.withheld != nullptr)
    return Error(Errc::feed_incomplete, missing.withheld->withheld->message + "; no other file of the feed '" +
                                            missing.feed->name + "' is there, which is required");
  return Error::at(missing.feed->place, Errc::feed_incomplete,
                   "a required file is missing (required = false if it may be): " + missing.feed->files.text());
}

FeedSplit split_of(const boss::SurveyedFile& one, const Mapping& mapping) {
  FeedSplit split;
  split.token = split.file = one.file.name;
  split.feed = boss::source_name(mapping, *one.file.feed);
  split.tables = boss::tables_of(*one.file.feed);
  split.bytes = one.content.bytes;
  split.content = one.content.digest;
  split.withheld = one.withheld;
  split.notices = one.notices;
  split.complete_as_of = one.complete_as_of;
  return split;
}

Error changed_since(const std::string& file) {
  return Error(Errc::conflict, "the file or the mapping changed since it was planned; plan again: " + file);
}

// Reads rows and hears their bytes pass. Whether they are those that were planned is known at the end, and nothing is
// to be believed before; so a file is read once, and one that is changed while it is read is noticed as well.
class PlannedReader final : public FeedReader {
 public:
  PlannedReader(const boss::FeedFile& file, const Digest& mapping, const FeedSplit& planned)
      : file_(file.name), heard_(file, mapping, planned.bytes), planned_{planned.bytes, planned.content} {
    listener_.hear = [this](std::string_view bytes) { heard_.add(bytes); };
  }
  PlannedReader(const PlannedReader&) = delete;
  PlannedReader& operator=(const PlannedReader&) = delete;

  // Has to hear all that `rows` are read from. Valid as long as this.
  boss::Listener* listener() { return &listener_; }
  void read_from(std::unique_ptr<FeedReader> rows) { rows_ = std::move(rows); }

  Result<bool> next(FeedBatch& out) override {
    STAYSAIL_TRY(const bool more, rows_->next(out));
    if (!more && !is_as_planned()) return changed_since(file_);
    return more;
  }

 private:
  bool is_as_planned() {
    if (!is_same_) is_same_ = heard_.finish() == planned_;
    return *is_same_;
  }

  std::string file_;
  boss::ContentDigest heard_;
  boss::FileContent planned_;
  std::optional<bool> is_same_;  // once the end was reached
  boss::Listener listener_;
  std::unique_ptr<FeedReader> rows_;
};

}  // namespace

// The files of the last plan by name, so that opening one of many does not list and match all of them again.
class FileFeed::Planned {
 public:
  void set(const boss::Survey& survey) {
    std::map<std::string, boss::FeedFile, std::less<>> files;
    for (const auto& one : survey.files) files.emplace(one.file.name, one.file);
    const std::lock_guard lock(mutex_);
    files_ = std::move(files);
  }
  std::optional<boss::FeedFile> find(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = files_.find(name);
    return found == files_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, boss::FeedFile, std::less<>> files_;
};

FileFeed::FileFeed(std::shared_ptr<const FileSet> files, std::shared_ptr<const Mapping> mapping,
                   std::optional<Instant> now)
    : files_(std::move(files)), mapping_(std::move(mapping)), now_(now), planned_(std::make_shared<Planned>()) {}

Result<std::unique_ptr<FileFeed>> FileFeed::open_folder(const std::string& folder, const std::string& mapping_path,
                                                        std::optional<Instant> now) {
  STAYSAIL_TRY(auto mapping, Mapping::load(mapping_path));
  auto files = export_files(folder, mapping);
  return std::make_unique<FileFeed>(std::move(files), std::make_shared<const Mapping>(std::move(mapping)), now);
}

Result<std::vector<FeedSplit>> FileFeed::plan(const FeedRequest& request) {
  STAYSAIL_CHECK(boss::check_request(request));
  STAYSAIL_TRY(const auto survey, boss::survey_files(*files_, *mapping_, now_));
  for (const auto& one : survey.files)
    if (one.failure) return *one.failure;
  if (!survey.missing.empty()) return missing_feed(survey.missing.front());
  planned_->set(survey);
  std::vector<FeedSplit> splits;
  for (const auto& one : survey.files) splits.push_back(split_of(one, *mapping_));
  return splits;
}

// A split that another process planned, or another feed, is looked for.
Result<boss::FeedFile> FileFeed::file_of(const FeedSplit& split) const {
  if (auto planned = planned_->find(split.token)) return *std::move(planned);
  STAYSAIL_TRY(const auto files, boss::assign_files(*files_, *mapping_));
  for (const auto& one : files)
    if (one.feed != nullptr && one.name == split.token) return one;
  return Error(Errc::invalid_argument, "this feed planned no such split: " + split.token);
}

Result<std::unique_ptr<FeedReader>> FileFeed::open(const FeedRequest& request, const FeedSplit& split) {
  STAYSAIL_CHECK(boss::check_request(request));
  STAYSAIL_TRY(const boss::FeedFile file, file_of(split));
  if (split.withheld) return Error(Errc::feed_incomplete, split.withheld->message);
  auto reader = std::make_unique<PlannedReader>(file, mapping_->digest, split);
  STAYSAIL_TRY(auto records, boss::open_records(*files_, file, reader->listener()));
  const auto& header = boss::names_of_columns(*file.feed, records->header());
  STAYSAIL_TRY(auto binding, boss::bind_rows(*mapping_, *file.feed, header, file.name));
  reader->read_from(std::make_unique<boss::MappedReader>(
      mapping_, nullptr, std::move(records), boss::RowMapper(std::move(binding), file.name, request.row_digests),
      request.rows_per_batch));
  return std::unique_ptr<FeedReader>(std::move(reader));
}

// Nothing is asked of a file that tells nothing.
Result<bool> FileFeed::is_withheld(const boss::FeedFile& file) const {
  if (!file.feed->control.may_withhold(file.name)) return false;
  STAYSAIL_TRY(const auto inspection, boss::inspect_file(*files_, file, mapping_->digest, now_));
  return inspection.withheld.has_value();
}

Result<std::optional<std::vector<std::string>>> FileFeed::extensions_of(const std::string& table) {
  STAYSAIL_TRY(const auto files, boss::assign_files(*files_, *mapping_));
  std::set<std::string> names;
  for (const auto& file : files) {
    if (file.feed == nullptr || !file.feed->keep_unknown) continue;
    STAYSAIL_TRY(const bool withheld, is_withheld(file));
    if (withheld) continue;
    STAYSAIL_TRY(const auto records, boss::open_records(*files_, file));
    const auto& header = boss::names_of_columns(*file.feed, records->header());
    STAYSAIL_TRY(const auto binding, boss::bind_rows(*mapping_, *file.feed, header, file.name));
    for (const auto& entity : binding.entities)
      for (const auto& kept : entity.kept)
        if (entity.table->name == table) names.insert(kept.name);
  }
  return std::optional(std::vector<std::string>(names.begin(), names.end()));
}

Result<std::vector<UnknownColumn>> FileFeed::unknown_columns() const {
  STAYSAIL_TRY(const auto files, boss::assign_files(*files_, *mapping_));
  std::vector<UnknownColumn> unknown;
  for (const auto& file : files) {
    if (file.feed == nullptr) continue;
    STAYSAIL_TRY(const bool withheld, is_withheld(file));
    if (withheld) continue;
    STAYSAIL_TRY(const auto records, boss::open_records(*files_, file));
    for (auto& column : boss::unknown_columns(*file.feed, boss::names_of_columns(*file.feed, records->header())))
      unknown.push_back({file.name, std::move(column), file.feed->keep_unknown});
  }
  return unknown;
}

}  // namespace staysail
