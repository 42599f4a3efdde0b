#include "privacy/audit_record.hpp"

#include "staysail/model/record.hpp"

namespace staysail::privacy {
namespace {

// Twenty digits, so that ids sort as numbers do.
std::string padded(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  return std::string(20 - digits.size(), '0') + digits;
}

void add(RecordWriter& writer, const Digest& digest) {
  writer.add_integer(static_cast<std::int64_t>(digest.high));
  writer.add_integer(static_cast<std::int64_t>(digest.low));
}

// Values that every entry has: a missing one is damage.
Result<std::int64_t> number(RecordReader& reader) {
  STAYSAIL_TRY(const auto value, reader.next_integer());
  if (value) return *value;
  return Error(Errc::malformed_record, "an audit record lacks a number; run `staysail verify`");
}

Result<std::string> text(RecordReader& reader) {
  STAYSAIL_TRY(const auto value, reader.next_text());
  if (value) return std::string(*value);
  return Error(Errc::malformed_record, "an audit record lacks a text; run `staysail verify`");
}

Result<Digest> digest(RecordReader& reader) {
  STAYSAIL_TRY(const std::int64_t high, number(reader));
  STAYSAIL_TRY(const std::int64_t low, number(reader));
  return Digest{static_cast<std::uint64_t>(high), static_cast<std::uint64_t>(low)};
}

}  // namespace

EntityKey head_key() { return EntityKey{"audit_head", "head"}; }

Record record_of(const AuditEntry& entry) {
  RecordWriter writer(9);
  writer.add_integer(static_cast<std::int64_t>(entry.number));
  writer.add_integer(entry.at.micros());
  for (const std::string* value : {&entry.actor, &entry.pseudonym, &entry.purpose, &entry.what})
    writer.add_text(*value);
  writer.add_integer(entry.refused ? 1 : 0);
  add(writer, entry.link);
  Record record;
  record.key = EntityKey{kAuditKind, padded(entry.number)};
  record.payload = writer.finish();
  record.indexes = {{"subject", entry.pseudonym}};
  return record;
}

Record record_of(const AuditHead& head) {
  RecordWriter writer(3);
  writer.add_integer(static_cast<std::int64_t>(head.entries));
  add(writer, head.link);
  Record record;
  record.key = head_key();
  record.payload = writer.finish();
  return record;
}

Result<AuditEntry> entry_from(std::string_view payload) {
  STAYSAIL_TRY(auto reader, RecordReader::open(payload));
  AuditEntry entry;
  STAYSAIL_TRY(const std::int64_t position, number(reader));
  STAYSAIL_TRY(const std::int64_t micros, number(reader));
  STAYSAIL_TRY(entry.actor, text(reader));
  STAYSAIL_TRY(entry.pseudonym, text(reader));
  STAYSAIL_TRY(entry.purpose, text(reader));
  STAYSAIL_TRY(entry.what, text(reader));
  STAYSAIL_TRY(const std::int64_t refused, number(reader));
  STAYSAIL_TRY(entry.link, digest(reader));
  entry.number = static_cast<std::uint64_t>(position);
  entry.at = Instant::from_micros(micros);
  entry.refused = refused != 0;
  return entry;
}

Result<AuditHead> head_from(std::string_view payload) {
  STAYSAIL_TRY(auto reader, RecordReader::open(payload));
  AuditHead head;
  STAYSAIL_TRY(const std::int64_t entries, number(reader));
  STAYSAIL_TRY(head.link, digest(reader));
  head.entries = static_cast<std::uint64_t>(entries);
  return head;
}

}  // namespace staysail::privacy
