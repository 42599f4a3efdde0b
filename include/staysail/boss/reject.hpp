// RejectSink: where records that cannot be used go when nobody stores them: a list, or a CSV file.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "staysail/boss/boss_feed.hpp"
#include "staysail/files/atomic_file.hpp"

namespace staysail {

// Owned by one thread at a time.
class RejectSink {
 public:
  virtual ~RejectSink() = default;
  virtual Status take(const RejectedRow& row) = 0;
};

// Counts every reject by reason and keeps the first `limit`.
class RejectList final : public RejectSink {
 public:
  explicit RejectList(std::size_t limit = 1000) : limit_(limit) {}
  Status take(const RejectedRow& row) override;
  const std::vector<RejectedRow>& rows() const { return rows_; }
  const std::map<std::string, std::uint64_t>& by_reason() const { return by_reason_; }
  std::uint64_t size() const { return size_; }
  // Of the multiset of (reason, digest): the same in any order.
  Digest digest() const { return digest_.finish(); }

 private:
  std::size_t limit_;
  std::uint64_t size_ = 0;
  std::vector<RejectedRow> rows_;
  std::map<std::string, std::uint64_t> by_reason_;
  SetDigest digest_;
};

// file, line, byte_offset, column, reason, digest, text; appears when commit() is called.
class RejectCsv final : public RejectSink {
 public:
  static Result<RejectCsv> create(const std::string& path);
  Status take(const RejectedRow& row) override;
  Status commit();

 private:
  explicit RejectCsv(AtomicFile file) : file_(std::move(file)) {}
  AtomicFile file_;
  std::string text_;
};

}  // namespace staysail
