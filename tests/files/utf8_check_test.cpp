// The check of whole blocks against the reading of one character after the other.
#include "files/utf8_check.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "files/utf8.hpp"

using namespace staysail::files;

namespace {

bool is_utf8_by_characters(std::string_view text) {
  while (!text.empty()) {
    const Utf8Character next = utf8_character(text);
    if (next.step != Utf8Step::valid) return false;
    text.remove_prefix(next.length);
  }
  return true;
}

rc::Gen<std::string> any_text() {
  const auto pieces = rc::gen::elementOf(std::vector<std::string>{
      "a", "id,2026-01-31,59.00", "\xC2\x80", "\xE4\xB8\xAD", "\xED\x9F\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF",
      "\xF4\x90\x80\x80", "\xF0\x8F\xBF\xBF", "\xF5\x80\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xC0\x80", "\x80",
      "\xE4\xB8", "\xF1\x80", "\xFF"});
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(pieces), [](const std::vector<std::string>& all) {
    std::string text;
    for (const auto& piece : all) text += piece;
    return text;
  });
}

}  // namespace

TEST_CASE("every pair of bytes, wherever it stands among vectors, is judged as by its characters") {
  int differing = 0;
  for (const std::size_t before : {0, 30, 31, 62})
    for (int first = 0; first < 256; ++first)
      for (int second = 0; second < 256; ++second) {
        std::string text(before, 'x');
        text += {static_cast<char>(first), static_cast<char>(second)};
        for (int more = 0; more < 3; ++more, text.push_back('\x80'))
          differing += is_utf8(text) != is_utf8_by_characters(text) ? 1 : 0;
      }
  CHECK(differing == 0);
}

TEST_CASE("property: a text is UTF-8 when all its characters are") {
  REQUIRE(rc::check([] {
    const std::string text = *any_text();
    const std::string shifted = std::string(*rc::gen::inRange<std::size_t>(0, 40), '-') + text;
    RC_ASSERT(is_utf8(shifted) == is_utf8_by_characters(shifted));
    RC_ASSERT(is_utf8(text) == (utf8_prefix(text) == text.size()));
  }));
}

TEST_CASE("property: a character that the end cuts is left out, and no more") {
  REQUIRE(rc::check([] {
    const std::string text = *any_text();
    const std::size_t cut = cut_character(text);
    RC_ASSERT(cut <= std::min<std::size_t>(3, text.size()));
    if (is_utf8(text)) RC_ASSERT(cut == 0u);
    const std::string_view rest = std::string_view(text).substr(text.size() - cut);
    if (cut != 0) RC_ASSERT(utf8_character(rest).step == Utf8Step::cut);
  }));
}
