#include "files/text_buffer.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using staysail::files::TextBuffer;

TEST_CASE("property: what comes at the end and goes at the front is what a string would hold") {
  REQUIRE(rc::check([] {
    TextBuffer buffer;
    std::string expected;
    for (const auto& piece : *rc::gen::arbitrary<std::vector<std::string>>()) {
      const std::size_t written = *rc::gen::inRange<std::size_t>(0, piece.size() + 1);
      piece.copy(buffer.room(piece.size()), piece.size());
      buffer.extend(written);
      buffer.append(piece);
      expected += piece.substr(0, written) + piece;
      RC_ASSERT(buffer.text() == expected);
      const std::size_t dropped = *rc::gen::inRange<std::size_t>(0, expected.size() + 1);
      buffer.drop_front(dropped);
      expected.erase(0, dropped);
      RC_ASSERT(buffer.text() == expected);
    }
  }));
}

TEST_CASE("a window that slides stays in one place") {
  TextBuffer buffer;
  const auto slide = [&] {
    buffer.drop_front(buffer.text().size() > 10 ? buffer.text().size() - 10 : 0);
    buffer.room(1000);
    buffer.extend(1000);
    return buffer.text().data();
  };
  slide();
  const char* const place = slide();
  for (int i = 0; i < 100; ++i) CHECK(slide() == place);
}
