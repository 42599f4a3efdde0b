#include "staysail/knowledge/evidence.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

namespace staysail {
namespace {

const Month kMarch = Month::of(2026, 3);
const StrategyId kRenewal = StrategyId::of("renewal");
const StrategyId kCall = StrategyId::of("call");

EvidenceKey key(const StrategyId& strategy, const char* segment, const char* stage, Month period) {
  return {strategy, segment, stage, period};
}

EvidenceLedger ledger() {
  EvidenceLedger ledger;
  ledger.record(key(kRenewal, "high", "decline", kMarch), {100, 20, 90, 10, 8});
  ledger.record(key(kRenewal, "high", "growth", kMarch), {50, 5, 49, 5, 5});
  ledger.record(key(kRenewal, "low", "decline", kMarch), {10, 1, 5, 2, 1});
  ledger.record(key(kRenewal, "high", "decline", kMarch + 1), {200, 40, 180, 20, 15});
  ledger.record(key(kCall, "high", "decline", kMarch), {7, 0, 7, 0, 0});
  return ledger;
}

struct Cell {
  EvidenceKey key;
  OutcomeCounts counts;
};

std::vector<Cell> any_cells() {
  std::vector<Cell> cells;
  const auto count = *rc::gen::inRange(0, 20);
  for (int i = 0; i < count; ++i) {
    const auto tried = *rc::gen::inRange<std::uint64_t>(0, 100);
    cells.push_back({{*rc::gen::element(kRenewal, kCall), *rc::gen::element<std::string>("high", "low"),
                      *rc::gen::element<std::string>("growth", "decline"), kMarch + *rc::gen::inRange(0, 3)},
                     {tried, tried / 3, tried / 2, tried / 5, tried / 9}});
  }
  return cells;
}

}  // namespace

TEST_CASE("totals add up what the filter takes, and name the months") {
  const EvidenceLedger all = ledger();
  const EvidenceTotal renewal = all.total({kRenewal, {}, {}, {}});
  CHECK(renewal.counts == OutcomeCounts{360, 66, 324, 37, 29});
  CHECK(renewal.periods == 2);
  CHECK(renewal.first == kMarch);
  CHECK(renewal.last == kMarch + 1);
  CHECK(all.total({kRenewal, "high", "decline", {}}).counts.tried == 300);
  CHECK(all.total({kRenewal, {}, "decline", kMarch}).counts.tried == 110);
  CHECK(all.total({StrategyId::of("unknown"), {}, {}, {}}).periods == 0);
}

TEST_CASE("planted fault: a replayed period counts nothing twice") {
  EvidenceLedger twice = ledger();
  twice.record(key(kRenewal, "high", "decline", kMarch), {100, 20, 90, 10, 8});
  CHECK(twice.cells() == ledger().cells());
}

TEST_CASE("a corrected period replaces its cells, also those it no longer has") {
  EvidenceLedger corrected = ledger();
  corrected.replace_period(kMarch, {{key(kRenewal, "high", "decline", kMarch), {99, 20, 89, 10, 8}}});
  CHECK(corrected.cells().size() == 2);
  CHECK(corrected.total({kRenewal, {}, {}, kMarch}).counts.tried == 99);
  CHECK(corrected.total({kRenewal, {}, {}, {}}).counts.tried == 299);
}

TEST_CASE("ledgers of other customers merge in any order") {
  CHECK(rc::check([] {
    const std::vector<Cell> cells = any_cells();
    EvidenceLedger forward, backward;
    for (const Cell& cell : cells) {
      EvidenceLedger one;
      one.record(cell.key, cell.counts);
      forward.merge(one);
      one.merge(backward);
      backward = one;
    }
    RC_ASSERT(forward.cells() == backward.cells());
    std::uint64_t tried = 0;
    for (const Cell& cell : cells) tried += cell.key.strategy == kCall ? cell.counts.tried : 0;
    RC_ASSERT(forward.total({kCall, {}, {}, {}}).counts.tried == tried);
  }));
}

TEST_CASE("a cell survives its record; counts that cannot be are refused") {
  const EvidenceKey odd = key(StrategyId::of("a/b%", "boss"), "段/1", "", kMarch);
  const OutcomeCounts counts{5, 1, 4, 3, 2};
  const auto read = evidence_from_record(to_record(odd, counts)).value();
  CHECK(read.first == odd);
  CHECK(read.second == counts);
  CHECK(evidence_from_record(to_record(odd, {1, 0, 2, 0, 0})).error().code() == Errc::malformed_record);
  CHECK(evidence_from_record("").error().code() == Errc::malformed_record);
}

TEST_CASE("ids of cells are unique: a slash inside a field is escaped") {
  CHECK(evidence_id(key(kRenewal, "high", "decline", kMarch)) == "renewal/high/decline/2026-03");
  CHECK(evidence_id(key(StrategyId::of("a/b"), "c", "d", kMarch)) !=
        evidence_id(key(StrategyId::of("a"), "b/c", "d", kMarch)));
  CHECK(evidence_id(key(StrategyId::of("a%2Fb"), "c", "d", kMarch)) !=
        evidence_id(key(StrategyId::of("a/b"), "c", "d", kMarch)));
}

}  // namespace staysail
