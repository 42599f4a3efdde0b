// Receipts of files that a store took in before: any bytes are counts that add up, or an error.
#include "property.hpp"
#include "staysail/view/intake.hpp"

namespace {

using namespace staysail;

constexpr Digest kContent{1, 2};

// One file that was taken in before; nobody may open it.
class KnownFile final : public BossFeed {
 public:
  Result<std::vector<FeedSplit>> plan(const FeedRequest&) override {
    FeedSplit split;
    split.token = split.file = split.feed = "customers.csv";
    split.content = kContent;
    return std::vector<FeedSplit>{split};
  }
  Result<std::unique_ptr<FeedReader>> open(const FeedRequest&, const FeedSplit&) override { std::abort(); }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ModelCatalog catalog;
  const auto store = make_memory_store();
  Record receipt;
  receipt.key = {"feed_receipt", kContent.to_string()};
  receipt.payload.assign(reinterpret_cast<const char*>(data), size);
  ChangeSet changes;
  changes.put(std::move(receipt), absent);
  fuzz::require(store->entities().apply(changes, "fuzz").has_value());
  KnownFile feed;
  const auto report = take_in(feed, *store, catalog, {});
  if (fuzz::refused(report)) return 0;
  const RowCounts& total = report->total;
  fuzz::require(total.read == total.accepted + total.duplicate + total.quarantined && total.accepted == 0);
  return 0;
}
