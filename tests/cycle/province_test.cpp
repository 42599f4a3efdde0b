#include "staysail/cycle/province.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "cycle/small_operator.hpp"

using namespace staysail;
using test::kExamples;

namespace {

const Month kPeriod = Month::of(2026, 1);

// The rows of the small export whose first field ends in an odd or an even digit: two cities of one operator. Parity
// -1: both together.
std::map<std::string, std::string> export_of(int parity) {
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(kExamples + "/embed/export")) {
    std::ifstream in(entry.path());
    std::string& text = files[entry.path().filename().string()];
    std::string line;
    for (bool header = true; std::getline(in, line); header = false) {
      const char digit = line[line.find(',') - 1];
      if (header || parity < 0 || (digit - '0') % 2 == parity) text += line + "\n";
    }
  }
  return files;
}

struct City {
  std::shared_ptr<const Mapping> mapping;
  std::unique_ptr<FileFeed> files;
  std::unique_ptr<Store> store = make_memory_store();

  explicit City(int parity) {
    std::ifstream in(kExamples + "/embed/mapping.toml");
    std::ostringstream text;
    text << in.rdbuf();
    mapping = std::make_shared<const Mapping>(Mapping::parse(text.str(), "mapping.toml").value());
    files = std::make_unique<FileFeed>(std::make_shared<TextFiles>(export_of(parity)), mapping);
  }
  NightResult night(Day as_of = Day::of(2026, 1, 1).value()) {
    NightParts parts;
    parts.feed = files.get();
    parts.store = store.get();
    parts.playbook = kExamples + "/playbook";
    parts.catalog = &mapping->catalog;
    NightOptions options;
    options.as_of = as_of;
    return run_night(parts, options).value();
  }
};

TransferReport send(City& city, const std::string& name, Store& province) {
  return transfer(*city.store, name, province, city.mapping->catalog).value();
}

std::string sum_in(Store& province) { return sum_of(analyses_of(province, kPeriod).value()).value().value().encode(); }

}  // namespace

TEST_CASE("two cities, each with its night, are in the province what one night over all lines is") {
  City odd(1), even(0), together(-1);
  const NightResult one = odd.night(), other = even.night(), all = together.night();
  REQUIRE(one.subscriptions > 0);
  REQUIRE(one.subscriptions + other.subscriptions == all.subscriptions);
  const auto province = make_memory_store();
  CHECK(send(even, "even", *province).analyses_new == 1);
  CHECK(send(odd, "odd", *province).analyses_new == 1);
  CHECK(sum_in(*province) == Analysis::of(all.record).encode());

  // Late and repeated transfers are harmless.
  const TransferReport again = send(even, "even", *province);
  CHECK(again.analyses == 1);
  CHECK(again.analyses_new == 0);
  for (const ReplicatedTable& table : again.tables) CHECK(table.news == 0);
  CHECK(sum_in(*province) == Analysis::of(all.record).encode());
}

TEST_CASE("a province can spend a night of its own on what went up, and finds what one operator would find") {
  City odd(1), even(0), together(-1);
  odd.night();
  even.night();
  const auto province = make_memory_store();
  send(odd, "odd", *province);
  send(even, "even", *province);
  City above(-1);
  NightParts parts;
  parts.store = province.get();
  parts.playbook = kExamples + "/playbook";
  parts.catalog = &above.mapping->catalog;
  NightOptions options;
  options.as_of = Day::of(2026, 1, 1).value();
  const NightResult night = run_night(parts, options).value();
  CHECK(Analysis::of(night.record).encode() == Analysis::of(together.night().record).encode());
}

TEST_CASE("the later night of a city stands, also when the earlier one comes after it") {
  City early(1), late(1);
  early.night();
  const auto first = make_memory_store(), second = make_memory_store();
  send(early, "wuhan", *first);
  const std::string before = sum_in(*first);
  early.night(Day::of(2026, 1, 20).value());
  send(early, "wuhan", *second);
  CHECK(sum_in(*second) != before);
  const std::string after = sum_in(*second);
  // What the city knew before its second night, from a copy that was made then.
  late.night();
  CHECK(send(late, "wuhan", *second).analyses_new == 0);
  CHECK(sum_in(*second) == after);
}

TEST_CASE("what does not fit together is refused") {
  City odd(1), even(0);
  odd.night();
  even.night(Day::of(2026, 1, 20).value());
  const auto province = make_memory_store();
  CHECK(transfer(*odd.store, "武汉", *province, ModelCatalog()).error().code() == Errc::invalid_argument);
  CHECK(transfer(*odd.store, "", *province, ModelCatalog()).error().code() == Errc::invalid_argument);
  send(odd, "odd", *province);
  send(even, "even", *province);
  const auto sum = sum_of(analyses_of(*province, kPeriod).value());
  REQUIRE_FALSE(sum.has_value());
  CHECK(sum.error().code() == Errc::schema_mismatch);
  CHECK(sum.error().message().find("2026-01-20") != std::string::npos);
}

TEST_CASE("tasks and tickets stay in the city; the frame tells each city and all of them") {
  City odd(1);
  const NightResult night = odd.night();
  const auto province = make_memory_store();
  send(odd, "odd", *province);
  FindRequest tasks;
  tasks.kind = "task";
  CHECK(province->entities().find(tasks).value().records.empty());
  const Batch frame = province_frame(analyses_of(*province, kPeriod).value()).value();
  std::uint64_t stages = 0;
  for (std::size_t row = 0; row < frame.rows(); ++row)
    if (frame.find("city")->text(row).empty() && frame.find("figure")->text(row) == "stage")
      stages += static_cast<std::uint64_t>(frame.find("lines")->numbers()[row]);
  CHECK(stages == night.subscriptions);
  CHECK(analysed_months(*province).value() == std::vector<Month>{kPeriod});
}

TEST_CASE("sums leave out what compares a line with all others") {
  City odd(1);
  const NightResult night = odd.night();
  REQUIRE_FALSE(night.record.relative.empty());
  const Analysis analysis = Analysis::of(night.record);
  for (const auto& name : night.record.relative) CHECK(analysis.sums.count(name) + analysis.counts.count(name) == 0);
  // The shipped segments look at bands of equal shares; stages do not.
  CHECK(std::count(night.record.relative.begin(), night.record.relative.end(), "segment") == 1);
  CHECK(analysis.counts.count("stage") == 1);
  CHECK(analysis.sums.count("arpu_3m") == 1);
  CHECK(Analysis::decode(analysis.encode()).value().encode() == analysis.encode());
  const auto kept = NightRecord::load(*odd.store, kPeriod).value().value();
  CHECK(kept.relative == night.record.relative);
}

TEST_CASE("whom the city has erased is erased in the province with the next transfer") {
  City odd(1);
  odd.night();
  const auto province = make_memory_store();
  send(odd, "odd", *province);
  FindRequest one;
  one.kind = "customers";
  one.limit = 1;
  const EntityKey customer = province->entities().find(one).value().records.front().key;
  REQUIRE(erase_customer(*odd.store, customer.id).has_value());
  const TransferReport report = send(odd, "odd", *province);
  CHECK(report.erased == 1);
  CHECK_FALSE(province->entities().get({customer}).value().front().has_value());
  CHECK(send(odd, "odd", *province).erased == 0);
}

TEST_CASE("a store does not go up into itself") {
  const auto store = make_memory_store();
  CHECK(transfer(*store, "wuhan", *store, ModelCatalog()).error().code() == Errc::invalid_argument);
}
