#include "boss/row_mapper.hpp"

#include <algorithm>

#include "staysail/base/personal_number.hpp"
#include "staysail/base/secret.hpp"
#include "staysail/boss/table_schema.hpp"

namespace staysail::boss {
namespace {

constexpr std::size_t kShownBytes = 200;

std::string_view reason_of(RowFault fault) {
  switch (fault) {
    case RowFault::too_few_fields:
    case RowFault::too_many_fields: return "field_count";
    case RowFault::malformed_quote:
    case RowFault::unterminated_quote: return "bad_quote";
    case RowFault::malformed_encoding: return "bad_encoding";
    case RowFault::too_long: return "record_too_long";
    case RowFault::none: break;
  }
  return {};
}

// Cut to kShownBytes, never inside a character.
std::string shown(std::string_view text) {
  std::size_t size = std::min(text.size(), kShownBytes);
  while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return std::string(text.substr(0, size));
}

// What can be said of a record without its text.
std::string about_fields(const TextRecord& record, std::string_view reason, std::size_t expected) {
  if (reason != "field_count" || record.fields.empty()) return {};
  const std::string found = std::to_string(record.fields.size()) + " fields";
  return record.fields.size() < expected ? found + ", at least " + std::to_string(expected) + " expected" : found;
}

std::optional<std::int64_t> version_in(std::string_view text, const VersionMapping& mapping) {
  if (!mapping.time) {
    const auto number = parse_number(text, NumberPattern{});
    return number ? std::optional(*number) : std::nullopt;
  }
  const auto instant = mapping.time->instant(text);
  return instant ? std::optional(instant->micros()) : std::nullopt;
}

bool is_null_text(const std::vector<std::string>& null_texts, std::string_view text) {
  return std::find(null_texts.begin(), null_texts.end(), trimmed(text)) != null_texts.end();
}

}  // namespace

RowMapper::RowMapper(RowBinding binding, std::string file, bool row_digests)
    : binding_(std::move(binding)), file_(std::move(file)) {
  for (const auto& entity : binding_.entities) {
    Part& part = parts_.emplace_back();
    for (const auto& field : entity.fields) {
      const FieldMapping& mapping = field.reader.field();
      if (mapping.source == FieldSource::row_digest) part.named_by_digest.push_back(part.columns.size());
      part.columns.emplace_back(field_of(mapping.attribute));
    }
    names_rows_ |= !part.named_by_digest.empty();
    for (const auto& kept : entity.kept) part.columns.emplace_back(Field{kept.name, ColumnType::text, 0, {}});
    part.cells.resize(part.columns.size());
  }
  digests_ = row_digests || names_rows_ || parts_.size() != 1;
  straight_ = goes_straight();
  for (auto& part : parts_)
    for (std::size_t i = 0; i < part.columns.size(); ++i)
      if (part.columns[i].holds_texts()) part.texts.push_back(i);
}

// Of a record with one part, which is there and tells what is, nothing has to be known before the next value.
bool RowMapper::goes_straight() const {
  if (names_rows_ || parts_.size() != 1) return false;
  const BoundEntity& entity = binding_.entities.front();
  const auto is_text = [&](std::size_t owner) { return parts_.front().columns[owner].holds_texts(); };
  if (!std::all_of(entity.owners.begin(), entity.owners.end(), is_text)) return false;
  return entity.skip_when_null.empty() && entity.deleted == kNoColumn && entity.kept.empty();
}

void RowMapper::take(const TextRecord& record) {
  if (straight_) take_straight(record);
  else read(record) ? append(record) : reject(record);
}

void RowMapper::take_straight(const TextRecord& record) {
  Part& part = parts_.front();
  const auto row = static_cast<std::uint32_t>(part.row.size());
  if (row == part.room) make_room(part);
  if (!is_whole(record) || !read_straight(binding_.entities.front(), part, record)) {
    for (CellColumn& column : part.columns) column.forget(row);
    return reject(record);
  }
  for (const std::size_t i : part.texts) part.columns[i].set(row, part.cells[i]);
  part.row.push_back(static_cast<std::uint32_t>(batch_.rows.size()));
  part.version.push_back(part.cell_version);
  batch_.rows.push_back({record.line, record.byte_offset, digests_ ? digest_.finish() : Digest{}});
}

// Texts wait in their cells until the record is known to be good: what is rejected leaves nothing behind.
bool RowMapper::read_straight(BoundEntity& entity, Part& part, const TextRecord& record) {
  part.is_deletion = false;
  const bool read =
      digests_ ? read_straight_fields<true>(entity, part, record) : read_straight_fields<false>(entity, part, record);
  return read && check_owner(entity, part) && read_version(entity, part, record);
}

template <bool kDigests>
bool RowMapper::read_straight_fields(BoundEntity& entity, Part& part, const TextRecord& record) {
  digest_.clear();
  RowDigest::Frames frames(digest_);
  const std::string_view* const texts = record.fields.data();
  const auto row = static_cast<std::uint32_t>(part.row.size());
  CellColumn* column = part.columns.data();
  Cell* cell = part.cells.data();
  for (BoundField& field : entity.fields) {
    const bool is_text = column->holds_texts();
    if (field.index != kNoColumn) {
      const std::string_view text = texts[field.index];
      const auto told = [&](std::int64_t value) {
        if constexpr (kDigests) frames.add(field.seed, value);
      };
      const auto reason = is_text ? field.reader.read(text, *cell) : field.reader.read_into(text, *column, row, told);
      if (!reason.empty()) return refuse({reason, field.index, text, field.column});
    } else {
      *cell = field.fixed;
      if (!is_text) column->set(row, *cell);
    }
    if constexpr (kDigests)
      if (is_text || field.index == kNoColumn) frames.add(field.seed, *cell);
    ++column;
    ++cell;
  }
  frames.close();
  return true;
}

bool RowMapper::refuse(const Refusal& refusal) {
  refusal_ = refusal;
  return false;
}

bool RowMapper::is_whole(const TextRecord& record) {
  if (!record.good()) return refuse({reason_of(record.fault), kNoColumn, {}, {}});
  return record.fields.size() >= binding_.width || refuse({"field_count", kNoColumn, {}, {}});
}

bool RowMapper::read(const TextRecord& record) {
  if (!is_whole(record)) return false;
  bool any = false;
  digest_.clear();
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    parts_[i].present = binding_.entities[i].skip_when_null.empty() || !is_skipped(binding_.entities[i], record);
    if (!parts_[i].present) continue;
    any = true;
    if (!read_entity(binding_.entities[i], parts_[i], record)) return false;
  }
  return any || refuse({"nothing_mapped", kNoColumn, {}, {}});
}

