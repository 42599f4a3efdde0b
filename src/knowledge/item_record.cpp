// The bytes of an item: attributes in the order written here; lists are records of their own inside.
#include "knowledge/record_fields.hpp"
#include "staysail/knowledge/item.hpp"

namespace staysail {
namespace {

using knowledge::next_id;
using knowledge::next_number;
using knowledge::next_string;

constexpr std::size_t kAttributes = 19;
constexpr std::size_t kEvidenceAttributes = 6;

std::string record_of(const std::vector<std::string>& texts) {
  RecordWriter writer(texts.size());
  for (const std::string& text : texts) writer.add_text(text);
  return writer.finish();
}

// Entries of a list are never null, so the first null is the end.
Result<std::vector<std::string>> texts_of(std::string_view bytes) {
  STAYSAIL_TRY(RecordReader reader, RecordReader::open(bytes));
  std::vector<std::string> texts;
  while (true) {
    STAYSAIL_TRY(const auto text, reader.next_text());
    if (!text) return texts;
    texts.emplace_back(*text);
  }
}

std::string record_of(const ItemEvidence& evidence) {
  RecordWriter writer(kEvidenceAttributes);
  writer.add_text(evidence.source);
  knowledge::add_counts(writer, evidence.counts);
  return writer.finish();
}

Result<ItemEvidence> evidence_of(std::string_view bytes) {
  STAYSAIL_TRY(RecordReader reader, RecordReader::open(bytes));
  ItemEvidence evidence;
  STAYSAIL_TRY(evidence.source, next_string(reader));
  STAYSAIL_TRY(evidence.counts, knowledge::next_counts(reader));
  return evidence;
}

std::string record_of(const std::vector<ItemEvidence>& evidence) {
  std::vector<std::string> records;
  for (const ItemEvidence& one : evidence) records.push_back(record_of(one));
  return record_of(records);
}

Result<std::vector<ItemEvidence>> all_evidence_of(std::string_view bytes) {
  STAYSAIL_TRY(const std::vector<std::string> records, texts_of(bytes));
  std::vector<ItemEvidence> evidence;
  for (const std::string& record : records) {
    STAYSAIL_TRY(ItemEvidence one, evidence_of(record));
    evidence.push_back(std::move(one));
  }
  return evidence;
}

void add_day(RecordWriter& writer, const std::optional<Day>& day) {
  if (day) return writer.add_integer(day->days_since_epoch());
  writer.add_null();
}

Result<std::optional<Day>> next_day(RecordReader& reader) {
  STAYSAIL_TRY(const auto days, reader.next_integer());
  if (!days) return std::optional<Day>();
  if (*days < INT32_MIN || *days > INT32_MAX)
    return Error(Errc::malformed_record, "a date of a knowledge record is out of range; run `staysail verify`");
  return std::optional(Day::since_epoch(static_cast<std::int32_t>(*days)));
}

template <class Enum>
Result<Enum> next_enum(RecordReader& reader, Enum last) {
  STAYSAIL_TRY(const std::int64_t value, next_number(reader, 0, static_cast<std::int64_t>(last)));
  return static_cast<Enum>(value);
}

// What the item says, in the order of to_record().
Status read_content(RecordReader& reader, KnowledgeItem& item) {
  STAYSAIL_TRY(item.id, next_id<KnowledgeItemTag>(reader));
  STAYSAIL_TRY(item.title, next_string(reader));
  STAYSAIL_TRY(item.kind, next_enum(reader, KnowledgeKind::synonyms));
  STAYSAIL_TRY(item.body, next_string(reader));
  STAYSAIL_TRY(item.situation.segment, next_string(reader));
  STAYSAIL_TRY(item.situation.stage, next_string(reader));
  STAYSAIL_TRY(const std::string signals, next_string(reader));
  STAYSAIL_TRY(item.situation.signals, texts_of(signals));
  STAYSAIL_TRY(item.strategy, next_id<StrategyTag>(reader));
  STAYSAIL_TRY(item.action, next_string(reader));
  return ok();
}

// Who stands for it, and since when.
Status read_life(RecordReader& reader, KnowledgeItem& item) {
  STAYSAIL_TRY(item.author, next_string(reader));
  STAYSAIL_TRY(const std::int64_t version, next_number(reader, 0, UINT32_MAX));
  item.version = static_cast<std::uint32_t>(version);
  STAYSAIL_TRY(item.valid_from, next_day(reader));
  STAYSAIL_TRY(item.valid_to, next_day(reader));
  STAYSAIL_TRY(item.state, next_enum(reader, KnowledgeState::deprecated));
  STAYSAIL_TRY(item.supersedes, next_id<KnowledgeItemTag>(reader));
  STAYSAIL_TRY(const std::string evidence, next_string(reader));
  STAYSAIL_TRY(item.evidence, all_evidence_of(evidence));
  return ok();
}

}  // namespace

std::string to_record(const KnowledgeItem& item) {
  RecordWriter writer(kAttributes);
  knowledge::add_id(writer, item.id);
  writer.add_text(item.title);
  writer.add_integer(static_cast<std::int64_t>(item.kind));
  writer.add_text(item.body);
  writer.add_text(item.situation.segment);
  writer.add_text(item.situation.stage);
  writer.add_text(record_of(item.situation.signals));
  knowledge::add_id(writer, item.strategy);
  writer.add_text(item.action);
  writer.add_text(item.author);
  writer.add_integer(item.version);
  add_day(writer, item.valid_from);
  add_day(writer, item.valid_to);
  writer.add_integer(static_cast<std::int64_t>(item.state));
  knowledge::add_id(writer, item.supersedes);
  writer.add_text(record_of(item.evidence));
  return writer.finish();
}

Result<KnowledgeItem> knowledge_item_from_record(std::string_view bytes) {
  STAYSAIL_TRY(RecordReader reader, RecordReader::open(bytes));
  KnowledgeItem item;
  STAYSAIL_CHECK(read_content(reader, item));
  STAYSAIL_CHECK(read_life(reader, item));
  if (const Status valid = item.validate(); !valid)
    return Error(Errc::malformed_record, "a stored knowledge item is damaged: " + valid.error().message());
  return item;
}

}  // namespace staysail
