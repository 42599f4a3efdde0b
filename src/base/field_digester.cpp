#include "staysail/base/field_digester.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <new>
#include <type_traits>

namespace staysail {
namespace {

Digest from(XXH128_hash_t hash) { return Digest{hash.high64, hash.low64}; }

XXH3_state_t& hash_in(std::byte* state) { return *std::launder(reinterpret_cast<XXH3_state_t*>(state)); }

}  // namespace

void FieldDigester::empty_buffer() {
  static_assert(sizeof(XXH3_state_t) <= kStateBytes && alignof(XXH3_state_t) <= kStateAlignment);
  static_assert(std::is_trivially_copyable_v<XXH3_state_t>);
  if (!has_state_) XXH3_128bits_reset(new (state_.data()) XXH3_state_t);
  has_state_ = true;
  XXH3_128bits_update(&hash_in(state_.data()), buffer_.data(), buffered_);
  buffered_ = 0;
}

FieldDigester& FieldDigester::add_past_buffer(std::string_view bytes) {
  empty_buffer();
  XXH3_128bits_update(&hash_in(state_.data()), bytes.data(), bytes.size());
  return *this;
}

Digest FieldDigester::finish() const {
  if (!has_state_) return from(XXH3_128bits(buffer_.data(), buffered_));
  FieldDigester whole = *this;
  whole.empty_buffer();
  return from(XXH3_128bits_digest(&hash_in(whole.state_.data())));
}

}  // namespace staysail
