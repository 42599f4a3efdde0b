// MeasurePartial: one aggregate over a set of facts, for all owners: the partial of the four-function form.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "accumulator.hpp"
#include "owner_slots.hpp"
#include "staysail/indicators/indicator.hpp"

namespace staysail::indicators {

// Rows of one chunk as a kernel reads them. Pointers may be null: keep = every row, part = every row is part of the
// numerator, nulls = no value is null, days = every row is dated `month`.
struct FactRows {
  std::span<const std::uint32_t> slots;
  std::span<const std::int64_t> values;  // empty: rows are counted, not valued
  const Column* nulls = nullptr;
  const std::uint8_t* keep = nullptr;
  const std::uint8_t* part = nullptr;
  const std::int32_t* days = nullptr;
  std::int32_t month = 0;
};

// Takes the value of one subscription; `seen`: whether any fact was counted for it.
using FinishSink = std::function<Status(std::size_t subscription, bool seen, const std::optional<std::int64_t>& value)>;

// Owned by one thread at a time.
class MeasurePartial {
 public:
  virtual ~MeasurePartial() = default;
  virtual void map(const FactRows& rows) = 0;
  // Precondition: `other` was made for the same aggregate and slots.
  virtual void merge(const MeasurePartial& other) = 0;
  // In order of subscriptions. `shared`: facts of coarser grains are seen.
  virtual Status finish(const OwnerSlots& slots, std::size_t subscriptions, bool shared, const FinishRule& rule,
                        const FinishSink& sink) const = 0;
};

std::unique_ptr<MeasurePartial> make_partial(Aggregate aggregate);

}  // namespace staysail::indicators
