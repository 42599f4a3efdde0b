// What a query becomes in other words: numbers in digits and in Han, synonyms.
#include <doctest/doctest.h>

#include <algorithm>

#include "knowledge/numerals.hpp"
#include "knowledge/query.hpp"
#include "knowledge/synonyms.hpp"

namespace staysail::knowledge {
namespace {

using Texts = std::vector<std::string>;

Texts texts_of(const std::vector<Token>& tokens) {
  Texts texts;
  for (const Token& token : tokens) texts.push_back(token.text);
  return texts;
}

Texts texts_of(const std::vector<Kin>& kin) {
  Texts texts;
  for (const Kin& one : kin) texts.push_back(one.token.text);
  return texts;
}

bool among(const Texts& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

}  // namespace

TEST_CASE("numbers are read in digits and in Han") {
  CHECK(number_variants("超过30分钟") == Texts{"超过三十分钟"});
  CHECK(number_variants("15天") == Texts{"十五天"});
  CHECK(number_variants("108元") == Texts{"一百零八元"});
  CHECK(number_variants("2026年") == Texts{"二千零二十六年"});
  CHECK(number_variants("0元") == Texts{"零元"});
  CHECK(number_variants("三十天") == Texts{"30天"});
  CHECK(number_variants("一百零八") == Texts{"108"});
  CHECK(number_variants("十个") == Texts{"10个"});
  CHECK(number_variants("3个月和三年") == Texts{"三个月和三年", "3个月和3年"});
}

TEST_CASE("numbers that are part of a name, or too long, stay") {
  CHECK(number_variants("5g手机").empty());
  CHECK(number_variants("10086001").empty());
  CHECK(number_variants("007").empty());
  CHECK(number_variants("").empty());
}

TEST_CASE("synonyms: the longest known word is replaced, Latin ones only as whole words") {
  Synonyms synonyms;
  synonyms.add_lines("携转 = 携号转网 = MNP\n说明文字\n友商=竞品");
  CHECK(synonyms.variants("客户携號轉網") == Texts{"客户 携转 ", "客户 mnp "});
  CHECK(synonyms.variants("MNP?") == Texts{" 携转 ?", " 携号转网 ?"});
  CHECK(synonyms.variants("amnpb").empty());
  CHECK(synonyms.variants("说明文字").empty());
  CHECK(synonyms.variants("竞品").front() == " 友商 ");
}

TEST_CASE("a query has what was asked for apart from its kin, and each once") {
  const Query query = parse_query("友商 30天 \"欠费\"", Synonyms::of_the_trade());
  CHECK(texts_of(query.terms) == Texts{"欠费", "友商", "30", "天"});
  CHECK(among(texts_of(query.kin), "竞争"));
  CHECK(among(texts_of(query.kin), "三十"));
  CHECK_FALSE(among(texts_of(query.kin), "欠款"));  // in quotes: as it is written
  CHECK_FALSE(among(texts_of(query.kin), "友商"));
}

TEST_CASE("a relaxed query asks for each character and the beginning of each word") {
  const Query wide = relaxed(parse_query("投诉 roaming it", Synonyms()));
  CHECK(texts_of(wide.terms) == Texts{"投", "诉", "roami", "it"});
  CHECK(wide.terms.back().kind == TokenKind::beginning);
  CHECK(texts_of(relaxed(parse_query("𠮷野", Synonyms())).terms) == Texts{"𠮷", "野"});
}

}  // namespace staysail::knowledge
