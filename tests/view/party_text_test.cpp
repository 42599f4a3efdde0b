#include "view/party_text.hpp"

#include <doctest/doctest.h>

#include "staysail/base/personal_number.hpp"

using namespace staysail;
using namespace staysail::view;

TEST_CASE("a name is the same in any width, case, script and order of its words") {
  CHECK(comparable_name(" 王 小明　") == comparable_name("王小明"));
  CHECK(comparable_name("陳國華") == "陈国华");
  CHECK(comparable_name("WANG Xiao-Ming") == comparable_name("xiaoming wang"));
  CHECK(comparable_name("Ｗａｎｇ Xiaoming") == comparable_name("Xiaoming, Wang"));
  CHECK(comparable_name("阿依古丽·买买提") == comparable_name("阿依古丽买买提"));
  CHECK(comparable_name("王小明") != comparable_name("王小亮"));
}

TEST_CASE("a phone number is the same with and without its country") {
  for (const char* phone :
       {"13800001111", "+8613800001111", "0086 138-0000-1111", "86 138 0000 1111", "１３８００００１１１１"})
    CHECK(comparable_phone(phone) == "13800001111");
  CHECK(comparable_phone("027-8765 4321") == "02787654321");
  CHECK(comparable_phone("none") == "");
  CHECK(comparable_phone("110") == "");
}

TEST_CASE("identity numbers are known by their check digit, in either length") {
  CHECK(comparable_identity("11010519491231002x").number == "11010519491231002X");
  CHECK(comparable_identity("11010519491231002x").valid);
  CHECK(comparable_identity("110105 19491231 002Ｘ").valid);
  CHECK_FALSE(comparable_identity("110105194912310021").valid);
  CHECK(comparable_identity("110105491231002").number == "11010519491231002X");
  CHECK(comparable_identity("110105491231002").valid);
  CHECK_FALSE(comparable_identity("110105499931002").valid);
  CHECK(comparable_identity("91350100M000100Y43").valid);
  CHECK_FALSE(comparable_identity("91350100M000100Y44").valid);
  CHECK_FALSE(comparable_identity("E12345678").valid);
  // An organisation's of digits alone, and slips in a resident's that pass the organisations' check by chance.
  CHECK(comparable_identity("911101085513851000").valid);
  for (const char* slip : {"11010519491331002X", "11010519491238002X", "16010519491028821X", "11050519491028821X"})
    CHECK_FALSE(comparable_identity(slip, "individual").valid);
  for (const char* slip : {"11010519491231008X", "16010519491028821X", "11050519491028821X"}) {
    CHECK_FALSE(comparable_identity(slip).valid);
    CHECK(comparable_identity(slip, "organisation").valid);
  }
  CHECK_FALSE(comparable_identity("").valid);
}

TEST_CASE("the check digit of seventeen digits") {
  CHECK(identity_check_digit("11010519491231002") == 'X');
  CHECK(has_identity_check_digit("11010519491231002x"));
  CHECK_FALSE(has_identity_check_digit("1101051949123100"));
  CHECK_FALSE(has_identity_check_digit("A1010519491231002X"));
}

TEST_CASE("an address is the same in other words and figures") {
  const std::string plain = comparable_address("晴川市东区长虹路12号3层4室");
  CHECK(comparable_address("晴川市東區 長虹路１２號,三楼四房") == plain);
  CHECK(comparable_address("晴川市东区长虹路十二号3层4室") == plain);
  CHECK(comparable_address("晴川市东区长虹路13号3层4室") != plain);
  CHECK(comparable_address("12-401") != comparable_address("12401"));
  CHECK(numbers_in(plain) == "12 3 4");
  CHECK(shared_pairs(plain, comparable_address("东区长虹路12号3层4室")) >= 750);
  CHECK(shared_pairs(plain, comparable_address("望舒市西区和平街12号3层4室")) < 750);
}

TEST_CASE("one slip is one character more, less, other, or in its neighbour's place") {
  CHECK(one_slip_apart("王小明", "王小亮"));
  CHECK(one_slip_apart("王小明", "王明"));
  CHECK(one_slip_apart("1234", "1324"));
  CHECK_FALSE(one_slip_apart("1234", "1234"));
  CHECK_FALSE(one_slip_apart("1234", "4321"));
  CHECK_FALSE(one_slip_apart("王小明", "李小亮"));
}

TEST_CASE("bytes that are no UTF-8 stand for themselves") {
  CHECK(characters_of("\xff\xe4\xbd") == std::vector<std::uint32_t>{0xff, 0xe4, 0xbd});
  CHECK(characters_of("明a") == std::vector<std::uint32_t>{0x660e, 'a'});
}
