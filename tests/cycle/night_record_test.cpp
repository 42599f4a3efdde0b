#include "staysail/cycle/night_record.hpp"

#include <doctest/doctest.h>

#include "staysail/model/record.hpp"

using namespace staysail;

namespace {

const Month kJanuary = Month::of(2026, 1);

// Loads the night of January from a head that says it was on `day` and had `names` indicators, and names none.
Result<std::optional<NightRecord>> night_with(std::int64_t day, std::int64_t names) {
  RecordWriter writer(12);
  writer.add_integer(day);
  writer.add_text("playbook 1");
  for (int i = 0; i < 9; ++i) writer.add_integer(7);
  writer.add_integer(names);
  Record record;
  record.key = {"night", kJanuary.to_string()};
  record.payload = writer.finish();
  ChangeSet changes;
  changes.put(std::move(record), absent);
  const auto store = make_memory_store();
  REQUIRE(store->entities().apply(changes, "test"));
  return NightRecord::load(*store, kJanuary);
}

}  // namespace

TEST_CASE("a night comes back from its store") {
  const std::int64_t day = kJanuary.first_day().days_since_epoch();
  const auto night = night_with(day, 0);
  REQUIRE(night);
  CHECK(((*night)->as_of == kJanuary.first_day() && (*night)->rows.read == 7 && (*night)->indicators.empty()));
  CHECK(((*night)->waiting == 0 && (*night)->conflicting == 0));  // written before they were counted
}

TEST_CASE("a night keeps what it counted") {
  NightRecord night;
  night.as_of = kJanuary.first_day();
  night.recovered = 1;
  night.waiting = 2;
  night.conflicting = 3;
  const auto store = make_memory_store();
  REQUIRE(night.save(*store));
  const NightRecord read = NightRecord::load(*store, kJanuary).value().value();
  CHECK(((read.recovered == 1 && read.waiting == 2) && read.conflicting == 3));
}

TEST_CASE("a head that promises more names than it holds takes no memory for them, and no day is cut to one") {
  const std::int64_t day = kJanuary.first_day().days_since_epoch();
  for (const auto& night : {night_with(day, 1 << 20), night_with(day + (std::int64_t{1} << 32), 0)}) {
    REQUIRE_FALSE(night);
    CHECK(night.error().code() == Errc::malformed_record);
  }
}