// Whether the column feeds any attribute about a person.
bool RowMapper::tells_person(std::size_t index) const {
  const auto is_of_person = [&](const BoundField& field) {
    return field.index == index && is_personal(field.reader.field().attribute.type);
  };
  return std::any_of(binding_.entities.begin(), binding_.entities.end(), [&](const BoundEntity& entity) {
    return std::any_of(entity.fields.begin(), entity.fields.end(), is_of_person);
  });
}

bool RowMapper::is_skipped(const BoundEntity& entity, const TextRecord& record) const {
  return std::any_of(entity.skip_when_null.begin(), entity.skip_when_null.end(),
                     [&](std::size_t index) { return is_null_text(entity.mapping->null_texts, record.fields[index]); });
}

bool RowMapper::is_deletion(const BoundEntity& entity, const TextRecord& record) const {
  if (entity.deleted == kNoColumn) return false;
  const auto& texts = entity.mapping->deleted->texts;
  return std::find(texts.begin(), texts.end(), trimmed(record.fields[entity.deleted])) != texts.end();
}

bool RowMapper::read_entity(BoundEntity& entity, Part& part, const TextRecord& record) {
  part.is_deletion = is_deletion(entity, record);
  if (part.is_deletion && digests_) digest_.add(entity.deletion_seed, Cell::of_integer(1));
  if (!read_fields(entity, part, record) || !check_owner(entity, part)) return false;
  for (std::size_t i = 0; i < entity.kept.size(); ++i) {
    const std::string_view text = record.fields[entity.kept[i].index];
    const bool is_null = part.is_deletion || is_null_text(entity.mapping->null_texts, text);
    Cell& cell = part.cells[entity.fields.size() + i];
    cell = is_null ? Cell{} : Cell::of_text(text);
    if (digests_) digest_.add(entity.kept[i].seed, cell);
  }
  return read_version(entity, part, record);
}

bool RowMapper::read_fields(BoundEntity& entity, Part& part, const TextRecord& record) {
  return digests_ ? read_fields<true>(entity, part, record) : read_fields<false>(entity, part, record);
}

template <bool kDigests>
bool RowMapper::read_fields(BoundEntity& entity, Part& part, const TextRecord& record) {
  RowDigest::Frames frames(digest_);
  const bool is_deletion = part.is_deletion;
  const std::string_view* const texts = record.fields.data();
  Cell* cell = part.cells.data();
  for (BoundField& field : entity.fields) {
    if (is_deletion && !field.names_row) {
      *cell++ = Cell{};
      continue;
    }
    if (field.index == kNoColumn) {
      *cell = field.fixed;
    } else {
      const std::string_view text = texts[field.index];
      if (const auto reason = field.reader.read(text, *cell); !reason.empty())
        return refuse({reason, field.index, text, field.column});
    }
    if constexpr (kDigests) frames.add(field.seed, *cell);
    ++cell;
  }
  frames.close();
  return true;
}

