#include <algorithm>
#include <utility>

#include "erased_rows.hpp"
#include "staysail/view/erasure.hpp"

namespace staysail {
namespace {

class ErasedReader final : public FeedReader {
 public:
  ErasedReader(std::unique_ptr<FeedReader> reader, const ModelCatalog& catalog, const Tombstones& tombstones)
      : reader_(std::move(reader)), catalog_(catalog), tombstones_(tombstones) {}

  Result<bool> next(FeedBatch& out) override {
    STAYSAIL_TRY(const bool more, reader_->next(out));
    if (more) leave_out(out);
    return more;
  }

 private:
  void leave_out(FeedBatch& batch) const {
    std::vector<bool> erased(batch.rows.size());
    for (const FeedPart& part : batch.parts) mark(part, erased);
    for (RejectedRow& reject : batch.rejects)
      if (tombstones_.has(reject.text)) reject.text.clear();
    if (std::find(erased.begin(), erased.end(), true) == erased.end()) return;
    std::vector<std::uint32_t> place(batch.rows.size());
    std::vector<RowOrigin> kept;
    for (std::size_t row = 0; row < batch.rows.size(); ++row) {
      place[row] = static_cast<std::uint32_t>(kept.size());
      if (erased[row]) batch.rejects.push_back(rejected(batch, batch.rows[row]));
      else kept.push_back(batch.rows[row]);
    }
    batch.rows = std::move(kept);
    for (FeedPart& part : batch.parts) shrink(part, erased, place);
  }

  void mark(const FeedPart& part, std::vector<bool>& erased) const {
    const TableDescription* table = catalog_.find(part.table);
    if (table == nullptr) return;
    const std::vector<bool> of_part = view::erased_rows(part.batch, *table, tombstones_);
    for (std::size_t row = 0; row < of_part.size(); ++row)
      if (of_part[row]) erased[part.row[row]] = true;
  }

  // Without its values: its digest tells the record from others, and nothing of it.
  static RejectedRow rejected(const FeedBatch& batch, const RowOrigin& origin) {
    RejectedRow row;
    row.file = batch.file;
    row.line = origin.line;
    row.byte_offset = origin.byte_offset;
    row.reason = "erased";
    row.digest = origin.digest;
    return row;
  }

  static void shrink(FeedPart& part, const std::vector<bool>& erased, const std::vector<std::uint32_t>& place) {
    std::vector<std::uint32_t> rows, origins;
    std::vector<std::int64_t> versions;
    for (std::uint32_t row = 0; row < part.row.size(); ++row) {
      if (erased[part.row[row]]) continue;
      rows.push_back(row);
      origins.push_back(place[part.row[row]]);
      versions.push_back(part.version[row]);
    }
    part.batch = part.batch.take(rows);
    part.row = std::move(origins);
    part.version = std::move(versions);
  }

  std::unique_ptr<FeedReader> reader_;
  const ModelCatalog& catalog_;
  const Tombstones& tombstones_;
};

class ErasedFeed final : public BossFeed {
 public:
  ErasedFeed(BossFeed& feed, const ModelCatalog& catalog, Tombstones tombstones)
      : feed_(feed), catalog_(catalog), tombstones_(std::move(tombstones)) {}
  Result<std::vector<FeedSplit>> plan(const FeedRequest& request) override { return feed_.plan(request); }
  // What is told of an erased record is its digest.
  Result<std::unique_ptr<FeedReader>> open(const FeedRequest& request, const FeedSplit& split) override {
    FeedRequest with_digests = request;
    with_digests.row_digests = true;
    STAYSAIL_TRY(auto reader, feed_.open(with_digests, split));
    return std::unique_ptr<FeedReader>(std::make_unique<ErasedReader>(std::move(reader), catalog_, tombstones_));
  }
  Result<std::optional<std::vector<std::string>>> extensions_of(const std::string& table) override {
    return feed_.extensions_of(table);
  }

 private:
  BossFeed& feed_;
  const ModelCatalog& catalog_;
  Tombstones tombstones_;
};

}  // namespace

std::unique_ptr<BossFeed> without_erased(BossFeed& feed, const ModelCatalog& catalog, Tombstones tombstones) {
  return std::make_unique<ErasedFeed>(feed, catalog, std::move(tombstones));
}

}  // namespace staysail
