#include "work/record_fields.hpp"

namespace staysail {
namespace {

constexpr std::size_t kEntryAttributes = 4;

// Every item takes a byte at least, so a count beyond the bytes is none of ours.
Result<std::int64_t> read_size(Fields& fields, std::string_view bytes) {
  const std::int64_t count = fields.integer();
  if (count >= 0 && static_cast<std::uint64_t>(count) <= bytes.size()) return count;
  return Error(Errc::malformed_record, "a list in a record of work is cut: " + std::to_string(count));
}

}  // namespace

std::string pack(const std::vector<std::string>& texts) {
  RecordWriter writer(texts.size() + 1);
  writer.add_integer(static_cast<std::int64_t>(texts.size()));
  for (const std::string& text : texts) writer.add_text(text);
  return writer.finish();
}

std::string pack(const Pairs& pairs) {
  std::vector<std::string> texts;
  for (const auto& [name, value] : pairs) {
    texts.push_back(name);
    texts.push_back(value);
  }
  return pack(texts);
}

std::string pack(const std::vector<TaskEntry>& history) {
  RecordWriter writer(history.size() * kEntryAttributes + 1);
  writer.add_integer(static_cast<std::int64_t>(history.size()));
  for (const TaskEntry& entry : history) {
    writer.add_integer(entry.at.micros());
    writer.add_text(entry.event);
    writer.add_text(entry.actor);
    writer.add_text(entry.note);
  }
  return writer.finish();
}

Result<std::vector<std::string>> unpack_texts(std::string_view bytes) {
  std::vector<std::string> texts;
  if (bytes.empty()) return texts;
  STAYSAIL_TRY(Fields fields, Fields::open(bytes));
  STAYSAIL_TRY(const std::int64_t count, read_size(fields, bytes));
  for (std::int64_t i = 0; i < count && !fields.failed(); ++i) texts.push_back(fields.text());
  STAYSAIL_CHECK(fields.status());
  return texts;
}

Result<Pairs> unpack_pairs(std::string_view bytes) {
  STAYSAIL_TRY(const std::vector<std::string> texts, unpack_texts(bytes));
  if (texts.size() % 2 != 0)
    return Error(Errc::malformed_record, "a parameter in a record of work has a name and no value");
  Pairs pairs;
  for (std::size_t i = 0; i < texts.size(); i += 2) pairs.emplace_back(texts[i], texts[i + 1]);
  return pairs;
}

Result<std::vector<TaskEntry>> unpack_history(std::string_view bytes) {
  std::vector<TaskEntry> history;
  if (bytes.empty()) return history;
  STAYSAIL_TRY(Fields fields, Fields::open(bytes));
  STAYSAIL_TRY(const std::int64_t count, read_size(fields, bytes));
  for (std::int64_t i = 0; i < count && !fields.failed(); ++i) {
    TaskEntry entry;
    entry.at = Instant::from_micros(fields.integer());
    entry.event = fields.text();
    entry.actor = fields.text();
    entry.note = fields.text();
    history.push_back(std::move(entry));
  }
  STAYSAIL_CHECK(fields.status());
  return history;
}

void add_index(Record& record, std::string index, const std::string& value) {
  if (!value.empty()) record.indexes.push_back({std::move(index), value});
}

}  // namespace staysail
