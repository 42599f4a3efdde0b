#include "staysail/files/line_frame.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

using namespace staysail;

namespace {

// Hands out a few bytes at a time.
class Trickle final : public ByteSource {
 public:
  Trickle(std::string text, std::size_t step) : text_(text_source(std::move(text))), step_(step) {}
  Result<std::size_t> read(char* to, std::size_t capacity) override {
    return text_->read(to, std::min(capacity, step_));
  }

 private:
  std::unique_ptr<ByteSource> text_;
  std::size_t step_;
};

struct Framed {
  std::vector<std::string> head;
  std::string data, trailer;
  std::uint64_t head_bytes = 0;
  bool line_end = false;
};

Framed framed(const std::string& text, std::size_t head_lines, bool trailer, std::size_t step = 7,
              std::size_t max_line_bytes = 64 * 1024) {
  LineFrame frame;
  frame.head_lines = head_lines;
  frame.trailer = trailer;
  frame.max_line_bytes = max_line_bytes;
  const auto source = FramedSource::over(std::make_unique<Trickle>(text, step), "a.txt", frame).value();
  Framed out;
  out.data = read_all(*source, text.size(), "a.txt").value();
  out.head = source->head();
  out.head_bytes = source->head_bytes();
  out.trailer = source->trailer();
  out.line_end = source->ends_with_line_end();
  return out;
}

}  // namespace

TEST_CASE("header and trailer records are cut off, with any line end and with empty lines behind") {
  for (const std::string& end : {std::string("\n"), std::string("\r\n"), std::string("\r")}) {
    for (const std::string& last : {std::string(), end, end + end}) {
      CAPTURE(end);
      CAPTURE(last);
      const Framed out = framed("HDR|2" + end + "a,b" + end + "1,2" + end + "TRL|2" + last, 1, true);
      CHECK(out.head == std::vector<std::string>{"HDR|2"});
      CHECK(out.head_bytes == 5 + end.size());
      CHECK(out.data == "a,b" + end + "1,2" + end);
      CHECK(out.trailer == "TRL|2");
      CHECK(out.line_end == !last.empty());
    }
  }
}

TEST_CASE("files that have less than a frame") {
  CHECK(framed("", 2, true).head.empty());
  CHECK(framed("HDR", 2, true).head.size() == 1);
  CHECK(framed("HDR\n", 1, true).trailer.empty());
  CHECK(framed("TRL\n", 0, true).trailer == "TRL");
  CHECK(framed("\xEF\xBB\xBFHDR\nx\n", 1, false).head.front() == "HDR");
}

TEST_CASE("a last line that is too long is no trailer, and a header record that is too long is refused") {
  const Framed out = framed("a\nlonger than that\n", 0, true, 3, 8);
  CHECK(out.trailer.empty());
  CHECK(out.data == "a\nlonger than that\n");
  LineFrame frame;
  frame.head_lines = 1;
  frame.max_line_bytes = 4;
  CHECK(FramedSource::over(text_source("longer\n"), "a.txt", frame).error().code() == Errc::malformed_file);
}

TEST_CASE("how the file is read in pieces never changes what stands between the lines") {
  CHECK(rc::check([] {
    const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab\n\r")));
    const auto lines = *rc::gen::inRange<std::size_t>(0, 3);
    const auto step = *rc::gen::inRange<std::size_t>(1, 9);
    const Framed whole = framed(text, lines, true, 1000), pieces = framed(text, lines, true, step);
    RC_ASSERT(whole.data == pieces.data && whole.trailer == pieces.trailer && whole.head == pieces.head);
  }));
}
