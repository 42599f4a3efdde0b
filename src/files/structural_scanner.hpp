// Finds the bytes that give a delimited text its structure (separator, quote, line ends), 64 bytes at a time.
// Their positions are gathered some hundreds ahead, so that the reader of rows walks a list and waits for no mask.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace staysail::files {

class StructuralScanner {
 public:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  // A quote of '\0' is not looked for.
  StructuralScanner(char separator, char quote) : separator_(separator), quote_(quote == '\0' ? separator : quote) {}

  // Looks at text[from ..] from now on; the text must stay where it is.
  void start(std::string_view text, std::size_t from) {
    text_ = text;
    block_ = from;
    cursor_ = found_ = 0;
  }

  // Where the next structural byte is; kNone when there is none left.
  std::size_t next() {
    if (cursor_ == found_ && !look_ahead()) return kNone;
    return positions_[cursor_++];
  }

  // Where some of the next ones are; empty when there is none left. They stay next until they are passed.
  std::span<const std::size_t> ahead() {
    if (cursor_ == found_) look_ahead();
    return {positions_.data() + cursor_, found_ - cursor_};
  }
  void pass(std::size_t count) { cursor_ += count; }

 private:
  static constexpr std::size_t kBlock = 64;
  static constexpr std::size_t kAhead = 512;

  // Gathers the next positions; false when the text has no more.
  bool look_ahead();
  void look_at_whole_blocks();
  void look_at_tail();

  char separator_, quote_;
  std::string_view text_;
  std::size_t block_ = 0;  // where looking goes on
  std::size_t cursor_ = 0, found_ = 0;
  std::array<std::size_t, kAhead + kBlock> positions_;
};

}  // namespace staysail::files
