#include "boss/file_inspection.hpp"

#include <algorithm>

#include "boss/control_check.hpp"
#include "boss/control_sums.hpp"
#include "boss/row_binding.hpp"

namespace staysail::boss {
namespace {

constexpr std::size_t kDigestBlock = 1024 * 1024;

Status drain(ByteSource& source) {
  std::string block(kDigestBlock, '\0');
  while (true) {
    STAYSAIL_TRY(const std::size_t got, source.read(block.data(), block.size()));
    if (got == 0) return ok();
  }
}

class Inspection {
 public:
  Inspection(const FileSet& files, const FeedFile& file, const Digest& mapping, std::optional<Instant> now)
      : files_(files),
        file_(file),
        control_(file.feed->control),
        mapping_(mapping),
        now_(now),
        digest_(file, mapping),
        check_(file) {}

  Result<FileInspection> run() {
    STAYSAIL_TRY(result_.stamp, files_.stamp(file_.name));
    STAYSAIL_CHECK(check_.begin(files_));
    listen();
    STAYSAIL_CHECK(read());
    result_.content = digest_.finish();
    result_.withheld = verdict();
    STAYSAIL_TRY(const auto after, files_.stamp(file_.name));
    if (after != result_.stamp) result_.withheld = still_growing(file_.name);
    return std::move(result_);
  }

 private:
  void listen() {
    delivered_.hear = [this](std::string_view bytes) { check_.hear_delivered(bytes); };
    content_.hear = [this](std::string_view bytes) {
      digest_.add(bytes);
      check_.hear_content(bytes);
    };
  }

  Status read() {
    STAYSAIL_TRY(auto content, open_content(files_, file_, &delivered_, &content_));
    Status done = control_.has_frame() || control_.counts_rows() ? read_framed(std::move(content)) : drain(*content);
    if (delivered_.failure) return *delivered_.failure;
    if (content_.failure || done) return ok();
    if (done.error().code() == Errc::mapping_invalid) return done;
    // The file has no such records, which reading it will tell; its content has a name all the same.
    digest_ = ContentDigest(file_, mapping_);
    content_.hear = [this](std::string_view bytes) { digest_.add(bytes); };
    STAYSAIL_TRY(content, open_content(files_, file_, nullptr, &content_));
    unreadable_ = true;
    if (!control_.has_frame()) return drain(*content);
    STAYSAIL_TRY(const auto framed, open_framed(std::move(content), file_));
    STAYSAIL_CHECK(drain(*framed));
    check_.take_frame(*framed);
    return ok();
  }

  Status read_framed(std::unique_ptr<ByteSource> content) {
    STAYSAIL_TRY(auto framed, open_framed(std::move(content), file_));
    FramedSource& frame = *framed;
    if (!control_.counts_rows()) {
      STAYSAIL_CHECK(drain(frame));
      check_.take_frame(frame);
      return ok();
    }
    STAYSAIL_TRY(const auto records, framed_records(std::move(framed), file_));
    const auto& columns = names_of_columns(*file_.feed, records->header());
    STAYSAIL_TRY(auto sums, ControlSums::over(control_.totals, columns, file_.name));
    TextRecord record;
    while (true) {
      STAYSAIL_TRY(const bool more, records->next(record));
      if (!more) break;
      sums.take(record);
    }
    check_.take_frame(frame);
    check_.take_sums(std::move(sums));
    return ok();
  }

  std::optional<WithheldSplit> verdict() {
    if (is_young()) return still_growing(file_.name);
    if (const auto& waiting = check_.missing_check_file()) return waiting;
    if (content_.failure) {
      const bool large = content_.failure->code() == Errc::limit_exceeded;
      return WithheldSplit{large ? "too_large" : "damaged", content_.failure->message(), false};
    }
    const auto told = unreadable_ ? check_.form_of_frame() : check_.verdict();
    return !told && lacks_its_header() ? empty_file(file_.name) : told;
  }

  // Not even the header of a delivery is there: a transfer that failed, and nothing that the other files need.
  bool lacks_its_header() const {
    return result_.content.bytes == 0 && file_.feed->format == FeedFormat::delimited && file_.feed->delimited.header;
  }

  bool is_young() const {
    if (control_.quiet_seconds == 0 || !now_ || !result_.stamp) return false;
    return now_->micros() - result_.stamp->modified.micros() < control_.quiet_seconds * 1'000'000;
  }

  const FileSet& files_;
  const FeedFile& file_;
  const FeedControl& control_;
  const Digest& mapping_;
  std::optional<Instant> now_;
  ContentDigest digest_;
  ControlCheck check_;
  Listener delivered_, content_;
  FileInspection result_;
  bool unreadable_ = false;
};

}  // namespace

WithheldSplit still_growing(const std::string& file) {
  return {"growing", "the file is still being written; it is looked at again by the next run: " + file, true};
}

WithheldSplit empty_file(const std::string& file) {
  return {"empty",
          "a header was expected, and the file is empty; deliver it whole, or take it away when it tells "
          "nothing: " +
              file,
          false};
}

ContentDigest::ContentDigest(const FeedFile& file, const Digest& mapping, std::optional<std::uint64_t> planned)
    : planned_(planned) {
  digester_.add(told_by_name(*file.feed, file.name));
  digester_.add(static_cast<std::int64_t>(mapping.high)).add(static_cast<std::int64_t>(mapping.low));
}

// Digests blocks of one size, because a digest tells where its fields end.
void ContentDigest::add(std::string_view bytes) { planned_ ? add_planned(bytes) : add_unplanned(bytes); }

void ContentDigest::add_planned(std::string_view bytes) {
  while (!bytes.empty()) {
    if (open_ == 0) open_block();
    const std::string_view part = bytes.substr(0, static_cast<std::size_t>(open_));
    digester_.append(part);
    open_ -= part.size();
    bytes_ += part.size();
    bytes.remove_prefix(part.size());
  }
}

// What passes beyond the plan makes blocks as well.
void ContentDigest::open_block() {
  open_ = *planned_ > bytes_ ? std::min<std::uint64_t>(kDigestBlock, *planned_ - bytes_) : kDigestBlock;
  digester_.add(static_cast<std::int64_t>(open_));
}

// The last block is a short one, and whether this is the last is seen behind it.
void ContentDigest::add_unplanned(std::string_view bytes) {
  bytes_ += bytes.size();
  while (!bytes.empty()) {
    const std::string_view part = bytes.substr(0, kDigestBlock - block_.size());
    bytes.remove_prefix(part.size());
    if (part.size() == kDigestBlock) {
      digester_.add(part);
      continue;
    }
    block_ += part;
    if (block_.size() == kDigestBlock) close_block();
  }
}

FileContent ContentDigest::finish() {
  if (!block_.empty()) close_block();
  return {bytes_, digester_.finish()};
}

void ContentDigest::close_block() {
  digester_.add(block_);
  block_.clear();
}

Result<FileInspection> inspect_file(const FileSet& files, const FeedFile& file, const Digest& mapping,
                                    std::optional<Instant> now) {
  return Inspection(files, file, mapping, now).run();
}

}  // namespace staysail::boss
