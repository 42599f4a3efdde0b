#include "boss/feed_files.hpp"

#include <algorithm>
#include <set>

#include "boss/call_days.hpp"

namespace staysail::boss {
namespace {

// Tells a listener what passes.
class HeardSource final : public ByteSource {
 public:
  HeardSource(std::unique_ptr<ByteSource> source, Listener& listener)
      : source_(std::move(source)), listener_(listener) {}

  Result<std::size_t> read(char* to, std::size_t capacity) override {
    auto got = source_->read(to, capacity);
    if (!got) listener_.failure = got.error();
    else if (listener_.hear) listener_.hear(std::string_view(to, *got));
    return got;
  }

 private:
  std::unique_ptr<ByteSource> source_;
  Listener& listener_;
};

std::unique_ptr<ByteSource> heard(std::unique_ptr<ByteSource> source, Listener* listener) {
  if (listener == nullptr) return source;
  return std::make_unique<HeardSource>(std::move(source), *listener);
}

// Records behind a header record, at their places in the file.
class PlacedRecords final : public TextRecordReader {
 public:
  PlacedRecords(std::unique_ptr<TextRecordReader> records, std::uint64_t lines, std::uint64_t bytes)
      : records_(std::move(records)), lines_(lines), bytes_(bytes) {}

  const std::vector<std::string>& header() const override { return records_->header(); }
  Result<bool> next(TextRecord& out) override {
    STAYSAIL_TRY(const bool more, records_->next(out));
    if (!more) return false;
    out.line += lines_;
    out.byte_offset += bytes_;
    if (out.fault == RowFault::malformed_encoding) out.fault_offset += bytes_;
    return true;
  }

 private:
  std::unique_ptr<TextRecordReader> records_;
  std::uint64_t lines_, bytes_;
};

FeedFile file_of(const std::string& name, const FeedMapping* feed) {
  FeedFile file{name, feed, {}, {}};
  if (feed == nullptr) return file;
  file.parts = feed->files.match(name).value_or(FileNameParts());
  if (feed->control.check_file) file.check_file = companion_name(feed->control.check_file->name, name, file.parts);
  return file;
}

// A check file whose name also fits a feed is no data.
void leave_out_check_files(std::vector<FeedFile>& files) {
  std::set<std::string> belonging;
  for (const auto& file : files) belonging.insert(file.check_file);
  std::erase_if(files, [&](const FeedFile& file) { return belonging.count(file.name) != 0; });
}

Result<std::unique_ptr<TextRecordReader>> records_of(std::unique_ptr<ByteSource> source, const FeedFile& file) {
  if (file.feed->format == FeedFormat::fixed_width) {
    STAYSAIL_TRY(auto reader, FixedWidthReader::over(std::move(source), file.name, file.feed->fixed_width));
    return std::unique_ptr<TextRecordReader>(std::make_unique<FixedWidthReader>(std::move(reader)));
  }
  STAYSAIL_TRY(auto reader, DelimitedReader::over(std::move(source), file.name, file.feed->delimited));
  return std::unique_ptr<TextRecordReader>(std::make_unique<DelimitedReader>(std::move(reader)));
}

}  // namespace

Result<const FeedMapping*> feed_of(const std::string& name, const Mapping& mapping) {
  const FeedMapping* found = nullptr;
  for (const auto& feed : mapping.feeds) {
    if (feed.api || !feed.files.match(name)) continue;
    if (found != nullptr)
      return Error::at(feed.place, Errc::mapping_invalid,
                       "the file " + name + " fits two feeds, '" + found->name + "' and '" + feed.name +
                           "'; narrow one of the patterns");
    found = &feed;
  }
  return found;
}

Result<std::vector<FeedFile>> assign_files(const FileSet& files, const Mapping& mapping) {
  STAYSAIL_TRY(const auto names, files.names());
  std::vector<FeedFile> assigned;
  for (const auto& name : names) {
    STAYSAIL_TRY(const auto* feed, feed_of(name, mapping));
    assigned.push_back(file_of(name, feed));
  }
  STAYSAIL_TRY(const auto irregular, files.irregular_names());
  for (const auto& name : irregular) {
    STAYSAIL_TRY(const auto* feed, feed_of(name, mapping));
    if (feed != nullptr) assigned.push_back(file_of(name, feed));
  }
  leave_out_check_files(assigned);
  std::sort(assigned.begin(), assigned.end(), [](const FeedFile& a, const FeedFile& b) { return a.name < b.name; });
  return assigned;
}

Result<std::unique_ptr<ByteSource>> open_content(const FileSet& files, const FeedFile& file, Listener* delivered,
                                                 Listener* content) {
  STAYSAIL_TRY(auto source, files.open(file.name));
  source = heard(std::move(source), delivered);
  if (file.feed->control.is_packed(file.name)) {
    STAYSAIL_TRY(source, gzip_source(std::move(source), file.name, file.feed->control.gzip));
  }
  return heard(std::move(source), content);
}

Result<std::unique_ptr<FramedSource>> open_framed(std::unique_ptr<ByteSource> content, const FeedFile& file) {
  const FeedControl& control = file.feed->control;
  LineFrame frame;
  frame.head_lines = control.skip_lines + (control.header_record ? 1 : 0);
  frame.trailer = control.trailer_record.has_value();
  return FramedSource::over(std::move(content), file.name, frame);
}

Result<std::unique_ptr<TextRecordReader>> framed_records(std::unique_ptr<FramedSource> framed, const FeedFile& file) {
  const std::uint64_t lines = framed->head().size(), bytes = framed->head_bytes();
  STAYSAIL_TRY(auto records, records_of(std::move(framed), file));
  return std::unique_ptr<TextRecordReader>(std::make_unique<PlacedRecords>(std::move(records), lines, bytes));
}

namespace {

// The rows as they stand in the file.
Result<std::unique_ptr<TextRecordReader>> open_raw_records(const FileSet& files, const FeedFile& file,
                                                           Listener* listener) {
  STAYSAIL_TRY(auto content, open_content(files, file, nullptr, listener));
  if (!file.feed->control.has_frame()) return records_of(std::move(content), file);
  STAYSAIL_TRY(auto framed, open_framed(std::move(content), file));
  return framed_records(std::move(framed), file);
}

}  // namespace

Result<std::unique_ptr<TextRecordReader>> open_records(const FileSet& files, const FeedFile& file, Listener* content) {
  STAYSAIL_TRY(auto records, open_raw_records(files, file, content));
  if (!file.feed->calls) return records;
  return open_call_days(std::move(records), *file.feed, file.name);
}

}  // namespace staysail::boss
