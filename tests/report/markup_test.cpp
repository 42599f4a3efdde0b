#include "report/markup.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "report/clean_text.hpp"
#include "report/tag_checker.hpp"
#include "report/words.hpp"
#include "staysail/files/encoding.hpp"

using namespace staysail;
using namespace staysail::report;

namespace {

const std::string kLost = "\xEF\xBF\xBD";

// Texts made of what could matter to a parser, and of broken bytes.
rc::Gen<std::string> hostile_text() {
  return rc::gen::container<std::string>(rc::gen::element('<', '>', '"', '\'', '&', '/', '=', '!', '-', ';', '#', 'a',
                                                          's', ' ', '\n', '\0', '\x1b', '\x80', '\xc3', '\xe4',
                                                          '\xff'));
}

}  // namespace

TEST_CASE("what is text stays text") {
  CHECK(escaped("a<b>&\"c\"'") == "a&lt;b&gt;&amp;&quot;c&quot;&#39;");
  CHECK(escaped("客户") == "客户");
}

TEST_CASE("no text breaks out of a text or an attribute") {
  CHECK(rc::check([] {
    const std::string text = *hostile_text();
    Markup out;
    out.verbatim("<!DOCTYPE html>").open("p", {{"title", text}, {"class", "x"}}).text(text).close();
    const auto parsed = sample::TagChecker::parse(out.finish());
    RC_ASSERT(parsed.fault.empty());
    RC_ASSERT(parsed.elements.size() == 1U);
    RC_ASSERT(parsed.elements[0].attributes.size() == 2U);
    RC_ASSERT(parsed.elements[0].attributes.at("title") == clean_text(text));
    RC_ASSERT(parsed.elements[0].text == clean_text(text));
  }));
}

TEST_CASE("the checker itself notices what it is for") {
  for (const char* bad : {"<!DOCTYPE html><p>a<b</p>", "<!DOCTYPE html><p>", "<!DOCTYPE html><p></q>",
                          "<!DOCTYPE html><p x=y></p>", "<!DOCTYPE html><p>a & b</p>", "<p></p>",
                          "<!DOCTYPE html><p x=\"1\" x=\"2\"></p>", "<!DOCTYPE html><p>a > b</p>"})
    CHECK_FALSE(sample::TagChecker::parse(bad).fault.empty());
  CHECK(sample::TagChecker::parse("<!DOCTYPE html><p x=\"1\"><br/>a &lt; b</p>").fault.empty());
}

TEST_CASE("clean text is valid UTF-8 without characters that act") {
  CHECK(clean_text("a\tb\r\nc") == "a b  c");
  CHECK(clean_text(std::string("a\0b", 3)) == "a" + kLost + "b");
  CHECK(clean_text("\xC3") == kLost);
  CHECK(clean_text("\xE2\x80\xAE"
                   "diap") == kLost + "diap");
  CHECK(clean_text("\xEF\xBF\xBE") == kLost);
  CHECK(clean_text("续约 €5") == "续约 €5");
  CHECK(rc::check([](const std::string& bytes) {
    const std::string clean = clean_text(bytes);
    RC_ASSERT(decode_all(clean, Encoding::utf8, "clean").has_value());
    RC_ASSERT(clean_text(clean) == clean);
  }));
}

TEST_CASE("Chinese characters take the width of a square") {
  CHECK(text_width("客户", 10) == doctest::Approx(20));
  CHECK(text_width("客户", 10) > text_width("ab", 10));
  CHECK(text_width("", 10) == 0);
}

TEST_CASE("a label that is too long is cut between characters") {
  CHECK(shortened("客户维系报告", 200, 10) == "客户维系报告");
  CHECK(shortened("客户维系报告", 35, 10) == "客户…");
  CHECK(rc::check([](const std::string& bytes) {
    const std::string cut = shortened(clean_text(bytes), 50, 10);
    RC_ASSERT(decode_all(cut, Encoding::utf8, "cut").has_value());
    RC_ASSERT(text_width(cut, 10) <= 50.0 + 10.0);
  }));
}

TEST_CASE("phrases fill in their arguments, codes have names") {
  const Words english(Language::english), chinese(Language::chinese);
  CHECK(english.say(Phrase::period_line, {"2026-03-01", "a {0} b"}) == "As of 2026-03-01 · playbook a {0} b");
  CHECK(chinese.say(Phrase::period_line, {"2026-03-01", "甲"}) == "截至2026-03-01 · 策略手册 甲");
  CHECK(english.name_of("CONTRACT_END") == "Contract ends soon");
  CHECK(chinese.name_of("decline") == "衰退期");
  CHECK(chinese.name_of("a_code_of_theirs") == "a_code_of_theirs");
}

TEST_CASE("both languages of a phrase have the same slots") {
  const auto slots = [](std::string_view text) {
    std::string found;
    for (char slot = '0'; slot <= '9'; ++slot)
      if (text.find(std::string("{") + slot + "}") != std::string_view::npos) found += slot;
    return found;
  };
  for (int i = 0; i < static_cast<int>(Phrase::count_of_phrases); ++i) {
    const PhraseText& text = text_of(static_cast<Phrase>(i));
    CAPTURE(text.english);
    CHECK(slots(text.english) == slots(text.chinese));
  }
}
