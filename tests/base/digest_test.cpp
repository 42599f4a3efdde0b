#include "staysail/base/digest.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/digest_kernels.hpp"

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

TEST_CASE("a field that comes in pieces has the digest of the whole") {
  std::string text;
  for (std::uint64_t i = 0; i < 5000; ++i) text.push_back(static_cast<char>(hash_of("piece", i)));
  const Digest whole = Digester().add("before").add(text).add("behind").finish();
  REQUIRE(rc::check([&] {
    Digester digester;
    digester.add("before").add(static_cast<std::int64_t>(text.size()));
    for (std::string_view rest = text; !rest.empty();) {
      const auto size = std::min<std::size_t>(*rc::gen::inRange(1, 1500), rest.size());
      digester.append(rest.substr(0, size));
      rest.remove_prefix(size);
    }
    RC_ASSERT(digester.append("").add("behind").finish() == whole);
  }));
}

#if defined(__x86_64__)
TEST_CASE("wide instructions change no digest, of a text or of a stream") {
  if (!__builtin_cpu_supports("avx2")) return;
  const auto same = [](const base::Digest128& a, const base::Digest128& b) {
    return a.high == b.high && a.low == b.low;
  };
  std::string text;
  int differing = 0;
  for (int size = 0; size < 3000; ++size) {
    differing +=
        same(base::kPortableDigest.digest(text.data(), text.size()), base::kAvx2Digest.digest(text.data(), text.size()))
            ? 0
            : 1;
    text.push_back(static_cast<char>(hash_of("byte", static_cast<std::uint64_t>(size))));
  }
  CHECK(differing == 0);
  // What a caller is given, whole or as a stream, which begins with the length of its field.
  for (const std::size_t size : {0, 1, 63, 64, 240, 241, 1023, 1024, 1025, 2900}) {
    const std::string_view part = std::string_view(text).substr(0, size);
    const auto portable = [](const std::string& bytes) {
      const base::Digest128 digest = base::kPortableDigest.digest(bytes.data(), bytes.size());
      return Digest{digest.high, digest.low};
    };
    CHECK(digest_of(part) == portable(std::string(part)));
    const std::string length = {static_cast<char>(size & 0xFF), static_cast<char>(size >> 8), 0, 0, 0, 0, 0, 0};
    CHECK(Digester().add(part).finish() == portable(length + std::string(part)));
    CHECK(Digester().add(part).add(part).finish() == portable(length + std::string(part) + length + std::string(part)));
  }
}
#endif

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
