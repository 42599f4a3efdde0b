#include "staysail/boss/reject.hpp"

#include <array>

#include "staysail/files/csv_writer.hpp"

namespace staysail {
namespace {

constexpr std::size_t kBlock = 256 * 1024;
constexpr std::array<std::string_view, 7> kColumns = {"file",   "line",   "byte_offset", "column",
                                                      "reason", "digest", "text"};

}  // namespace

Status RejectList::take(const RejectedRow& row) {
  ++size_;
  ++by_reason_[row.reason];
  digest_.add(Digester()
                  .add(row.reason)
                  .add(static_cast<std::int64_t>(row.digest.high))
                  .add(static_cast<std::int64_t>(row.digest.low))
                  .finish());
  if (rows_.size() < limit_) rows_.push_back(row);
  return ok();
}

Result<RejectCsv> RejectCsv::create(const std::string& path) {
  STAYSAIL_TRY(auto file, AtomicFile::create(path));
  RejectCsv csv(std::move(file));
  append_csv_row(csv.text_, kColumns);
  return csv;
}

Status RejectCsv::take(const RejectedRow& row) {
  const std::string line = std::to_string(row.line), offset = std::to_string(row.byte_offset),
                    digest = row.digest.to_string();
  const std::array<std::string_view, 7> cells = {row.file, line, offset, row.column, row.reason, digest, row.text};
  append_csv_row(text_, cells);
  if (text_.size() < kBlock) return ok();
  return file_.write(std::exchange(text_, {}));
}

Status RejectCsv::commit() {
  STAYSAIL_CHECK(file_.write(std::exchange(text_, {})));
  return file_.commit();
}

}  // namespace staysail
