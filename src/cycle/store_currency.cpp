#include "store_currency.hpp"

#include "staysail/model/record.hpp"

namespace staysail::cycle {
namespace {

const EntityKey kKey{"store_currency", "amounts"};

Result<Currency> noted(const Record& record) {
  STAYSAIL_TRY(auto reader, RecordReader::open(record.payload));
  STAYSAIL_TRY(const auto letters, reader.next_text());
  return Currency::of(letters.value_or(std::string_view{}));
}

}  // namespace

Result<std::optional<Currency>> agreed_currency(Store& store, std::optional<Currency> of_feed) {
  STAYSAIL_TRY(const auto known, store.entities().get({kKey}));
  if (!known.front()) return of_feed;
  STAYSAIL_TRY(const Currency kept, noted(*known.front()));
  if (!of_feed || *of_feed == kept) return std::optional<Currency>(kept);
  return Error(Errc::currency_mismatch, "the store keeps amounts in " + std::string(kept.letters()) +
                                            " and the feed's mapping says " + std::string(of_feed->letters()) +
                                            "; convert the feed or name another store");
}

Status keep_currency(Store& store, Currency currency) {
  RecordWriter writer(1);
  writer.add_text(currency.letters());
  Record record;
  record.key = kKey;
  record.payload = writer.finish();
  ChangeSet changes;
  changes.put(std::move(record), absent);
  return store.entities().apply(changes, "store_currency:" + std::string(currency.letters())).and_then([](auto) {
    return ok();
  });
}

}  // namespace staysail::cycle
