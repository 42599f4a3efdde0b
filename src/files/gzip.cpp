#include "staysail/files/gzip.hpp"

#define ZLIB_CONST
#include <zlib.h>

#include <algorithm>
#include <optional>

namespace staysail {
namespace {

constexpr std::size_t kBlockBytes = 256 * 1024;
constexpr std::uint64_t kRatioFrom = 16 * 1024 * 1024;
constexpr int kGzipWindow = 15 + 16;  // the largest window, and a gzip header

class GzipSource final : public ByteSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> packed, std::string name, const GzipLimits& limits)
      : packed_(std::move(packed)), name_(std::move(name)), limits_(limits), block_(kBlockBytes, '\0') {}
  ~GzipSource() override { inflateEnd(&stream_); }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  Status begin() {
    if (inflateInit2(&stream_, kGzipWindow) == Z_OK) return ok();
    return Error(Errc::out_of_memory, "no memory was left to unpack a file: " + name_);
  }

  Result<std::size_t> read(char* to, std::size_t capacity) override {
    if (failure_) return *failure_;
    auto got = unpack(to, capacity);
    if (!got) failure_ = got.error();
    return got;
  }

 private:
  Result<std::size_t> unpack(char* to, std::size_t capacity) {
    // zlib counts in 32 bits.
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(std::min(capacity, kBlockBytes));
    const uInt wanted = stream_.avail_out;
    while (stream_.avail_out == wanted && !ended_) STAYSAIL_CHECK(step());
    const std::size_t got = wanted - stream_.avail_out;
    unpacked_ += got;
    STAYSAIL_CHECK(check_limits());
    return got;
  }

  Status step() {
    if (stream_.avail_in == 0) STAYSAIL_CHECK(fill());
    if (stream_.avail_in == 0) return end();
    if (between_members_) return start_member();
    const int state = inflate(&stream_, Z_NO_FLUSH);
    in_member_ = true;
    if (state == Z_STREAM_END) {
      in_member_ = false;
      between_members_ = true;
      return ok();
    }
    return state == Z_OK || state == Z_BUF_ERROR ? ok() : Status(damaged());
  }

  Status fill() {
    STAYSAIL_TRY(const std::size_t got, packed_->read(block_.data(), block_.size()));
    stream_.next_in = reinterpret_cast<const Bytef*>(block_.data());
    stream_.avail_in = static_cast<uInt>(got);
    packed_bytes_ += got;
    return ok();
  }

  Status end() {
    ended_ = true;
    const bool whole = between_members_ && !in_member_;
    if (whole) return ok();
    return Error(Errc::malformed_file, "the gzip file is cut after byte " + std::to_string(packed_bytes_) +
                                           "; send it again whole: " + name_);
  }

  // Tapes pad with zeros; anything else has to be a member.
  Status start_member() {
    while (stream_.avail_in != 0 && *stream_.next_in == 0) {
      ++stream_.next_in;
      --stream_.avail_in;
      padded_ = true;
    }
    if (stream_.avail_in == 0) return ok();
    if (padded_ || inflateReset(&stream_) != Z_OK) return damaged();
    between_members_ = false;
    return ok();
  }

  Error damaged() const {
    const std::string why = stream_.msg == nullptr ? "no gzip" : stream_.msg;
    return Error(Errc::malformed_file, "the gzip file is damaged near byte " +
                                           std::to_string(packed_bytes_ - stream_.avail_in) + " (" + why +
                                           "); send it again: " + name_);
  }

  Status check_limits() const {
    if (unpacked_ > limits_.max_bytes)
      return Error(Errc::limit_exceeded, "the gzip file unpacks to more than " + std::to_string(limits_.max_bytes) +
                                             " bytes; split it, or raise the bound: " + name_);
    if (unpacked_ < kRatioFrom || unpacked_ / limits_.max_ratio <= packed_bytes_) return ok();
    return Error(Errc::limit_exceeded, "the gzip file unpacks to more than " + std::to_string(limits_.max_ratio) +
                                           " times its size; look whether it is what it should be, then raise the "
                                           "bound: " +
                                           name_);
  }

  std::unique_ptr<ByteSource> packed_;
  std::string name_;
  GzipLimits limits_;
  std::string block_;
  z_stream stream_{};
  std::uint64_t packed_bytes_ = 0, unpacked_ = 0;
  bool in_member_ = false, between_members_ = false, padded_ = false, ended_ = false;
  std::optional<Error> failure_;
};

}  // namespace

Status GzipLimits::validate() const {
  if (max_bytes != 0 && max_ratio != 0) return ok();
  return Error(Errc::invalid_argument, "a file unpacks to at least one byte, and to one for each packed one");
}

Result<std::unique_ptr<ByteSource>> gzip_source(std::unique_ptr<ByteSource> packed, std::string name,
                                                const GzipLimits& limits) {
  STAYSAIL_CHECK(limits.validate());
  auto source = std::make_unique<GzipSource>(std::move(packed), std::move(name), limits);
  STAYSAIL_CHECK(source->begin());
  return std::unique_ptr<ByteSource>(std::move(source));
}

Result<std::string> gzip_packed(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    return Error(Errc::out_of_memory, "no memory was left to pack a text");
  std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<const Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int state = deflate(&stream, Z_FINISH);
  packed.resize(packed.size() - stream.avail_out);
  deflateEnd(&stream);
  if (state == Z_STREAM_END) return packed;
  return Error(Errc::limit_exceeded, "a text of at most 4 GiB is packed at once");
}

}  // namespace staysail
