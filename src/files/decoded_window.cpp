#include "files/decoded_window.hpp"

namespace staysail::files {
namespace {

Error is_utf16(const std::string& name) {
  return Error::at({name, 1, 1}, Errc::malformed_encoding, "this file is UTF-16; convert it to UTF-8 or GB18030 first");
}

bool starts_as_utf16(std::string_view bytes) {
  return bytes.substr(0, 2) == "\xFF\xFE" || bytes.substr(0, 2) == "\xFE\xFF";
}

// Drops the entries before `index` once they are the larger part.
template <class Entries>
void drop_used(Entries& entries, std::size_t& index) {
  if (index * 2 < entries.size() || index == 0) return;
  entries.erase(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(index));
  index = 0;
}

}  // namespace

Result<DecodedWindow> DecodedWindow::over(std::unique_ptr<ByteSource> source, const std::string& name,
                                          Encoding encoding, std::size_t block_bytes) {
  DecodedWindow window(std::move(source), block_bytes);
  STAYSAIL_CHECK(window.fill_sniffed());
  if (starts_as_utf16(window.sniffed_)) return is_utf16(name);
  window.encoding_ = encoding == Encoding::sniffed ? sniff(window.sniffed_) : encoding;
  STAYSAIL_TRY(window.decoder_, make_decoder(window.encoding_));
  return window;
}

Status DecodedWindow::fill_sniffed() {
  while (sniffed_.size() < kSniffedBytes) {
    STAYSAIL_TRY(const std::size_t got, source_->read(block_.data(), block_.size()));
    if (got == 0) break;
    sniffed_.append(block_, 0, got);
  }
  return ok();
}

// Puts the next bytes at the start of block_.
Result<std::size_t> DecodedWindow::read_block() {
  if (sniffed_.empty()) return source_->read(block_.data(), block_.size());
  const std::size_t count = std::min(block_.size(), sniffed_.size());
  sniffed_.copy(block_.data(), count);
  sniffed_.erase(0, count);
  return count;
}

Status DecodedWindow::grow(std::size_t wanted) {
  for (std::size_t done = 0; done < wanted && !ended_;) {
    STAYSAIL_TRY(const std::size_t got, read_block());
    ended_ = got == 0;
    decoder_->decode(std::string_view(block_).substr(0, got), ended_, decoded_);
    done += got;
  }
  for (const auto& run : decoded_.runs) runs_.emplace_back(base_ + run.text_offset, run.source_offset);
  for (const auto& fault : decoded_.faults) faults_.emplace_back(base_ + fault.text_offset, fault.source_offset);
  decoded_.runs.clear();
  decoded_.faults.clear();
  return ok();
}

void DecodedWindow::forget_before(std::uint64_t position) {
  decoded_.text.erase(0, static_cast<std::size_t>(position - base_));
  base_ = position;
  drop_used(runs_, run_);
  drop_used(faults_, fault_);
}

std::uint64_t DecodedWindow::source_offset(std::uint64_t position) {
  // A line end stands before `position`, so it belongs to a run or ends one.
  while (run_ + 1 < runs_.size() && runs_[run_ + 1].first < position) ++run_;
  if (run_ >= runs_.size() || runs_[run_].first > position) return 0;
  return runs_[run_].second + (position - runs_[run_].first);
}

std::optional<std::uint64_t> DecodedWindow::next_fault(std::uint64_t from, std::uint64_t to) {
  while (fault_ < faults_.size() && faults_[fault_].first < from) ++fault_;
  if (fault_ >= faults_.size() || faults_[fault_].first >= to) return std::nullopt;
  return faults_[fault_].second;
}

}  // namespace staysail::files
