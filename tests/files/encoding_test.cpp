#include "staysail/files/encoding.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace staysail;

namespace {

DecodedText decoded(const std::string& bytes, Encoding encoding, std::size_t step) {
  const auto decoder = make_decoder(encoding).value();
  DecodedText out;
  for (std::size_t at = 0; at < bytes.size(); at += step)
    decoder->decode(std::string_view(bytes).substr(at, step), false, out);
  decoder->decode({}, true, out);
  return out;
}

std::string text_of(const std::string& bytes, Encoding encoding) {
  return decoded(bytes, encoding, 1 + bytes.size()).text;
}

}  // namespace

TEST_CASE("UTF-8 is read strictly: no overlong forms, no surrogates, nothing past the last character") {
  for (const char* good :
       {"A", "\xC2\x80", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
    CHECK(decode_all(good, Encoding::utf8, "t").value() == good);
  for (const char* bad : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
                          "\xF4\x90\x80\x80", "\xF5", "\xC2", "\xE4\xB8", "\xFF"})
    CHECK(decode_all(bad, Encoding::utf8, "t").error().code() == Errc::malformed_encoding);
}

TEST_CASE("an error names the line and the byte") {
  const auto error = decode_all("ab\ncd\xFF", Encoding::utf8, "names.csv").error();
  REQUIRE(error.place() != nullptr);
  CHECK(error.place()->line == 2);
  CHECK(error.message().find("byte offset 5") != std::string::npos);
}

TEST_CASE("GB18030 as the edition of 2005 has it, GBK as the C library has it") {
  CHECK(text_of("\xD6\xD0\xB9\xFA", Encoding::gb18030) == "中国");
  CHECK(text_of("\xA8\xBC", Encoding::gb18030) == "\xE1\xB8\xBF");              // U+1E3F
  CHECK(text_of("\x81\x39\xEE\x39", Encoding::gb18030) == "\xE3\x90\x80");      // U+3400
  CHECK(text_of("\x95\x32\x82\x36", Encoding::gb18030) == "\xF0\xA0\x80\x80");  // U+20000
  CHECK(text_of("\xA2\xE3", Encoding::gb18030) == "€");
  CHECK(text_of("\x80", Encoding::gbk) == "€");
  CHECK(text_of("\xD6\xD0", Encoding::gbk) == "中");
  CHECK(decoded("\x81\x39\xEE\x39", Encoding::gbk, 9).faults.size() >= 1);  // GBK has no four-byte characters
}

TEST_CASE("a byte order mark is left out") {
  CHECK(text_of("\xEF\xBB\xBF"
                "a",
                Encoding::utf8) == "a");
  CHECK(text_of("\x84\x31\x95\x33"
                "a",
                Encoding::gb18030) == "a");
  CHECK(text_of("a\xEF\xBB\xBF", Encoding::utf8) == "a\xEF\xBB\xBF");
}

TEST_CASE("a malformed sequence never swallows what follows it") {
  for (const char* cut : {"\xD6\n", "\x81\x30\n", "\x81\x30\x81\n", "\x81,", "\xFF\"", "\xE4\xB8\n"}) {
    for (const auto encoding : {Encoding::utf8, Encoding::gb18030, Encoding::gbk}) {
      const std::string text = text_of(cut, encoding);
      CHECK(text.back() == std::string(cut).back());
    }
  }
}

TEST_CASE("sniffing takes valid UTF-8 at its word and anything else for GB18030") {
  CHECK(sniff("abc") == Encoding::utf8);
  CHECK(sniff("中文\xE4\xB8") == Encoding::utf8);  // cut by the sample
  CHECK(sniff("\xD6\xD0\xB9\xFA") == Encoding::gb18030);
  CHECK(sniff(std::string(kSniffedBytes, 'a') + "\xD6\xD0") == Encoding::utf8);
  CHECK(make_decoder(Encoding::sniffed).error().code() == Errc::invalid_argument);
}

TEST_CASE("encodings have names") {
  for (const auto encoding : {Encoding::utf8, Encoding::gb18030, Encoding::gbk, Encoding::sniffed})
    CHECK(encoding_of(name_of(encoding)).value() == encoding);
  CHECK(encoding_of("UTF8").value() == Encoding::utf8);
  CHECK(encoding_of("latin-1").error().message().find("gb18030") != std::string::npos);
}

TEST_CASE("property: how a stream is cut changes nothing") {
  REQUIRE(rc::check([](const std::string& bytes) {
    const auto encoding = *rc::gen::element(Encoding::utf8, Encoding::gb18030, Encoding::gbk);
    const auto whole = decoded(bytes, encoding, bytes.size() + 1);
    const auto cut = decoded(bytes, encoding, *rc::gen::inRange<std::size_t>(1, 5));
    RC_ASSERT(cut.text == whole.text);
    RC_ASSERT(cut.faults.size() == whole.faults.size());
    for (std::size_t i = 0; i < cut.faults.size(); ++i)
      RC_ASSERT(cut.faults[i].source_offset == whole.faults[i].source_offset);
    // What was decoded is valid UTF-8 whatever came in.
    RC_ASSERT(decode_all(whole.text, Encoding::utf8, "t").has_value());
  }));
}
