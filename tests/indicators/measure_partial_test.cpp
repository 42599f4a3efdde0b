#include "indicators/measure_partial.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

using namespace staysail;
using namespace staysail::indicators;

namespace {

constexpr std::uint32_t kLines = 4;
constexpr int kMonth = 2025 * 12 + 11;

// The facts of one chunk: slots 0..3 are lines, 4 their account, 5 their customer.
struct Chunk {
  std::vector<std::uint32_t> slots;
  std::vector<std::int64_t> values;
  std::vector<std::uint8_t> part;
  int month = 0;
};

Ownership one_household() {
  Ownership ownership;
  ownership.subscriptions = kLines;
  ownership.accounts = ownership.customers = 1;
  ownership.account_of = ownership.customer_of = std::vector<std::uint32_t>(kLines, 0);
  ownership.customer_of_account = {0};
  return ownership;
}

rc::Gen<Chunk> any_chunk() {
  return rc::gen::exec([] {
    Chunk chunk;
    chunk.month = kMonth - *rc::gen::inRange(0, 12);
    for (int row = *rc::gen::inRange(0, 20); row > 0; --row) {
      chunk.slots.push_back(*rc::gen::element<std::uint32_t>(0, 1, 2, 3, 4, 5, kNoRow));
      chunk.values.push_back(*rc::gen::inRange<std::int64_t>(-1'000'000'000, 1'000'000'000));
      chunk.part.push_back(static_cast<std::uint8_t>(*rc::gen::inRange(0, 2)));
    }
    return chunk;
  });
}

FactRows rows_of(const Chunk& chunk) {
  FactRows rows;
  rows.slots = chunk.slots;
  rows.values = chunk.values;
  rows.part = chunk.part.data();
  rows.month = chunk.month;
  return rows;
}

std::unique_ptr<MeasurePartial> mapped(Aggregate aggregate, const std::vector<Chunk>& chunks) {
  auto partial = make_partial(aggregate);
  for (const auto& chunk : chunks) partial->map(rows_of(chunk));
  return partial;
}

// What each line sees, as text.
std::string finished(const MeasurePartial& partial) {
  const auto ownership = one_household();
  const OwnerSlots slots(ownership, Grain::subscription);
  const FinishRule rule{3, 3, Day::since_epoch(20454), kMonth, 1500};
  std::string text;
  const auto status =
      partial.finish(slots, kLines, true, rule, [&](std::size_t, bool seen, const std::optional<std::int64_t>& value) {
        text += (seen ? "seen " : "- ") + (value ? std::to_string(*value) : std::string("null")) + ";";
        return ok();
      });
  return status ? text : status.error().to_string();
}

const std::vector<Aggregate> kAll = {Aggregate::sum,           Aggregate::mean,          Aggregate::min,
                                     Aggregate::max,           Aggregate::count,         Aggregate::count_distinct,
                                     Aggregate::first,         Aggregate::last,          Aggregate::slope,
                                     Aggregate::ratio,         Aggregate::shortfall,     Aggregate::share,
                                     Aggregate::amount_share,  Aggregate::steady_cycles, Aggregate::days_since_max,
                                     Aggregate::days_since_min};

}  // namespace

TEST_CASE("a partial is the same for any order of chunks, any split and any order of merging") {
  CHECK(rc::check([] {
    const auto chunks = *rc::gen::container<std::vector<Chunk>>(any_chunk());
    auto shuffled = chunks;
    std::reverse(shuffled.begin(), shuffled.end());
    const auto cut = static_cast<std::ptrdiff_t>(*rc::gen::inRange<std::size_t>(0, chunks.size() + 1));
    for (const auto aggregate : kAll) {
      const auto whole = finished(*mapped(aggregate, chunks));
      RC_ASSERT(finished(*mapped(aggregate, shuffled)) == whole);
      const auto left = mapped(aggregate, {chunks.begin(), chunks.begin() + cut}),
                 right = mapped(aggregate, {chunks.begin() + cut, chunks.end()});
      auto forward = make_partial(aggregate), backward = make_partial(aggregate);
      forward->merge(*left);
      forward->merge(*right);
      backward->merge(*right);
      backward->merge(*left);
      RC_ASSERT(finished(*forward) == whole);
      RC_ASSERT(finished(*backward) == whole);
    }
  }));
}

TEST_CASE("sums, counts and extremes agree with adding up by hand") {
  CHECK(rc::check([] {
    const auto chunks = *rc::gen::container<std::vector<Chunk>>(any_chunk());
    std::string sums, counts, greatest;
    for (std::uint32_t line = 0; line < kLines; ++line) {
      std::vector<std::int64_t> seen;
      for (const auto& chunk : chunks)
        for (std::size_t row = 0; row < chunk.slots.size(); ++row)
          if (chunk.slots[row] == line || chunk.slots[row] == kLines || chunk.slots[row] == kLines + 1)
            seen.push_back(chunk.values[row]);
      const auto show = [&](std::int64_t value) {
        return seen.empty() ? std::string("- null;") : "seen " + std::to_string(value) + ";";
      };
      std::int64_t sum = 0;
      for (const auto value : seen) sum += value;
      sums += show(sum);
      counts += show(static_cast<std::int64_t>(seen.size()) * 1000);
      greatest += show(seen.empty() ? 0 : *std::max_element(seen.begin(), seen.end()));
    }
    RC_ASSERT(finished(*mapped(Aggregate::sum, chunks)) == sums);
    RC_ASSERT(finished(*mapped(Aggregate::count, chunks)) == counts);
    RC_ASSERT(finished(*mapped(Aggregate::max, chunks)) == greatest);
  }));
}
