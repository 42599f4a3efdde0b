#include "staysail/base/digest.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace staysail;

TEST_CASE("digests are the published XXH3 values, the same on every machine") {
  CHECK(digest_of("").to_string() == "99aa06d3014798d86001c324468d497f");
  CHECK(hash_of("") == 0x2d06800538d394c2ULL);
}

TEST_CASE("fields are framed: moving a boundary changes the digest") {
  CHECK(Digester().add("ab").add("c").finish() != Digester().add("a").add("bc").finish());
  CHECK(Digester().add("").finish() != Digester().finish());
  CHECK(Digester().add(std::int64_t{1}).finish() != Digester().add(std::int64_t{256}).finish());
}

TEST_CASE("a salt gives another, independent hash") { CHECK(hash_of("C1", 1) != hash_of("C1", 2)); }

TEST_CASE("a multiset has one digest, in any order and any parts") {
  REQUIRE(rc::check([](const std::vector<std::string>& texts) {
    SetDigest forward, left, right;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      forward.add(digest_of(texts[i]));
      (i % 2 == 0 ? left : right).add(digest_of(texts[texts.size() - 1 - i]));
    }
    right.merge(left);
    RC_ASSERT(right.finish() == forward.finish());
    SetDigest twice = forward;
    twice.add(digest_of("once more"));
    RC_ASSERT(twice.finish() != forward.finish());
  }));
}
