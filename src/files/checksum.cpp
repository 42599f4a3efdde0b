#include "staysail/files/checksum.hpp"

#include <openssl/evp.h>
#include <zlib.h>

#include <algorithm>
#include <array>

namespace staysail {
namespace {

constexpr std::array<std::string_view, 4> kNames = {"crc32", "md5", "sha1", "sha256"};

const EVP_MD* algorithm_of(ChecksumKind kind) {
  switch (kind) {
    case ChecksumKind::md5: return EVP_md5();
    case ChecksumKind::sha1: return EVP_sha1();
    case ChecksumKind::sha256: return EVP_sha256();
    case ChecksumKind::crc32: break;
  }
  return nullptr;
}

std::string hexadecimal(const unsigned char* bytes, std::size_t count) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text.push_back(kDigits[bytes[i] >> 4]);
    text.push_back(kDigits[bytes[i] & 15]);
  }
  return text;
}

}  // namespace

std::string_view name_of(ChecksumKind kind) noexcept { return kNames[static_cast<std::size_t>(kind)]; }

Result<ChecksumKind> checksum_kind_of(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found != kNames.end()) return static_cast<ChecksumKind>(found - kNames.begin());
  return Error(Errc::not_found, "a checksum is one of crc32, md5, sha1, sha256: '" + std::string(name) + "'");
}

class Checksum::State {
 public:
  explicit State(ChecksumKind kind) : kind_(kind) {}
  ~State() { EVP_MD_CTX_free(context_); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  bool begin() {
    if (kind_ == ChecksumKind::crc32) return true;
    context_ = EVP_MD_CTX_new();
    return context_ != nullptr && EVP_DigestInit_ex(context_, algorithm_of(kind_), nullptr) == 1;
  }
  ChecksumKind kind() const { return kind_; }
  void add(std::string_view bytes) {
    if (kind_ != ChecksumKind::crc32) EVP_DigestUpdate(context_, bytes.data(), bytes.size());
    else crc_ = crc32_z(crc_, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  }
  std::string finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned int size = 4;
    if (kind_ != ChecksumKind::crc32) EVP_DigestFinal_ex(context_, out.data(), &size);
    else
      for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<unsigned char>(crc_ >> (24 - 8 * i));
    return hexadecimal(out.data(), size);
  }

 private:
  ChecksumKind kind_;
  EVP_MD_CTX* context_ = nullptr;
  unsigned long crc_ = 0;
};

Checksum::Checksum(std::unique_ptr<State> state) : state_(std::move(state)) {}
Checksum::~Checksum() = default;
Checksum::Checksum(Checksum&&) noexcept = default;
Checksum& Checksum::operator=(Checksum&&) noexcept = default;

Result<Checksum> Checksum::of(ChecksumKind kind) {
  auto state = std::make_unique<State>(kind);
  if (state->begin()) return Checksum(std::move(state));
  return Error(Errc::unsupported, "the cryptographic library of this machine forbids " + std::string(name_of(kind)));
}

ChecksumKind Checksum::kind() const { return state_->kind(); }
void Checksum::add(std::string_view bytes) { state_->add(bytes); }
std::string Checksum::finish() { return state_->finish(); }

}  // namespace staysail
