#include "staysail/base/field_digester.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

using namespace staysail;

// Of any length: around the end of the buffer, and far beyond it.
TEST_CASE("fields have one digest, gathered or fed one by one") {
  REQUIRE(rc::check([] {
    FieldDigester gathered;
    Digester fed;
    const int fields = *rc::gen::inRange(0, 12);
    for (int i = 0; i < fields; ++i) {
      const auto number = *rc::gen::arbitrary<std::int64_t>();
      const std::string text(*rc::gen::inRange<std::size_t>(0, 1400), static_cast<char>('a' + i));
      gathered.add(number).add(text);
      fed.add(number).add(text);
      RC_ASSERT(gathered.finish() == fed.finish());
    }
  }));
}

TEST_CASE("a digester that is copied goes on by itself") {
  FieldDigester common;
  common.add(std::string(2000, 'x'));
  FieldDigester other = common;
  other.add("y");
  CHECK(common.finish() == Digester().add(std::string(2000, 'x')).finish());
  CHECK(other.finish() == Digester().add(std::string(2000, 'x')).add("y").finish());
}

TEST_CASE("no fields are no bytes") { CHECK(FieldDigester().finish() == digest_of("")); }
