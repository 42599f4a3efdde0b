#include "boss/row_binding.hpp"

#include <algorithm>
#include <set>

#include "boss/row_digest.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/model/extension.hpp"

namespace staysail::boss {
namespace {

using Header = std::vector<std::string>;

// Calls `visit(reference, optional)` for each column that the feed reads.
template <class Visit>
void for_each_column(const FeedMapping& feed, const Visit& visit) {
  for (const auto& entity : feed.entities) {
    for (const auto& field : entity.fields)
      if (field.source == FieldSource::column) visit(field.column, field.optional);
    for (const auto& column : entity.skip_when_null) visit(column, false);
    if (entity.version) visit(entity.version->column, false);
    if (entity.deleted) visit(entity.deleted->column, false);
  }
}

std::string shown(const ColumnReference& column) {
  return column.name.empty() ? "#" + std::to_string(column.position) : column.name;
}

bool refers_to(const ColumnReference& column, const Header& header, std::size_t index) {
  return column.name.empty() ? column.position == index + 1 : column.name == header[index];
}

// The index of a column; kNoColumn when the file lacks it. Without names any position may exist.
Result<std::size_t> find_column(const ColumnReference& column, const Header& header, const std::string& file) {
  if (column.name.empty()) {
    const bool exists = header.empty() || column.position <= header.size();
    return exists ? column.position - 1 : kNoColumn;
  }
  const auto first = std::find(header.begin(), header.end(), column.name);
  if (first == header.end()) return kNoColumn;
  if (std::find(first + 1, header.end(), column.name) != header.end())
    return Error::at(column.place, Errc::mapping_invalid,
                     "this column stands twice in " + file + "; name it by position: " + column.name);
  return static_cast<std::size_t>(first - header.begin());
}

Result<std::size_t> require_column(const ColumnReference& column, const Header& header, const std::string& file) {
  STAYSAIL_TRY(const std::size_t index, find_column(column, header, file));
  if (index != kNoColumn) return index;
  return Error::at(column.place, Errc::mapping_invalid,
                   "the file " + file + " has no column '" + shown(column) + "'" + did_you_mean(column.name, header));
}

// The date of the file name, or what its wildcards matched, as far as the pattern of the field reads.
Status read_file_name(const FieldMapping& field, const FileNameParts& parts, const std::string& file,
                      BoundField& bound) {
  const std::string_view matched = parts.date.empty() ? parts.matched : parts.date;
  const std::string_view part = matched.substr(0, field.time->text().size());
  // The value is a number, so the cell keeps no view of the name.
  for (const auto text : {matched, part})
    if (bound.reader.read(text, bound.fixed).empty()) return ok();
  return Error::at(
      field.place, Errc::mapping_invalid,
      "the wildcards of '" + file + "' matched no date as " + field.time->text() + ": '" + std::string(matched) + "'");
}

struct FileFacts {
  const Header& header;
  const std::string& file;
  FileNameParts parts;
};

Result<BoundField> bind_field(const FieldMapping& field, const std::string& table, const std::optional<Day>& as_of,
                              const FileFacts& facts) {
  BoundField bound{
      ValueReader(field, as_of), kNoColumn, {}, field.attribute.name, digest_seed(table, field.attribute.name), false};
  switch (field.source) {
    case FieldSource::constant: bound.reader.read(field.constant, bound.fixed); break;
    case FieldSource::file_name: STAYSAIL_CHECK(read_file_name(field, facts.parts, facts.file, bound)); break;
    case FieldSource::row_digest: break;
    case FieldSource::column: {
      bound.column = shown(field.column);
      STAYSAIL_TRY(bound.index, field.optional ? find_column(field.column, facts.header, facts.file)
                                               : require_column(field.column, facts.header, facts.file));
    }
  }
  return bound;
}

std::vector<std::size_t> owner_fields(const TableDescription& table, const std::vector<BoundField>& fields) {
  std::vector<std::size_t> owners;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto& name = fields[i].reader.field().attribute.name;
    if (std::find(table.owners.begin(), table.owners.end(), name) != table.owners.end()) owners.push_back(i);
  }
  return owners;
}

bool names_row(const TableDescription& table, const BoundField& field) {
  const std::string& name = field.reader.field().attribute.name;
  return name == table.dated_by || std::find(table.key.begin(), table.key.end(), name) != table.key.end();
}

Result<BoundEntity> bind_entity(const Mapping& mapping, const EntityMapping& entity, const FileFacts& facts) {
  BoundEntity bound;
  bound.mapping = &entity;
  bound.table = mapping.catalog.find(entity.table);
  for (const auto& field : entity.fields) {
    STAYSAIL_TRY(auto one, bind_field(field, entity.table, mapping.as_of, facts));
    bound.fields.push_back(std::move(one));
  }
  for (const auto& column : entity.skip_when_null) {
    STAYSAIL_TRY(bound.skip_when_null.emplace_back(), require_column(column, facts.header, facts.file));
  }
  if (entity.version) {
    STAYSAIL_TRY(bound.version, require_column(entity.version->column, facts.header, facts.file));
    bound.version_column = shown(entity.version->column);
  }
  bound.owners = owner_fields(*bound.table, bound.fields);
  if (entity.deleted) {
    STAYSAIL_TRY(bound.deleted, require_column(entity.deleted->column, facts.header, facts.file));
    bound.deletion_seed = digest_seed(entity.table, kDeletedMark);
  }
  for (auto& field : bound.fields) field.names_row = names_row(*bound.table, field);
  return bound;
}

std::vector<std::size_t> unknown_indices(const FeedMapping& feed, const Header& header) {
  std::vector<std::size_t> unknown;
  for (std::size_t i = 0; i < header.size(); ++i) {
    bool named = false;
    for_each_column(feed, [&](const ColumnReference& column, bool) { named |= refers_to(column, header, i); });
    if (!named) unknown.push_back(i);
  }
  return unknown;
}

// A kept column has a name of its own: never that of an attribute, never twice.
std::string kept_name(const TableDescription& table, const std::string& name, std::size_t index,
                      std::set<std::string>& used) {
  std::string kept = name.empty() ? "column_" + std::to_string(index + 1) : name;
  while (table.find(kept) != nullptr || !used.insert(kept).second) kept = "x_" + kept;
  return kept;
}

// Every column that the mapping declares personal must be there and unnamed: one that is overlooked would show persons.
Status check_personal_columns(const FeedMapping& feed, const Header& header, const std::string& file) {
  const std::vector<std::string> unknown = unknown_columns(feed, header);
  for (const auto& [column, kind] : feed.personal_columns)
    if (std::find(unknown.begin(), unknown.end(), column) == unknown.end())
      return Error::at(feed.place, Errc::mapping_invalid,
                       "personal_columns names a column that is not kept from " + file + ": '" + column + "'" +
                           did_you_mean(column, unknown));
  return ok();
}

void bind_kept(const FeedMapping& feed, const Header& header, RowBinding& binding) {
  const auto keeper = std::find_if(binding.entities.begin(), binding.entities.end(),
                                   [](const auto& entity) { return entity.table->kind == TableKind::entity; });
  if (!feed.keep_unknown || keeper == binding.entities.end()) return;
  std::set<std::string> used;
  for (const std::size_t index : unknown_indices(feed, header)) {
    const auto personal = feed.personal_columns.find(header[index]);
    const std::string column =
        personal == feed.personal_columns.end() ? header[index] : personal_extension(personal->second, header[index]);
    const std::string name = kept_name(*keeper->table, column, index, used);
    keeper->kept.push_back({index, name, digest_seed(keeper->table->name, name)});
  }
}

void measure(RowBinding& binding) {
  const auto need = [&](std::size_t index) {
    binding.width = index == kNoColumn ? binding.width : std::max(binding.width, index + 1);
  };
  for (const auto& entity : binding.entities) {
    for (const auto& field : entity.fields) need(field.index);
    for (const std::size_t index : entity.skip_when_null) need(index);
    need(entity.version);
    need(entity.deleted);
  }
}

}  // namespace

