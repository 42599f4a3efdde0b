// FactTable: the chunks of one fact table, made ready for the kernels: values as integers, filters as masks.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "owner_slots.hpp"
#include "staysail/decision/expression.hpp"
#include "staysail/indicators/indicator.hpp"

namespace staysail::indicators {

// One attribute through all chunks. Texts become their rank among the table's texts, so that they order as text does.
struct AttributeValues {
  struct Chunk {
    std::span<const std::int64_t> values;
    std::vector<std::int64_t> owned;  // what `values` shows, where the column itself does not hold integers
    Column nulls;                     // the column, when some of its values are null
    bool has_nulls = false;
  };
  std::vector<std::unique_ptr<Chunk>> chunks;
  std::vector<std::string> texts;  // by rank
  bool fed = false;                // some value is not null, or there is no row that could have one
};

// prepare() what measures need, then read from any thread.
class FactTable {
 public:
  FactTable(TableDescription description, std::vector<FactBatch> chunks, Day as_of)
      : description_(std::move(description)), chunks_(std::move(chunks)), as_of_(as_of) {}

  Status prepare(const FactMeasure& measure, const Expression* filter);
  void prepare(const OwnerSlots& slots);

  std::size_t size() const { return chunks_.size(); }
  const FactBatch& chunk(std::size_t index) const { return chunks_[index]; }
  bool dated_by_month() const;
  // Whether the values of an attribute are days: those of the open cycle are known as far as they are not after as_of.
  bool holds_days(const std::string& attribute) const;
  // The first day, at most as_of, of which no row with a value of the attribute tells: a closed cycle is covered whole,
  // the open one to its latest day. Precondition: a prepared attribute of days.
  Day covered_until(const std::string& attribute) const;
  // Decimals of an attribute's values; 0 for the rows themselves and for what is no number.
  int scale_of(const std::string& attribute) const;
  // Precondition of each: prepared.
  const AttributeValues& values(const std::string& attribute) const { return values_.find(attribute)->second; }
  // Of `attribute` minus `less`, null where the former is; a null subtrahend counts as zero.
  const AttributeValues& shortfalls(const FactMeasure& measure) const {
    return values_.find(shortfall_name(measure))->second;
  }
  const std::vector<std::uint8_t>& mask(const std::string& filter, std::size_t chunk) const {
    return masks_.find(filter)->second[chunk];
  }
  std::span<const std::uint32_t> slots(Grain grain, std::size_t chunk) const {
    return slots_.find(grain)->second[chunk];
  }
  // Days the rows are dated by. Precondition: not dated by month.
  std::span<const std::int32_t> days(std::size_t chunk) const;

 private:
  static std::string shortfall_name(const FactMeasure& measure) { return measure.attribute + " - " + measure.less; }
  Status prepare_values(const std::string& attribute);
  Status prepare_shortfalls(const FactMeasure& measure);
  Status prepare_mask(const Expression& filter);

  TableDescription description_;
  std::vector<FactBatch> chunks_;
  Day as_of_;
  std::map<std::string, AttributeValues> values_;
  std::map<Grain, std::vector<std::vector<std::uint32_t>>> slots_;
  std::map<std::string, std::vector<std::vector<std::uint8_t>>> masks_;  // by text of the filter
};

}  // namespace staysail::indicators
