#include "staysail/boss/file_feed.hpp"

#include <algorithm>
#include <set>

#include "boss/feed_files.hpp"
#include "boss/row_mapper.hpp"

namespace staysail {
namespace {

constexpr std::size_t kDigestBlock = 1024 * 1024;

struct Content {
  std::uint64_t bytes = 0;
  Digest digest;
};

// Blocks are filled whole, because a digest tells where its fields end.
Result<std::size_t> fill(ByteSource& source, std::string& block) {
  std::size_t size = 0;
  while (size < block.size()) {
    STAYSAIL_TRY(const std::size_t got, source.read(block.data() + size, block.size() - size));
    if (got == 0) break;
    size += got;
  }
  return size;
}

Result<Content> content_of(const FileSet& files, const boss::FeedFile& file, const Digest& mapping) {
  STAYSAIL_TRY(const auto source, files.open(file.name));
  Digester digester;
  digester.add(boss::told_by_name(*file.feed, file.name));
  digester.add(static_cast<std::int64_t>(mapping.high)).add(static_cast<std::int64_t>(mapping.low));
  Content content;
  std::string block(kDigestBlock, '\0');
  while (true) {
    STAYSAIL_TRY(const std::size_t size, fill(*source, block));
    if (size == 0) break;
    digester.add(std::string_view(block).substr(0, size));
    content.bytes += size;
  }
  content.digest = digester.finish();
  return content;
}

std::vector<std::string> tables_of(const FeedMapping& feed) {
  std::vector<std::string> tables;
  for (const auto& entity : feed.entities)
    if (std::find(tables.begin(), tables.end(), entity.table) == tables.end()) tables.push_back(entity.table);
  return tables;
}

// Reads on while the mapping lives, which it shares with the feed.
class FileFeedReader final : public FeedReader {
 public:
  FileFeedReader(std::shared_ptr<const Mapping> mapping, std::unique_ptr<TextRecordReader> records,
                 boss::RowMapper mapper, std::size_t rows_per_batch)
      : mapping_(std::move(mapping)),
        records_(std::move(records)),
        mapper_(std::move(mapper)),
        rows_per_batch_(rows_per_batch) {}

  Result<bool> next(FeedBatch& out) override {
    TextRecord record;
    while (mapper_.records() < rows_per_batch_) {
      STAYSAIL_TRY(const bool more, records_->next(record));
      if (!more) break;
      mapper_.take(record);
    }
    const bool any = mapper_.records() > 0;
    STAYSAIL_TRY(out, mapper_.finish());
    if (!any) out = FeedBatch{};
    return any;
  }

 private:
  std::shared_ptr<const Mapping> mapping_;
  std::unique_ptr<TextRecordReader> records_;
  boss::RowMapper mapper_;
  std::size_t rows_per_batch_;
};

Status check_request(const FeedRequest& request) {
  if (request.rows_per_batch >= 1 && request.rows_per_batch <= 1'048'576) return ok();
  return Error(Errc::invalid_argument,
               "a batch has 1 to 1,048,576 rows, not " + std::to_string(request.rows_per_batch));
}

std::string source_name(const Mapping& mapping, const FeedMapping& feed) {
  return mapping.source.empty() ? feed.name : mapping.source + "/" + feed.name;
}

}  // namespace

Result<std::unique_ptr<FileFeed>> FileFeed::open_folder(const std::string& folder, const std::string& mapping_path) {
  STAYSAIL_TRY(auto mapping, Mapping::load(mapping_path));
  return std::make_unique<FileFeed>(std::make_shared<FolderFiles>(folder),
                                    std::make_shared<const Mapping>(std::move(mapping)));
}

Result<std::vector<FeedSplit>> FileFeed::plan(const FeedRequest& request) {
  STAYSAIL_CHECK(check_request(request));
  STAYSAIL_TRY(const auto files, boss::assign_files(*files_, *mapping_));
  if (const auto missing = boss::missing_feeds(files, *mapping_); !missing.empty())
    return Error::at(missing.front()->place, Errc::feed_incomplete,
                     "a required file is missing (required = false if it may be): " + missing.front()->files);
  std::vector<FeedSplit> splits;
  for (const auto& file : files) {
    if (file.feed == nullptr) continue;
    STAYSAIL_TRY(const auto content, content_of(*files_, file, mapping_->digest));
    splits.push_back({file.name, file.name, source_name(*mapping_, *file.feed), tables_of(*file.feed), content.bytes,
                      content.digest});
  }
  return splits;
}

Result<std::unique_ptr<FeedReader>> FileFeed::open(const FeedRequest& request, const FeedSplit& split) {
  STAYSAIL_CHECK(check_request(request));
  STAYSAIL_TRY(const auto files, boss::assign_files(*files_, *mapping_));
  const auto file = std::find_if(files.begin(), files.end(),
                                 [&](const auto& one) { return one.feed != nullptr && one.name == split.token; });
  if (file == files.end()) return Error(Errc::invalid_argument, "this feed planned no such split: " + split.token);
  STAYSAIL_TRY(const auto content, content_of(*files_, *file, mapping_->digest));
  if (content.digest != split.content)
    return Error(Errc::conflict, "the file or the mapping changed since it was planned; plan again: " + file->name);
  STAYSAIL_TRY(auto records, boss::open_records(*files_, *file));
  const auto& header = boss::names_of_columns(*file->feed, records->header());
  STAYSAIL_TRY(auto binding, boss::bind_rows(*mapping_, *file->feed, header, file->name));
  return std::unique_ptr<FeedReader>(std::make_unique<FileFeedReader>(
      mapping_, std::move(records), boss::RowMapper(std::move(binding), file->name), request.rows_per_batch));
}

Result<std::optional<std::vector<std::string>>> FileFeed::extensions_of(const std::string& table) {
  STAYSAIL_TRY(const auto files, boss::assign_files(*files_, *mapping_));
  std::set<std::string> names;
  for (const auto& file : files) {
    if (file.feed == nullptr || !file.feed->keep_unknown) continue;
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
    STAYSAIL_TRY(const auto records, boss::open_records(*files_, file));
    for (auto& column : boss::unknown_columns(*file.feed, boss::names_of_columns(*file.feed, records->header())))
      unknown.push_back({file.name, std::move(column), file.feed->keep_unknown});
  }
  return unknown;
}

}  // namespace staysail
