#include "files/decoded_window.hpp"

#include <algorithm>

#include "files/utf8_check.hpp"

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
  std::string block(std::min(block_bytes_, kSniffedBytes), '\0');
  while (sniffed_.size() < kSniffedBytes) {
    STAYSAIL_TRY(const std::size_t got, source_->read(block.data(), block.size()));
    if (got == 0) break;
    sniffed_.append(block, 0, got);
  }
  return ok();
}

// At most block_bytes_.
Result<std::size_t> DecodedWindow::read_block(char* to) {
  if (sniffed_.empty()) return source_->read(to, block_bytes_);
  const std::size_t count = sniffed_.copy(to, block_bytes_);
  sniffed_.erase(0, count);
  return count;
}

Status DecodedWindow::grow(std::size_t wanted) {
  for (std::size_t done = 0; done < wanted && !ended_;) {
    STAYSAIL_TRY(const std::size_t got, encoding_ == Encoding::utf8 ? take_utf8_block() : take_block());
    done += got;
  }
  return ok();
}

Result<std::size_t> DecodedWindow::take_block() {
  block_.resize(block_bytes_);
  STAYSAIL_TRY(const std::size_t got, read_block(block_.data()));
  ended_ = got == 0;
  decode(std::string_view(block_).substr(0, got), ended_);
  return got;
}

// Nearly every block is valid, and then it stays where it was read to. The decoder is asked about the first, which may
// begin with a mark, and about those with faults; it is never given the start of a character alone.
Result<std::size_t> DecodedWindow::take_utf8_block() {
  char* const to = text_.room(cut_.size() + block_bytes_);
  cut_.copy(to, cut_.size());
  STAYSAIL_TRY(const std::size_t got, read_block(to + cut_.size()));
  ended_ = got == 0;
  std::string_view bytes(to, cut_.size() + got);
  const std::size_t cut = ended_ ? 0 : cut_character(bytes);
  cut_ = bytes.substr(bytes.size() - cut);
  bytes.remove_suffix(cut);
  if (taken_ > 0 && is_utf8(bytes)) take_as_it_is(bytes.size());
  else decode(block_.assign(bytes), true);
  return got;
}

void DecodedWindow::take_as_it_is(std::size_t size) {
  runs_.emplace_back(end(), taken_);
  text_.extend(size);
  taken_ += size;
}

void DecodedWindow::decode(std::string_view bytes, bool last) {
  const std::uint64_t passed_by = taken_ - decoded_bytes_;  // what the decoder was not asked about
  decoder_->decode(bytes, last, decoded_);
  for (const auto& run : decoded_.runs) runs_.emplace_back(end() + run.text_offset, passed_by + run.source_offset);
  for (const auto& fault : decoded_.faults)
    faults_.emplace_back(end() + fault.text_offset, passed_by + fault.source_offset);
  text_.append(decoded_.text);
  taken_ += bytes.size();
  decoded_bytes_ += bytes.size();
  decoded_.text.clear();
  decoded_.runs.clear();
  decoded_.faults.clear();
}

void DecodedWindow::forget_before(std::uint64_t position) {
  text_.drop_front(static_cast<std::size_t>(position - base_));
  base_ = position;
  drop_used(runs_, run_);
  drop_used(faults_, fault_);
}

std::optional<std::uint64_t> DecodedWindow::next_fault(std::uint64_t from, std::uint64_t to) {
  while (fault_ < faults_.size() && faults_[fault_].first < from) ++fault_;
  if (fault_ >= faults_.size() || faults_[fault_].first >= to) return std::nullopt;
  return faults_[fault_].second;
}

}  // namespace staysail::files
