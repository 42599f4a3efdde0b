#include "staysail/knowledge/tokenizer.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace staysail {
namespace {

std::vector<std::string> texts_of(std::string_view text) {
  std::vector<std::string> texts;
  for (const Token& token : tokens_of(text)) texts.push_back(token.text);
  return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("Chinese gives overlapping pairs and the character that closes the run") {
  CHECK(texts_of("携号转网") == Texts{"携号", "号转", "转网", "网"});
  CHECK(texts_of("欠费，停机") == Texts{"欠费", "费", "停机", "机"});
  const auto tokens = tokens_of("欠费停");
  CHECK(tokens[1] == Token{"费停", TokenKind::pair, 3, 9, 1});
  CHECK(tokens[2] == Token{"停", TokenKind::closing, 6, 9, 2});
  CHECK(tokens_of("费")[0].kind == TokenKind::lone);
}

TEST_CASE("words are folded, and mixed text changes over without a space") {
  CHECK(texts_of("IPTV黑屏") == Texts{"iptv", "黑屏", "屏"});
  CHECK(texts_of("5G套餐") == Texts{"5g", "套餐", "餐"});
  CHECK(texts_of("eSIM/VoLTE") == Texts{"esim", "volte"});
  CHECK(texts_of("ＶＩＰ１") == Texts{"vip1"});
  CHECK(texts_of("Été ΑΒΓ ПОЛЕ") == Texts{"été", "αβγ", "поле"});
}

TEST_CASE("English plurals meet their singular, and nothing else is cut") {
  CHECK(texts_of("complaints services queries boxes batches") ==
        Texts{"complaint", "service", "query", "box", "batch"});
  CHECK(texts_of("bonus loss analysis gas sms 5gs") == Texts{"bonus", "loss", "analysis", "gas", "sms", "5gs"});
}

TEST_CASE("rare Han characters beyond the first plane are Han") { CHECK(texts_of("𠮷野") == Texts{"𠮷野", "野"}); }

TEST_CASE("traditional characters are found by simplified ones and the other way round") {
  CHECK(texts_of("攜號轉網") == texts_of("携号转网"));
  CHECK(texts_of("攜號轉網") == Texts{"携号", "号转", "转网", "网"});
  CHECK(texts_of("𠮷發") == Texts{"𠮷发", "发"});
  CHECK(folded_text("ＭＮＰ：攜號\xff轉網") == "mnp:携号 转网");
}

TEST_CASE("bytes that are not UTF-8 separate and do no harm") {
  CHECK(texts_of("a\xFF"
                 "b") == Texts{"a", "b"});
  CHECK(texts_of("欠\xE8\xB4") == Texts{"欠"});
  CHECK(texts_of("\xC0\x80").empty());
  CHECK(texts_of("").empty());
}

TEST_CASE("any bytes: tokens lie inside the text, in order, and positions rise") {
  CHECK(rc::check([](const std::string& text) {
    std::size_t begin = 0;
    std::uint32_t position = 0;
    for (const Token& token : tokens_of(text)) {
      RC_ASSERT(begin <= token.begin);
      RC_ASSERT(token.begin < token.end);
      RC_ASSERT(token.end <= text.size());
      RC_ASSERT(token.position == position);
      RC_ASSERT(!token.text.empty());
      begin = token.begin;
      ++position;
    }
  }));
}

}  // namespace staysail
