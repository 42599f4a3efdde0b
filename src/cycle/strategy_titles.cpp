#include "staysail/cycle/strategy_titles.hpp"

#include "staysail/base/digest.hpp"
#include "staysail/model/record.hpp"

namespace staysail {
namespace {

constexpr const char* kKind = "strategy_title";

std::string to_record(const Phrase& title) {
  RecordWriter writer(2);
  writer.add_text(title.zh);
  writer.add_text(title.en);
  return writer.finish();
}

}  // namespace

Status keep_strategy_titles(Store& store, const std::vector<Strategy>& strategies) {
  std::vector<EntityKey> keys;
  for (const Strategy& strategy : strategies) keys.push_back(EntityKey{kKind, strategy.id.text()});
  STAYSAIL_TRY(const auto known, store.entities().get(keys));
  ChangeSet changes;
  Digester token;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    Record record;
    record.key = keys[i];
    record.payload = to_record(strategies[i].title);
    if (known[i] && known[i]->payload == record.payload) continue;
    const std::uint64_t expected = known[i] ? known[i]->version : absent;
    token.add(record.key.id).add(record.payload).add(static_cast<std::int64_t>(expected));
    changes.put(std::move(record), expected);
  }
  if (changes.empty()) return ok();
  return store.entities().apply(changes, "titles:" + token.finish().to_string()).and_then([](auto) { return ok(); });
}

Result<ReadableNames> readable_names(Store& store) {
  ReadableNames names;
  FindRequest all;
  all.kind = kKind;
  STAYSAIL_CHECK(for_each_record(store.entities(), all, [&names](const Record& record) -> Status {
    STAYSAIL_TRY(auto reader, RecordReader::open(record.payload));
    STAYSAIL_TRY(const auto chinese, reader.next_text());
    STAYSAIL_TRY(const auto english, reader.next_text());
    names.add(record.key.id, std::string(chinese.value_or("")), std::string(english.value_or("")));
    return ok();
  }));
  return names;
}

}  // namespace staysail
