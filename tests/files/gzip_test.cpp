#include "staysail/files/gzip.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "staysail/files/checksum.hpp"

using namespace staysail;

namespace {

Result<std::string> unpacked(std::string packed, const GzipLimits& limits = {}, std::size_t block = 64 * 1024) {
  STAYSAIL_TRY(const auto source, gzip_source(text_source(std::move(packed)), "a.csv.gz", limits));
  std::string text, buffer(block, '\0');
  while (true) {
    STAYSAIL_TRY(const std::size_t got, source->read(buffer.data(), buffer.size()));
    if (got == 0) return text;
    text.append(buffer, 0, got);
  }
}

std::string packed(const std::string& text) { return gzip_packed(text).value(); }

}  // namespace

TEST_CASE("what was packed comes back in blocks of any size, member after member") {
  CHECK(rc::check([](const std::string& one, const std::string& other) {
    const auto block = *rc::gen::inRange<std::size_t>(1, 100);
    RC_ASSERT(unpacked(packed(one) + packed(other), {}, block).value() == one + other);
  }));
  CHECK(unpacked(packed("rows\n") + std::string(512, '\0')).value() == "rows\n");
}

TEST_CASE("a file that is cut anywhere is told, and so is one with a flipped bit or with something behind it") {
  const std::string whole = packed("S1,A1,5900\nS2,A2,12850\n");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto cut = unpacked(whole.substr(0, size));
    REQUIRE_FALSE(cut);
    CHECK(cut.error().code() == Errc::malformed_file);
    CHECK(cut.error().message().find("send it again") != std::string::npos);
  }
  std::size_t refused = 0;
  for (std::size_t at = 10; at < whole.size(); ++at) {
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 4);
    // A few bits only fill the last byte of the packed rows.
    const auto read = unpacked(flipped);
    CHECK((!read || *read == unpacked(whole).value()));
    refused += read ? 0 : 1;
  }
  CHECK(refused + 2 >= whole.size() - 10);
  CHECK_FALSE(unpacked(whole + "more").has_value());
  CHECK_FALSE(unpacked(whole + std::string(3, '\0') + whole).has_value());
  CHECK_FALSE(unpacked("a,b\n1,2\n").has_value());
}

TEST_CASE("a bomb is refused before it has grown") {
  const std::string bomb = packed(std::string(64 << 20, '0'));
  REQUIRE(bomb.size() < 100'000);
  const auto refused = unpacked(bomb);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code() == Errc::limit_exceeded);
  CHECK(refused.error().message().find("200 times") != std::string::npos);
  GzipLimits limits;
  limits.max_ratio = 2000;
  CHECK(unpacked(bomb, limits).value().size() == 64 << 20);
  limits.max_bytes = 1 << 20;
  CHECK(unpacked(bomb, limits).error().message().find("1048576 bytes") != std::string::npos);
  limits.max_bytes = 0;
  CHECK(unpacked(bomb, limits).error().code() == Errc::invalid_argument);
}

TEST_CASE("checksums of the test vectors, in one block or in many") {
  const std::pair<const char*, const char*> vectors[] = {
      {"crc32", "352441c2"},
      {"md5", "900150983cd24fb0d6963f7d28e17f72"},
      {"sha1", "a9993e364706816aba3e25717850c26c9cd0d89d"},
      {"sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}};
  for (const auto& vector : vectors) {
    auto whole = Checksum::of(checksum_kind_of(vector.first).value()).value();
    whole.add("abc");
    CHECK(whole.finish() == vector.second);
    auto parts = Checksum::of(checksum_kind_of(vector.first).value()).value();
    for (const char* part : {"a", "", "bc"}) parts.add(part);
    CHECK(parts.finish() == vector.second);
  }
  CHECK(checksum_kind_of("md4").error().message().find("crc32, md5, sha1, sha256") != std::string::npos);
}
