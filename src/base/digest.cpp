#include "staysail/base/digest.hpp"

#include <new>
#include <type_traits>

#include "base/digest_functions.hpp"
#include "staysail/base/instruction_set.hpp"

namespace staysail {

const base::DigestKernel base::kPortableDigest = {digest, update};

namespace {

const base::DigestKernel& best_kernel() {
#if defined(__x86_64__)
  if (instruction_sets().back() >= InstructionSet::avx2) return base::kAvx2Digest;
#endif
  return base::kPortableDigest;
}

constexpr std::size_t kVectorsFrom = 241;  // bytes; what is shorter, XXH3 digests without vectors

Digest from(XXH128_hash_t hash) { return Digest{hash.high64, hash.low64}; }

// Little-endian whatever the machine, so that a digest can be stored.
std::array<char, 8> bytes_of(std::uint64_t number) {
  std::array<char, 8> bytes{};
  for (auto& byte : bytes) {
    byte = static_cast<char>(number & 0xFF);
    number >>= 8;
  }
  return bytes;
}

std::string hex(std::uint64_t number) {
  std::string text(16, '0');
  for (std::size_t i = 16; i-- > 0; number >>= 4) text[i] = "0123456789abcdef"[number & 15];
  return text;
}

}  // namespace

std::string Digest::to_string() const { return hex(high) + hex(low); }

Digest digest_of(std::string_view bytes) {
  if (bytes.size() < kVectorsFrom) return from(XXH3_128bits(bytes.data(), bytes.size()));
  const base::Digest128 digest = best_kernel().digest(bytes.data(), bytes.size());
  return Digest{digest.high, digest.low};
}

std::uint64_t hash_of(std::string_view bytes, std::uint64_t salt) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), salt);
}

namespace {

XXH3_state_t& hash_in(std::byte* state) { return *std::launder(reinterpret_cast<XXH3_state_t*>(state)); }
const XXH3_state_t& hash_in(const std::byte* state) {
  return *std::launder(reinterpret_cast<const XXH3_state_t*>(state));
}

}  // namespace

Digester::Digester() {
  static_assert(sizeof(XXH3_state_t) <= kStateBytes && alignof(XXH3_state_t) <= kStateAlignment);
  static_assert(std::is_trivially_copyable_v<XXH3_state_t>);
  XXH3_128bits_reset(new (state_.data()) XXH3_state_t);
}

Digester& Digester::add(std::string_view bytes) { return add(static_cast<std::int64_t>(bytes.size())).append(bytes); }

Digester& Digester::append(std::string_view piece) {
  if (piece.size() < kVectorsFrom) XXH3_128bits_update(&hash_in(state_.data()), piece.data(), piece.size());
  else best_kernel().update(&hash_in(state_.data()), piece.data(), piece.size());
  return *this;
}

Digester& Digester::add(std::int64_t number) {
  const auto bytes = bytes_of(static_cast<std::uint64_t>(number));
  XXH3_128bits_update(&hash_in(state_.data()), bytes.data(), bytes.size());
  return *this;
}

Digest Digester::finish() const { return from(XXH3_128bits_digest(&hash_in(state_.data()))); }

void SetDigest::add(const Digest& digest) {
  low_ += digest.low;
  high_ += digest.high + (low_ < digest.low ? 1 : 0);
  ++count_;
}

void SetDigest::merge(const SetDigest& other) {
  low_ += other.low_;
  high_ += other.high_ + (low_ < other.low_ ? 1 : 0);
  count_ += other.count_;
}

Digest SetDigest::finish() const {
  return Digester()
      .add(static_cast<std::int64_t>(high_))
      .add(static_cast<std::int64_t>(low_))
      .add(static_cast<std::int64_t>(count_))
      .finish();
}

}  // namespace staysail
