#include "boss/feed_files.hpp"

#include <algorithm>

namespace staysail::boss {
namespace {

Result<const FeedMapping*> feed_of(const std::string& name, const Mapping& mapping) {
  const FeedMapping* found = nullptr;
  for (const auto& feed : mapping.feeds) {
    if (feed.api || !match_file_name(feed.files, name)) continue;
    if (found != nullptr)
      return Error::at(feed.place, Errc::mapping_invalid,
                       "the file " + name + " fits two feeds, '" + found->name + "' and '" + feed.name +
                           "'; narrow one of the patterns");
    found = &feed;
  }
  return found;
}

}  // namespace

Result<std::vector<FeedFile>> assign_files(const FileSet& files, const Mapping& mapping) {
  STAYSAIL_TRY(const auto names, files.names());
  std::vector<FeedFile> assigned;
  for (const auto& name : names) {
    STAYSAIL_TRY(const auto* feed, feed_of(name, mapping));
    assigned.push_back({name, feed});
  }
  STAYSAIL_TRY(const auto irregular, files.irregular_names());
  for (const auto& name : irregular) {
    STAYSAIL_TRY(const auto* feed, feed_of(name, mapping));
    if (feed != nullptr) assigned.push_back({name, feed});
  }
  std::sort(assigned.begin(), assigned.end(), [](const FeedFile& a, const FeedFile& b) { return a.name < b.name; });
  return assigned;
}

std::vector<const FeedMapping*> missing_feeds(const std::vector<FeedFile>& files, const Mapping& mapping) {
  std::vector<const FeedMapping*> missing;
  for (const auto& feed : mapping.feeds) {
    const bool has_file = std::any_of(files.begin(), files.end(), [&](const auto& file) { return file.feed == &feed; });
    if (feed.required && !feed.api && !has_file) missing.push_back(&feed);
  }
  return missing;
}

Result<std::unique_ptr<TextRecordReader>> open_records(const FileSet& files, const FeedFile& file) {
  STAYSAIL_TRY(auto source, files.open(file.name));
  if (file.feed->format == FeedFormat::fixed_width) {
    STAYSAIL_TRY(auto reader, FixedWidthReader::over(std::move(source), file.name, file.feed->fixed_width));
    return std::unique_ptr<TextRecordReader>(std::make_unique<FixedWidthReader>(std::move(reader)));
  }
  STAYSAIL_TRY(auto reader, DelimitedReader::over(std::move(source), file.name, file.feed->delimited));
  return std::unique_ptr<TextRecordReader>(std::make_unique<DelimitedReader>(std::move(reader)));
}

}  // namespace staysail::boss
