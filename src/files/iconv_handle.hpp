// One conversion descriptor of the C library, closed by its owner.
#pragma once

#include <iconv.h>

#include <array>
#include <string_view>

namespace staysail::files {

class IconvHandle {
 public:
  explicit IconvHandle(const char* from) : handle_(::iconv_open("UTF-8", from)) {}
  ~IconvHandle() {
    if (usable()) ::iconv_close(handle_);
  }
  IconvHandle(const IconvHandle&) = delete;
  IconvHandle& operator=(const IconvHandle&) = delete;
  bool usable() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

  // The UTF-8 length of the one character that `bytes` is, written to `out`; 0 when it is none.
  std::size_t convert(std::string_view bytes, std::array<char, 4>& out) {
    char* from = const_cast<char*>(bytes.data());
    std::size_t left = bytes.size();
    char* to = out.data();
    std::size_t room = out.size();
    const std::size_t done = ::iconv(handle_, &from, &left, &to, &room);
    ::iconv(handle_, nullptr, nullptr, nullptr, nullptr);
    return done == 0 && left == 0 ? out.size() - room : 0;
  }

 private:
  iconv_t handle_;
};

}  // namespace staysail::files
