// What a [[feed]] says of its files as wholes, and the folders of an [exchange].
#include <algorithm>

#include "boss/mapping_context.hpp"
#include "staysail/base/nearest_name.hpp"

namespace staysail::boss {
namespace {

constexpr std::int64_t kLongestQuiet = 7 * 24 * 3600;
constexpr int kDecimals = 6;  // of a column that is added up
constexpr int kDecimalsOfMoney = 4;

Result<RecordPattern> read_record(const TomlValue& value) {
  STAYSAIL_TRY(const auto text, value.text());
  auto pattern = RecordPattern::of(text);
  if (!pattern) return mapping_error(value, pattern.error().message());
  return pattern;
}

Status read_frame_record(const TomlTable& table, std::string_view key, std::optional<RecordPattern>& record) {
  const auto value = table.find(key);
  if (!value) return ok();
  STAYSAIL_TRY(record, read_record(*value));
  return ok();
}

// A whole number under `key`, from `least` on.
Result<std::int64_t> read_count(const TomlTable& table, std::string_view key, std::int64_t fallback,
                                std::int64_t least) {
  STAYSAIL_TRY(const auto number, table.integer_or(key, fallback));
  if (number < least)
    return mapping_error(*table.find(key), "a whole number from " + std::to_string(least) + " on was expected");
  return number;
}

Status read_packing(const TomlTable& table, FeedControl& control) {
  STAYSAIL_TRY(const auto packing, read_choice(table, "packing", {"by_name", "none", "gzip"}));
  control.packing = static_cast<Packing>(packing);
  STAYSAIL_TRY(const auto bytes,
               read_count(table, "max_unpacked_bytes", static_cast<std::int64_t>(control.gzip.max_bytes), 1));
  STAYSAIL_TRY(const auto ratio,
               read_count(table, "max_unpacked_ratio", static_cast<std::int64_t>(control.gzip.max_ratio), 1));
  control.gzip.max_bytes = static_cast<std::uint64_t>(bytes);
  control.gzip.max_ratio = static_cast<std::uint64_t>(ratio);
  return ok();
}

// The fields that a name of a check file knows, tried on a file of the feed's kind.
Status check_companion(const TomlValue& value, const std::string& name) {
  FileNameParts parts;
  parts.date = "20260101";
  parts.serial_text = "1";
  const std::string companion = companion_name(name, "data.csv", parts);
  if (companion.empty())
    return mapping_error(value, "the name of a check file has the fields {name}, {stem}, {date}, {serial}");
  if (companion == "data.csv") return mapping_error(value, "this is the data file itself: \"{name}.chk\"?");
  return ok();
}

// check_file = "{name}.ok", or { name = "{stem}.chk", record = "{name}|{rows}" }
Status read_check_file(const TomlTable& table, FeedControl& control) {
  const auto value = table.find("check_file");
  if (!value) return ok();
  CheckFile& check = control.check_file.emplace();
  if (value->kind() != TomlKind::table) {
    STAYSAIL_TRY(check.name, value->text());
    return check_companion(*value, check.name);
  }
  STAYSAIL_TRY(const auto form, value->table());
  STAYSAIL_CHECK(form.only({"name", "record", "records", "encoding"}));
  STAYSAIL_TRY(check.name, form.text("name"));
  if (form.has("record")) {
    STAYSAIL_TRY(auto record, read_record(*form.find("record")));
    check.records.push_back(std::move(record));
  }
  if (const auto records = form.find("records")) {
    STAYSAIL_TRY(const auto items, records->items());
    for (const auto& item : items) {
      STAYSAIL_TRY(auto record, read_record(item));
      check.records.push_back(std::move(record));
    }
  }
  if (const auto encoding = form.find("encoding")) {
    STAYSAIL_TRY(const auto name, encoding->text());
    const auto found = encoding_of(name);
    if (!found) return mapping_error(*encoding, found.error().message());
    check.encoding = *found;
  }
  return check_companion(*value, check.name);
}

std::string shown(const ColumnReference& column) {
  return column.name.empty() ? "#" + std::to_string(column.position) : column.name;
}

// The field that reads the column, when one reads it as a number.
const FieldMapping* field_of_column(const FeedMapping& feed, const std::string& column) {
  for (const auto& entity : feed.entities)
    for (const auto& field : entity.fields) {
      const auto type = written_as(field.attribute.type);
      const bool counts = type == AttributeType::number || type == AttributeType::money;
      if (counts && field.source == FieldSource::column && shown(field.column) == column) return &field;
    }
  return nullptr;
}

Result<ControlTotal> total_of(const TomlTable& table, const std::string& column, const MappingContext& context,
                              const FeedMapping& feed) {
  ControlTotal total;
  total.column = column;
  total.place = table.place();
  total.nulls = {""};
  total.written.scale = kDecimals;
  const FieldMapping* field = field_of_column(feed, column);
  if (field != nullptr) {
    total.nulls = field->null_texts;
    total.unit = field->number;
    total.written.decimal_point = field->number.decimal_point;
    total.written.grouping = field->number.grouping;
    if (field->attribute.type == AttributeType::money) total.written.scale = kDecimalsOfMoney;
  }
  total.total_unit = total.unit;
  if (!table.has("sum_units")) return total;
  STAYSAIL_TRY(const auto units, table.table("sum_units"));
  const auto unit = units.find(column);
  if (!unit) return total;
  if (field == nullptr)
    return mapping_error(*unit, "no field reads this column as a number or an amount, so its unit is unknown");
  total.total_unit = NumberPattern();
  STAYSAIL_CHECK(read_unit(*unit, field->attribute, context, total.total_unit));
  return total;
}

Status read_totals(const TomlTable& table, const MappingContext& context, FeedMapping& feed) {
  std::vector<std::string> columns;
  for (const RecordPattern* record : feed.control.records())
    for (const auto& field : record->fields())
      if (field.kind == "sum" && std::find(columns.begin(), columns.end(), field.argument) == columns.end())
        columns.push_back(field.argument);
  for (const auto& column : columns) {
    STAYSAIL_TRY(auto total, total_of(table, column, context, feed));
    feed.control.totals.push_back(std::move(total));
  }
  if (!table.has("sum_units")) return ok();
  STAYSAIL_TRY(const auto units, table.table("sum_units"));
  for (const auto& column : units.keys())
    if (std::find(columns.begin(), columns.end(), column) == columns.end())
      return mapping_error(*units.find(column),
                           "no record declares {sum:" + column + "}" + did_you_mean(column, columns));
  return ok();
}

Status read_serials(const TomlTable& table, FeedMapping& feed) {
  STAYSAIL_TRY(const auto scope, read_choice(table, "serial_per", {"date", "feed"}));
  STAYSAIL_TRY(const auto from, read_count(table, "serial_from", 1, 0));
  feed.control.serial_per_date = scope == 0 && feed.files.has_date();
  feed.control.serial_from = static_cast<std::uint64_t>(from);
  for (const char* key : {"serial_per", "serial_from"})
    if (const auto value = table.find(key); value && !feed.files.has_serial())
      return mapping_error(*value, "files has no {serial:...}");
  return ok();
}

// A folder under that of the export.
Result<std::string> read_folder(const TomlTable& table, std::string_view key) {
  STAYSAIL_TRY(auto folder, table.text(key));
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  const bool leaves =
      folder.starts_with('/') || folder == ".." || folder.starts_with("../") || folder.find("/..") != std::string::npos;
  if (!folder.empty() && !leaves) return folder;
  return mapping_error(*table.find(key), "a folder under that of the export was expected, such as \"in\"");
}

bool lies_in(const std::string& inner, const std::string& outer) {
  return inner == outer || outer == "." || inner.starts_with(outer + "/");
}

}  // namespace

Status read_control(const TomlTable& table, const MappingContext& context, FeedMapping& feed) {
  FeedControl& control = feed.control;
  STAYSAIL_CHECK(read_packing(table, control));
  STAYSAIL_CHECK(read_frame_record(table, "header_record", control.header_record));
  STAYSAIL_CHECK(read_frame_record(table, "trailer_record", control.trailer_record));
  STAYSAIL_TRY(const auto skip, read_count(table, "skip_lines", 0, 0));
  control.skip_lines = static_cast<std::size_t>(skip);
  STAYSAIL_TRY(control.final_line_end, table.boolean_or("final_line_end", false));
  STAYSAIL_CHECK(read_check_file(table, control));
  STAYSAIL_TRY(const auto digest_of, read_choice(table, "digest_of", {"file", "content"}));
  control.digest_of_content = digest_of == 1;
  if (table.has("max_rows")) {
    STAYSAIL_TRY(const auto rows, read_count(table, "max_rows", 1, 1));
    control.max_rows = static_cast<std::uint64_t>(rows);
  }
  STAYSAIL_TRY(control.quiet_seconds, read_count(table, "quiet_seconds", 0, 0));
  if (control.quiet_seconds > kLongestQuiet)
    return mapping_error(*table.find("quiet_seconds"), "a file is quiet after a week at the latest");
  STAYSAIL_CHECK(read_totals(table, context, feed));
  return read_serials(table, feed);
}

Result<ExchangeMapping> read_exchange(const TomlTable& table) {
  STAYSAIL_CHECK(table.only({"source", "processed", "quarantine", "sort_receipts"}));
  ExchangeMapping exchange;
  STAYSAIL_TRY(exchange.source, read_folder(table, "source"));
  STAYSAIL_TRY(exchange.processed, read_folder(table, "processed"));
  STAYSAIL_TRY(exchange.quarantine, read_folder(table, "quarantine"));
  STAYSAIL_TRY(exchange.sort_receipts, table.boolean_or("sort_receipts", false));
  const bool apart = !lies_in(exchange.processed, exchange.source) && !lies_in(exchange.source, exchange.processed) &&
                     !lies_in(exchange.quarantine, exchange.source) && !lies_in(exchange.source, exchange.quarantine) &&
                     !lies_in(exchange.processed, exchange.quarantine) &&
                     !lies_in(exchange.quarantine, exchange.processed);
  if (!apart) return mapping_error(table, "source, processed and quarantine are three folders, none inside another");
  return exchange;
}

}  // namespace staysail::boss