namespace {

// What a field that reads the name sees of it, and how files of one such date follow each other. Whether the file is
// packed tells nothing.
std::string told_of(const FeedMapping& feed, const std::string& file, const FileNameParts& parts) {
  if (!parts.date.empty()) return parts.date + ":" + std::to_string(parts.version());
  const bool ending = feed.control.is_packed(file) && parts.matched.ends_with(".gz");
  return parts.matched.substr(0, parts.matched.size() - (ending ? 3 : 0));
}

}  // namespace

std::string told_by_name(const FeedMapping& feed, const std::string& file) {
  const FileNameParts parts = feed.files.match(file).value_or(FileNameParts());
  bool versions = false;
  for (const auto& entity : feed.entities) {
    versions |= !entity.version;
    for (const auto& field : entity.fields)
      if (field.source == FieldSource::file_name) return told_of(feed, file, parts);
  }
  return versions ? std::to_string(parts.version()) : std::string();
}

const std::vector<std::string>& names_of_columns(const FeedMapping& feed, const std::vector<std::string>& header) {
  return header.empty() ? feed.columns : header;
}

std::vector<std::string> unknown_columns(const FeedMapping& feed, const std::vector<std::string>& header) {
  std::vector<std::string> names;
  for (const std::size_t index : unknown_indices(feed, header)) names.push_back(header[index]);
  return names;
}

std::vector<MissingColumn> missing_columns(const FeedMapping& feed, const std::vector<std::string>& header) {
  std::vector<MissingColumn> missing;
  for_each_column(feed, [&](const ColumnReference& column, bool optional) {
    const bool known =
        std::any_of(missing.begin(), missing.end(), [&](const auto& other) { return other.column == shown(column); });
    const auto found = find_column(column, header, {});
    if (optional || known || !found || *found != kNoColumn) return;
    missing.push_back({shown(column), nearest_name(column.name, header), column.place});
  });
  return missing;
}

Result<RowBinding> bind_rows(const Mapping& mapping, const FeedMapping& feed, const std::vector<std::string>& header,
                             const std::string& file) {
  const FileFacts facts{header, file, feed.files.match(file).value_or(FileNameParts())};
  RowBinding binding;
  binding.file_version = facts.parts.version();
  for (const auto& entity : feed.entities) {
    STAYSAIL_TRY(auto bound, bind_entity(mapping, entity, facts));
    binding.entities.push_back(std::move(bound));
  }
  STAYSAIL_CHECK(check_personal_columns(feed, header, file));
  bind_kept(feed, header, binding);
  measure(binding);
  return binding;
}

}  // namespace staysail::boss
