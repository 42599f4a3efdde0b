// Bytes that come at the end and go at the front. What is new is written in place, and is not set to zero before.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace staysail::files {

class TextBuffer {
 public:
  std::string_view text() const { return {bytes_.get() + begin_, size_}; }

  // Room for `size` bytes behind the text, which they are no part of yet. Earlier views are void.
  char* room(std::size_t size) {
    if (capacity_ - begin_ - size_ < size) make_room(size);
    return bytes_.get() + begin_ + size_;
  }
  // The first `size` bytes of the room become text.
  void extend(std::size_t size) { size_ += size; }
  void append(std::string_view text) {
    if (text.empty()) return;
    std::memcpy(room(text.size()), text.data(), text.size());
    extend(text.size());
  }
  void drop_front(std::size_t size) {
    begin_ += size;
    size_ -= size;
  }

 private:
  // To the front of what there is when that moves no more than was dropped, else to more: a quarter beyond what is
  // asked for keeps a window that slides in one place, and in the cache.
  void make_room(std::size_t size) {
    if (size_ <= begin_ && size_ + size <= capacity_) {
      std::memmove(bytes_.get(), bytes_.get() + begin_, size_);
    } else {
      const std::size_t capacity = (size_ + size) / 4 * 5 + 4;
      auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
      if (size_ != 0) std::memcpy(bytes.get(), bytes_.get() + begin_, size_);
      bytes_ = std::move(bytes);
      capacity_ = capacity;
    }
    begin_ = 0;
  }

  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0, begin_ = 0, size_ = 0;
};

}  // namespace staysail::files
