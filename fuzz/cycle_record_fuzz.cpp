// What a store keeps of nights: any bytes are the head of a night (or the currency of a store, or what a city told its
// province) or an error, and what was read is saved as one that reads the same.
#include "cycle/store_currency.hpp"
#include "property.hpp"
#include "staysail/cycle/analysis.hpp"
#include "staysail/cycle/night_record.hpp"

namespace {

using namespace staysail;

const EntityKey kNight{"night", "2026-01"};

std::unique_ptr<Store> store_with(const EntityKey& key, std::string_view payload) {
  auto store = make_memory_store();
  Record record;
  record.key = key;
  record.payload = payload;
  ChangeSet changes;
  changes.put(std::move(record), absent);
  fuzz::require(store->entities().apply(changes, "fuzz").has_value());
  return store;
}

std::string payload_of(Store& store, const EntityKey& key) {
  return store.entities().get({key}).value().front().value().payload;
}

void read_night(std::string_view payload) {
  const auto store = store_with(kNight, payload);
  const auto night = NightRecord::load(*store, Month::of(2026, 1));
  if (fuzz::refused(night)) return;
  const EntityKey key{kNight.kind, (*night)->period().to_string()};
  const auto first = make_memory_store(), second = make_memory_store();
  fuzz::require((*night)->save(*first).has_value());
  const auto again = NightRecord::load(*first, (*night)->period());
  fuzz::require(again && *again && (*again)->save(*second).has_value());
  fuzz::require(payload_of(*first, key) == payload_of(*second, key));
}

void read_currency(std::string_view payload) {
  const auto store = store_with({"store_currency", "amounts"}, payload);
  const auto kept = cycle::agreed_currency(*store, std::nullopt);
  if (fuzz::refused(kept)) return;
  fuzz::require(kept->has_value() && Currency::of((*kept)->letters()).value() == **kept);
}

// What a city told the province: read is written as it was, and twice as much has twice the lines.
void read_analysis(std::string_view payload) {
  const auto analysis = Analysis::decode(payload);
  if (fuzz::refused(analysis)) return;
  const std::string bytes = analysis->encode();
  fuzz::require(Analysis::decode(bytes).value().encode() == bytes);
  Analysis twice = *analysis;
  fuzz::require(twice.merge(*analysis).has_value() && twice.lines == 2 * analysis->lines);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  switch (input.byte() % 3) {
    case 0: read_night(input.rest()); break;
    case 1: read_currency(input.rest()); break;
    default: read_analysis(input.rest()); break;
  }
  return 0;
}