// What is gone needs no owner.
bool RowMapper::check_owner(const BoundEntity& entity, const Part& part) {
  const auto is_absent = [&](std::size_t i) {
    return part.cells[i].kind == Cell::Kind::null && entity.fields[i].reader.field().source != FieldSource::row_digest;
  };
  const bool owned =
      part.is_deletion || entity.owners.empty() || !std::all_of(entity.owners.begin(), entity.owners.end(), is_absent);
  if (owned) return true;
  const BoundField& owner = entity.fields[entity.owners.front()];
  return refuse({"missing_value", owner.index, {}, owner.column});
}

bool RowMapper::read_version(const BoundEntity& entity, Part& part, const TextRecord& record) {
  part.cell_version = binding_.file_version;
  if (entity.version == kNoColumn) return true;
  const std::string_view text = trimmed(record.fields[entity.version]);
  if (text.empty() || text != part.version_text) {
    if (is_null_text(entity.mapping->null_texts, text)) return true;
    const auto told = version_in(text, *entity.mapping->version);
    if (!told) return refuse({"bad_version", entity.version, text, entity.version_column});
    part.version_text = text;
    part.version_of_text = *told;
  }
  part.cell_version = part.version_of_text;
  return true;
}

void RowMapper::append(const TextRecord& record) {
  const Digest digest = digests_ ? digest_.finish() : Digest{};
  if (names_rows_) digest_text_ = digest.to_string();
  for (auto& part : parts_)
    if (part.present) append_part(part);
  batch_.rows.push_back({record.line, record.byte_offset, digest});
}

void RowMapper::append_part(Part& part) {
  for (const std::size_t i : part.named_by_digest) part.cells[i] = Cell::of_text(digest_text_);
  if (part.row.size() == part.room) make_room(part);
  const auto row = static_cast<std::uint32_t>(part.row.size());
  const Cell* cell = part.cells.data();
  for (CellColumn& column : part.columns) column.set(row, *cell++);
  part.row.push_back(static_cast<std::uint32_t>(batch_.rows.size()));
  part.version.push_back(part.cell_version);
  if (part.is_deletion && part.deleted.empty()) part.deleted.resize(part.version.size() - 1, 0);
  if (part.is_deletion || !part.deleted.empty()) part.deleted.push_back(part.is_deletion ? 1 : 0);
}

void RowMapper::make_room(Part& part) {
  part.room = part.room == 0 ? part.expected_rows : 2 * part.room;
  for (CellColumn& column : part.columns) column.make_room(part.room);
}

void RowMapper::reject(const TextRecord& record) {
  RejectedRow row;
  row.file = file_;
  row.line = record.line;
  row.byte_offset = record.byte_offset;
  row.column = refusal_.column;
  row.reason = refusal_.reason;
  row.digest = digest_of(record);
  const bool is_whole_record = refusal_.column.empty();
  const bool about_person = !is_whole_record && tells_person(refusal_.index);
  // A quarantine is read by people who may not see persons. A record as a whole is never shown: where its fields stand
  // is in doubt, and file, line and byte offset are enough to find it.
  row.text =
      is_whole_record ? about_fields(record, row.reason, binding_.width) : with_numbers_masked(shown(refusal_.text));
  if (about_person && !is_whole_record) row.text = mask(row.text, 1, 0);
  batch_.rejects.push_back(std::move(row));
}

Result<FeedBatch> RowMapper::finish() {
  batch_.file = file_;
  batch_.digests_left_out = !digests_;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    Part& gathered = parts_[i];
    if (gathered.row.empty()) continue;
    std::vector<Column> columns;
    for (auto& column : gathered.columns) columns.push_back(column.finish(gathered.row.size()));
    FeedPart part;
    part.table = binding_.entities[i].table->name;
    STAYSAIL_TRY(part.batch, Batch::of(std::move(columns)));
    part.row = std::exchange(gathered.row, {});
    part.version = std::exchange(gathered.version, {});
    part.deleted = std::exchange(gathered.deleted, {});
    gathered.room = 0;
    gathered.expected_rows = part.row.size();
    gathered.row.reserve(part.row.size());
    gathered.version.reserve(part.version.size());
    batch_.parts.push_back(std::move(part));
  }
  FeedBatch done = std::exchange(batch_, {});
  batch_.rows.reserve(done.rows.size());
  return done;
}

}  // namespace staysail::boss
