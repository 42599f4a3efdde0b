#include "staysail/knowledge/evidence.hpp"

#include <algorithm>

#include "knowledge/record_fields.hpp"
#include "staysail/model/record.hpp"

namespace staysail {
namespace {

bool matches(const EvidenceKey& key, const EvidenceFilter& filter) {
  return key.strategy == filter.strategy && (!filter.segment || key.segment == *filter.segment) &&
         (!filter.stage || key.stage == *filter.stage) && (!filter.until || key.period <= *filter.until);
}

// A slash parts the fields of an id; inside a field it is escaped.
std::string escaped(const std::string& field) {
  std::string text;
  for (const char c : field) {
    if (c == '/') text += "%2F";
    else if (c == '%') text += "%25";
    else text += c;
  }
  return text;
}

std::string escaped(const StrategyId& id) {
  return id.source().empty() ? escaped(id.text()) : escaped(id.source()) + ":" + escaped(id.text());
}

}  // namespace

void OutcomeCounts::merge(const OutcomeCounts& other) {
  tried += other.tried;
  accepted += other.accepted;
  kept += other.kept;
  held_out += other.held_out;
  held_out_kept += other.held_out_kept;
}

void EvidenceLedger::replace_period(Month period, const Cells& cells) {
  std::erase_if(cells_, [&](const auto& cell) { return cell.first.period == period; });
  for (const auto& [key, counts] : cells) record(key, counts);
}

void EvidenceLedger::merge(const EvidenceLedger& other) {
  for (const auto& [key, counts] : other.cells_) cells_[key].merge(counts);
}

EvidenceTotal EvidenceLedger::total(const EvidenceFilter& filter) const {
  EvidenceTotal total;
  std::vector<Month> periods;
  for (auto cell = cells_.lower_bound({filter.strategy, {}, {}, Month::from_index(INT32_MIN)});
       cell != cells_.end() && cell->first.strategy == filter.strategy; ++cell) {
    if (!matches(cell->first, filter)) continue;
    total.counts.merge(cell->second);
    periods.push_back(cell->first.period);
  }
  std::sort(periods.begin(), periods.end());
  periods.erase(std::unique(periods.begin(), periods.end()), periods.end());
  total.periods = static_cast<std::uint32_t>(periods.size());
  if (!periods.empty()) total.first = periods.front(), total.last = periods.back();
  return total;
}

std::string to_record(const EvidenceKey& key, const OutcomeCounts& counts) {
  RecordWriter writer(10);
  knowledge::add_id(writer, key.strategy);
  writer.add_text(key.segment);
  writer.add_text(key.stage);
  writer.add_integer(key.period.index());
  knowledge::add_counts(writer, counts);
  return writer.finish();
}

Result<std::pair<EvidenceKey, OutcomeCounts>> evidence_from_record(std::string_view bytes) {
  STAYSAIL_TRY(RecordReader reader, RecordReader::open(bytes));
  EvidenceKey key;
  STAYSAIL_TRY(key.strategy, knowledge::next_id<StrategyTag>(reader));
  STAYSAIL_TRY(key.segment, knowledge::next_string(reader));
  STAYSAIL_TRY(key.stage, knowledge::next_string(reader));
  STAYSAIL_TRY(const std::int64_t period, knowledge::next_number(reader, 0, INT32_MAX));
  key.period = Month::from_index(static_cast<std::int32_t>(period));
  STAYSAIL_TRY(const OutcomeCounts counts, knowledge::next_counts(reader));
  return std::pair(key, counts);
}

std::string evidence_id(const EvidenceKey& key) {
  std::string id = escaped(key.strategy) + "/" + escaped(key.segment);
  if (!key.stage.empty()) id += "/" + escaped(key.stage);
  return id + "/" + key.period.to_string();
}

}  // namespace staysail
