#include "fact_table.hpp"

#include <algorithm>
#include <limits>

#include "catalogue_plan.hpp"
#include "staysail/boss/table_schema.hpp"

namespace staysail::indicators {
namespace {

using Chunk = AttributeValues::Chunk;

template <class T>
void widen(std::span<const T> narrow, Chunk& chunk) {
  chunk.owned.assign(narrow.begin(), narrow.end());
  chunk.values = chunk.owned;
}

void show_values(const Column& column, Chunk& chunk) {
  switch (column.type()) {
    case ColumnType::number: chunk.values = column.numbers(); break;
    case ColumnType::instant: chunk.values = column.instants(); break;
    case ColumnType::day: widen(column.days(), chunk); break;
    case ColumnType::boolean: widen(column.booleans(), chunk); break;
    default: widen(column.codes(), chunk); break;
  }
}

void remember_texts(const Column& column, std::vector<std::string>& texts) {
  for (std::int32_t code = 0; code < column.dictionary().size(); ++code)
    texts.emplace_back(column.dictionary().at(code));
}

// Codes of one chunk's dictionary to ranks in `texts`.
void rank_codes(const Column& column, const std::vector<std::string>& texts, Chunk& chunk) {
  std::vector<std::int64_t> rank;
  for (std::int32_t code = 0; code < column.dictionary().size(); ++code)
    rank.push_back(std::lower_bound(texts.begin(), texts.end(), column.dictionary().at(code)) - texts.begin());
  for (std::size_t row = 0; row < chunk.owned.size(); ++row)
    chunk.owned[row] = column.is_null(row) ? 0 : rank[static_cast<std::size_t>(chunk.owned[row])];
}

// A chunk older than the attribute has no such column: every value is null.
Column column_of(const FactBatch& facts, const std::string& attribute) {
  if (const auto* column = facts.rows.find(attribute)) return *column;
  ColumnBuilder builder(Field{attribute, ColumnType::number, 0, {}});
  for (std::size_t row = 0; row < facts.rows.rows(); ++row) builder.append_null();
  return builder.finish();
}

std::unique_ptr<Chunk> chunk_of(const Column& column) {
  auto chunk = std::make_unique<Chunk>();
  chunk->nulls = column;
  chunk->has_nulls = column.null_count() != 0;
  show_values(column, *chunk);
  return chunk;
}

// Whose row it is: its finest owner.
std::string owner_in(const TableDescription& table, const Batch& rows, std::size_t row) {
  for (const auto& owner : table.owners)
    if (const auto* ids = rows.find(owner); ids != nullptr && !ids->is_null(row))
      return owner + " " + std::string(ids->text(row));
  return "nobody";
}

Error too_large(const FactMeasure& measure, const std::string& owner) {
  return Error(Errc::amount_overflow, "a difference does not fit 64 bits: " + measure.table + "." + measure.attribute +
                                          " less " + measure.less + " in a row of " + owner);
}

}  // namespace

bool FactTable::dated_by_month() const {
  const auto* attribute = description_.find(description_.dated_by);
  return attribute != nullptr && attribute->type == AttributeType::month;
}

bool FactTable::holds_days(const std::string& attribute) const {
  const auto* described = description_.find(attribute);
  return described != nullptr && described->type == AttributeType::day;
}

Day FactTable::covered_until(const std::string& attribute) const {
  const auto& values = values_.find(attribute)->second;
  const std::int32_t as_of = as_of_.days_since_epoch();
  std::int32_t until = std::numeric_limits<std::int32_t>::min();
  for (std::size_t i = 0; i < chunks_.size(); ++i) {
    const Chunk& chunk = *values.chunks[i];
    const bool closed = dated_by_month() && chunks_[i].month < as_of_.month_of();
    for (std::size_t row = 0; row < chunk.values.size(); ++row) {
      if (chunk.has_nulls && chunk.nulls.is_null(row)) continue;
      if (closed) until = std::max(until, (chunks_[i].month.last_day() + 1).days_since_epoch());
      else if (chunk.values[row] < as_of) until = std::max(until, static_cast<std::int32_t>(chunk.values[row]) + 1);
      if (closed) break;
    }
  }
  return until == std::numeric_limits<std::int32_t>::min() ? as_of_ : std::min(as_of_, Day::since_epoch(until));
}

int FactTable::scale_of(const std::string& attribute) const {
  const auto* described = description_.find(attribute);
  return described == nullptr ? 0 : field_of(*described).scale;
}

void FactTable::prepare(const OwnerSlots& slots) {
  auto& prepared = slots_[slots.grain()];
  if (!prepared.empty()) return;
  for (const auto& facts : chunks_) prepared.push_back(slots.of_facts(facts));
}

std::span<const std::int32_t> FactTable::days(std::size_t chunk) const {
  return chunks_[chunk].rows.find(description_.dated_by)->days();
}

Status FactTable::prepare(const FactMeasure& measure, const Expression* filter) {
  if (filter != nullptr) STAYSAIL_CHECK(prepare_mask(*filter));
  if (!measure.attribute.empty()) STAYSAIL_CHECK(prepare_values(measure.attribute));
  if (!measure.less.empty()) STAYSAIL_CHECK(prepare_shortfalls(measure));
  return ok();
}

Status FactTable::prepare_values(const std::string& attribute) {
  if (values_.count(attribute) != 0) return ok();
  AttributeValues values;
  std::size_t rows = 0, present = 0;
  for (const auto& facts : chunks_) {
    const auto column = column_of(facts, attribute);
    rows += column.size();
    present += column.size() - column.null_count();
    if (column.type() == ColumnType::text) remember_texts(column, values.texts);
    values.chunks.push_back(chunk_of(column));
  }
  values.fed = rows == 0 || present != 0;
  std::sort(values.texts.begin(), values.texts.end());
  values.texts.erase(std::unique(values.texts.begin(), values.texts.end()), values.texts.end());
  for (auto& chunk : values.chunks)
    if (chunk->nulls.type() == ColumnType::text) rank_codes(chunk->nulls, values.texts, *chunk);
  values_.emplace(attribute, std::move(values));
  return ok();
}

Status FactTable::prepare_shortfalls(const FactMeasure& measure) {
  STAYSAIL_CHECK(prepare_values(measure.less));
  const auto& due = values_.find(measure.attribute)->second;
  const auto& paid = values_.find(measure.less)->second;
  AttributeValues values;
  values.fed = due.fed && paid.fed;
  for (std::size_t i = 0; i < chunks_.size(); ++i) {
    auto chunk = chunk_of(due.chunks[i]->nulls);
    chunk->owned.assign(due.chunks[i]->values.begin(), due.chunks[i]->values.end());
    for (std::size_t row = 0; row < chunk->owned.size(); ++row)
      if (__builtin_sub_overflow(chunk->owned[row], paid.chunks[i]->values[row], &chunk->owned[row]))
        return too_large(measure, owner_in(description_, chunks_[i].rows, row));
    chunk->values = chunk->owned;
    values.chunks.push_back(std::move(chunk));
  }
  values_.insert_or_assign(shortfall_name(measure), std::move(values));
  return ok();
}

Status FactTable::prepare_mask(const Expression& filter) {
  auto& masks = masks_[filter.text()];
  if (!masks.empty()) return ok();
  const Inputs constants{{kAsOf, Value::date(as_of_)}};
  for (const auto& facts : chunks_) {
    STAYSAIL_TRY(auto mask, filter.matches(facts.rows, constants));
    masks.push_back(std::move(mask));
  }
  return ok();
}

}  // namespace staysail::indicators
