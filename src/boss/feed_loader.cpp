// One [[feed]] of a mapping: which files, how their rows are told apart, and what they say.
#include <algorithm>

#include "boss/mapping_context.hpp"
#include "staysail/base/nearest_name.hpp"

namespace staysail::boss {
namespace {

Status read_separator(const TomlTable& table, DelimitedOptions& options) {
  const auto value = table.find("separator");
  if (!value) return ok();
  STAYSAIL_TRY(auto text, value->text());
  if (text == "tab") text = "\t";
  if (text.size() != 1) return mapping_error(*value, "a separator is one ASCII character, or 'tab'");
  options.separator = text.front();
  return ok();
}

Status read_quote(const TomlTable& table, DelimitedOptions& options) {
  const auto value = table.find("quote");
  if (!value) return ok();
  STAYSAIL_TRY(const auto text, value->text());
  if (text.size() > 1) return mapping_error(*value, "a quote is one ASCII character, or empty for none");
  options.quote = text.empty() ? '\0' : text.front();
  return ok();
}

Status read_encoding(const TomlTable& table, DelimitedOptions& options) {
  const auto value = table.find("encoding");
  if (!value) return ok();
  STAYSAIL_TRY(const auto text, value->text());
  const auto encoding = encoding_of(text);
  if (!encoding) return mapping_error(*value, encoding.error().message());
  options.encoding = *encoding;
  return ok();
}

// layout = { SUBS_ID = [1, 10], FEE = [11, 8] }: start and width in bytes.
Status read_layout(const TomlTable& table, FeedMapping& feed) {
  STAYSAIL_TRY(const auto layout, table.table("layout"));
  for (const auto& name : layout.keys()) {
    const TomlValue value = *layout.find(name);
    STAYSAIL_TRY(const auto parts, value.items());
    if (parts.size() != 2) return mapping_error(value, "[first byte, width in bytes] was expected");
    STAYSAIL_TRY(const auto start, parts[0].integer());
    STAYSAIL_TRY(const auto width, parts[1].integer());
    if (start < 1 || width < 1)
      return mapping_error(value, "bytes are counted from 1, and a column is at least one wide");
    feed.fixed_width.columns.push_back({name, static_cast<std::size_t>(start), static_cast<std::size_t>(width)});
  }
  feed.fixed_width.encoding = feed.delimited.encoding;
  feed.fixed_width.max_record_bytes = feed.delimited.max_record_bytes;
  if (const auto valid = feed.fixed_width.validate(); !valid) return mapping_error(layout, valid.error().message());
  return ok();
}

Status read_format(const TomlTable& table, FeedMapping& feed) {
  STAYSAIL_TRY(const auto format, read_choice(table, "format", {"delimited", "fixed_width"}));
  STAYSAIL_TRY(const auto limit,
               table.integer_or("max_record_bytes", static_cast<std::int64_t>(feed.delimited.max_record_bytes)));
  if (limit < 1) return mapping_error(table, "max_record_bytes is at least 1");
  feed.delimited.max_record_bytes = static_cast<std::size_t>(limit);
  feed.format = static_cast<FeedFormat>(format);
  if (feed.format == FeedFormat::fixed_width) return read_layout(table, feed);
  if (const auto value = table.find("layout")) return mapping_error(*value, "this is for format = \"fixed_width\"");
  STAYSAIL_TRY(feed.columns, table.texts("columns"));
  if (!feed.columns.empty()) {
    if (feed.delimited.header)
      return mapping_error(*table.find("columns"),
                           "columns are named by the header; set header = false or leave this out");
    feed.delimited.fields = feed.columns.size();
  }
  if (const auto valid = feed.delimited.validate(); !valid) return mapping_error(table, valid.error().message());
  return ok();
}

Status read_personal_columns(const TomlTable& table, FeedMapping& feed) {
  if (!table.has("personal_columns")) return ok();
  STAYSAIL_TRY(const auto columns, table.table("personal_columns"));
  if (!feed.keep_unknown)
    return mapping_error(columns, "this is for unknown_columns = \"keep\": columns that are not kept show nobody");
  for (const auto& column : columns.keys()) {
    STAYSAIL_TRY(const auto kind, columns.text(column));
    const auto type = attribute_type_of(kind);
    if (!type || !is_personal(*type))
      return mapping_error(*columns.find(column),
                           "one of person_name, phone, identity_number, address, birth_day, "
                           "gender was expected: " +
                               kind);
    feed.personal_columns.emplace(column, *type);
  }
  return ok();
}

Status check_unknown_policy(const TomlTable& table, const FeedMapping& feed, const ModelCatalog& catalog) {
  const auto keeps = [&](const EntityMapping& entity) { return catalog.find(entity.table)->kind == TableKind::entity; };
  if (!feed.keep_unknown || std::any_of(feed.entities.begin(), feed.entities.end(), keeps)) return ok();
  if (!table.has("unknown_columns")) return ok();  // a default for other feeds
  return mapping_error(*table.find("unknown_columns"),
                       "only entities keep unknown columns; facts declare theirs ([table.NAME])");
}

Status read_files(const TomlTable& table, FeedMapping& feed) {
  STAYSAIL_TRY(const auto value, table.require("files"));
  STAYSAIL_TRY(const auto text, value.text());
  if (text.empty()) return mapping_error(value, "files is a pattern such as bills_*.csv");
  auto pattern = FileNamePattern::of(text);
  if (!pattern) return mapping_error(value, pattern.error().message());
  feed.files = *std::move(pattern);
  return ok();
}

// What a full file leaves out can only be told from what is later by the names of files.
Status read_absence(const TomlTable& table, const ModelCatalog& catalog, FeedMapping& feed) {
  STAYSAIL_TRY(const auto absent, read_choice(table, "absent", {"kept", "deleted"}));
  feed.absent_is_deleted = absent == 1;
  if (!feed.absent_is_deleted) return ok();
  const TomlValue value = *table.find("absent");
  if (feed.mode != FeedMode::full) return mapping_error(value, "an increment leaves out what did not change");
  for (const auto& entity : feed.entities) {
    if (catalog.find(entity.table)->kind == TableKind::fact)
      return mapping_error(
          value, "facts are not forgotten by leaving them out; send rows that say so (deleted = ...): " + entity.table);
    if (entity.version)
      return mapping_error(value,
                           "then the name of the file says which row is later; leave out `version` of " + entity.table);
  }
  return ok();
}

// Of an API what it is asked, of files the names and what they have to be.
Status read_source(const TomlTable& table, FeedMapping& feed) {
  STAYSAIL_TRY(feed.api, read_api(table));
  if (!feed.api) {
    STAYSAIL_CHECK(read_files(table, feed));
    STAYSAIL_TRY(feed.name, table.text_or("name", feed.files.text()));
    return read_format(table, feed);
  }
  STAYSAIL_TRY(feed.name, table.text_or("name", feed.api->api + " " + feed.api->path));
  feed.api->keep_rest = feed.keep_unknown;
  feed.keep_unknown |= !feed.api->keep.empty();
  return ok();
}

std::size_t place_of(const ColumnReference& column, const FeedMapping& feed) {
  if (column.position > 0 || column.name.empty()) return column.position;
  const auto found = std::find(feed.columns.begin(), feed.columns.end(), column.name);
  return found == feed.columns.end() ? 0 : static_cast<std::size_t>(found - feed.columns.begin()) + 1;
}

std::vector<const ColumnReference*> columns_needed(const FeedMapping& feed) {
  std::vector<const ColumnReference*> needed;
  if (feed.calls)
    for (const auto* column : {&feed.calls->subscription_id, &feed.calls->start, &feed.calls->seconds})
      needed.push_back(column);
  else
    for (const auto& entity : feed.entities)
      for (const auto& field : entity.fields)
        if (field.source == FieldSource::column && !field.optional) needed.push_back(&field.column);
  return needed;
}

// Without a header and a list of columns, a row cannot be whole that has not even what the mapping asks of it.
std::size_t least_fields_of(const FeedMapping& feed) {
  std::size_t least = 1;
  for (const ColumnReference* column : columns_needed(feed)) least = std::max(least, place_of(*column, feed));
  return least;
}

}  // namespace

Result<std::size_t> read_choice(const TomlTable& table, std::string_view key, const std::vector<std::string>& choices) {
  const auto value = table.find(key);
  if (!value) return std::size_t{0};
  STAYSAIL_TRY(const auto text, value->text());
  const auto found = std::find(choices.begin(), choices.end(), text);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  std::string list;
  for (const auto& choice : choices) list += (list.empty() ? "" : ", ") + choice;
  return mapping_error(*value, "one of " + list + " was expected" + did_you_mean(text, choices));
}

Status read_defaults(const TomlTable& table, FeedDefaults& defaults) {
  STAYSAIL_CHECK(read_encoding(table, defaults.delimited));
  STAYSAIL_CHECK(read_separator(table, defaults.delimited));
  STAYSAIL_CHECK(read_quote(table, defaults.delimited));
  STAYSAIL_TRY(defaults.delimited.header, table.boolean_or("header", defaults.delimited.header));
  STAYSAIL_TRY(defaults.trim, table.boolean_or("trim", defaults.trim));
  if (table.has("null_texts")) {
    STAYSAIL_TRY(defaults.null_texts, table.texts("null_texts"));
  }
  if (table.has("unknown_columns")) {
    STAYSAIL_TRY(const auto policy, read_choice(table, "unknown_columns", {"ignore", "keep"}));
    defaults.keep_unknown = policy == 1;
  }
  if (const auto pattern = table.find("date_pattern")) {
    STAYSAIL_TRY(defaults.date_pattern, read_pattern(*pattern));
    if (!defaults.date_pattern->has_day()) return mapping_error(*pattern, "the date pattern has no day (dd)");
  }
  return ok();
}

Result<FeedMapping> read_feed(const TomlTable& table, FeedDefaults defaults, const MappingContext& context) {
  STAYSAIL_CHECK(table.only({"name",
                             "files",
                             "format",
                             "encoding",
                             "separator",
                             "quote",
                             "header",
                             "columns",
                             "layout",
                             "skip_lines",
                             "max_record_bytes",
                             "required",
                             "mode",
                             "null_texts",
                             "trim",
                             "unknown_columns",
                             "personal_columns",
                             "date_pattern",
                             "entity",
                             "source",
                             "absent",
                             "packing",
                             "max_unpacked_bytes",
                             "max_unpacked_ratio",
                             "header_record",
                             "trailer_record",
                             "final_line_end",
                             "check_file",
                             "digest_of",
                             "sum_units",
                             "max_rows",
                             "quiet_seconds",
                             "serial_per",
                             "serial_from",
                             "calls",
                             "api",
                             "path",
                             "filters",
                             "changed_since",
                             "only_mapped",
                             "time_zone",
                             "keep",
                             "rollup"}));
  // Dates of an API are written as the standard says, whatever those of files beside it look like.
  if (table.has("api")) defaults.date_pattern.reset();
  STAYSAIL_CHECK(read_defaults(table, defaults));
  FeedMapping feed;
  feed.place = table.place();
  feed.delimited = defaults.delimited;
  feed.keep_unknown = defaults.keep_unknown;
  STAYSAIL_CHECK(read_source(table, feed));
  STAYSAIL_TRY(feed.source, table.text_or("source", feed.name));
  STAYSAIL_TRY(feed.required, table.boolean_or("required", true));
  STAYSAIL_TRY(const auto mode, read_choice(table, "mode", {"full", "increment"}));
  feed.mode = static_cast<FeedMode>(mode);
  if (table.has("calls")) {
    STAYSAIL_CHECK(read_calls(table, defaults, context, feed));
    feed.delimited.least_fields = least_fields_of(feed);
    STAYSAIL_CHECK(read_control(table, context, feed));
    return feed;
  }
  STAYSAIL_CHECK(read_rows(table, defaults, context, feed));
  if (feed.api) return feed;
  if (!feed.delimited.header) feed.delimited.least_fields = least_fields_of(feed);
  STAYSAIL_CHECK(read_absence(table, *context.catalog, feed));
  STAYSAIL_CHECK(read_control(table, context, feed));
  return feed;
}

Status read_rows(const TomlTable& table, const FeedDefaults& defaults, const MappingContext& context,
                 FeedMapping& feed) {
  STAYSAIL_TRY(const auto entities, table.tables("entity"));
  if (entities.empty()) return mapping_error(table, "a feed says what its rows mean: [[feed.entity]] is missing");
  for (const auto& entity : entities) {
    STAYSAIL_TRY(auto read, read_entity(entity, defaults, context));
    feed.entities.push_back(std::move(read));
  }
  if (feed.api) STAYSAIL_CHECK(fit_to_api(feed, *context.catalog));
  STAYSAIL_CHECK(check_unknown_policy(table, feed, *context.catalog));
  return read_personal_columns(table, feed);
}

}  // namespace staysail::boss
