// A sliding window over the decoded text of a source. Positions are absolute: offsets into the whole decoded text.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "files/text_buffer.hpp"
#include "staysail/files/byte_source.hpp"
#include "staysail/files/encoding.hpp"

namespace staysail::files {

class DecodedWindow {
 public:
  static Result<DecodedWindow> over(std::unique_ptr<ByteSource> source, const std::string& name, Encoding encoding,
                                    std::size_t block_bytes);

  Encoding encoding() const { return encoding_; }
  // The text at hand: [begin(), end()).
  std::uint64_t begin() const { return base_; }
  std::uint64_t end() const { return base_ + text_.text().size(); }
  bool at_end_of_source() const { return ended_; }
  std::string_view from(std::uint64_t position) const {
    return text_.text().substr(static_cast<std::size_t>(position - base_));
  }

  // Decodes at least `wanted` source bytes more, less only at the end of the source. Views into the window are void
  // afterwards.
  Status grow(std::size_t wanted);
  // Forgets what lies before `position`. Views are void afterwards.
  void forget_before(std::uint64_t position);

  // Where the character at `position`, the start of a line, lies in the source. Positions must not go back.
  std::uint64_t source_offset(std::uint64_t position) {
    // A line end stands before `position`, so it belongs to a run or ends one.
    while (run_ + 1 < runs_.size() && runs_[run_ + 1].first < position) ++run_;
    if (run_ >= runs_.size() || runs_[run_].first > position) return 0;
    return runs_[run_].second + (position - runs_[run_].first);
  }
  // The source offset of the first bad byte in [from, to). `from` must not go back.
  std::optional<std::uint64_t> fault_in(std::uint64_t from, std::uint64_t to) {
    return fault_ == faults_.size() ? std::nullopt : next_fault(from, to);
  }

 private:
  DecodedWindow(std::unique_ptr<ByteSource> source, std::size_t block_bytes)
      : source_(std::move(source)), block_bytes_(block_bytes) {}
  std::optional<std::uint64_t> next_fault(std::uint64_t from, std::uint64_t to);
  Status fill_sniffed();
  Result<std::size_t> read_block(char* to);
  Result<std::size_t> take_block();
  Result<std::size_t> take_utf8_block();
  void take_as_it_is(std::size_t size);
  void decode(std::string_view bytes, bool last);

  std::unique_ptr<ByteSource> source_;
  std::unique_ptr<Decoder> decoder_;
  Encoding encoding_ = Encoding::utf8;
  std::size_t block_bytes_;
  std::string sniffed_;  // bytes read to sniff and not yet taken
  TextBuffer text_;
  std::uint64_t base_ = 0;
  bool ended_ = false;
  std::string block_;  // what goes through the decoder, and what comes out
  DecodedText decoded_;
  std::string cut_;                  // UTF-8: the start of a character whose end was not read yet
  std::uint64_t taken_ = 0;          // bytes of the source that are in the text
  std::uint64_t decoded_bytes_ = 0;  // of them, those that went through the decoder
  // Runs and faults, absolute; the first ones still of interest are at the given indices.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> runs_, faults_;
  std::size_t run_ = 0, fault_ = 0;
};

}  // namespace staysail::files
