// One [[feed]] of a mapping that reads a database: which rows, and how they are shared out.
#include <algorithm>

#include "boss/mapping_context.hpp"

namespace staysail::boss {
namespace {

// NULL comes as the empty text, whatever else a feed takes for null.
void count_empty_as_null(std::vector<std::string>& null_texts) {
  if (std::find(null_texts.begin(), null_texts.end(), "") == null_texts.end()) null_texts.emplace_back();
}

void count_empty_as_null(FeedMapping& feed) {
  for (auto& entity : feed.entities) {
    count_empty_as_null(entity.null_texts);
    for (auto& field : entity.fields) count_empty_as_null(field.null_texts);
  }
}

// crm.bills: each part in double quotes, so that it is a name whatever it holds.
std::string quoted_names(std::string_view names) {
  std::string quoted = "\"";
  for (const char c : names) {
    if (c == '"') quoted += "\"\"";
    else if (c == '.') quoted += "\".\"";
    else quoted += c;
  }
  return quoted + "\"";
}

Result<std::string> read_query(const TomlTable& table) {
  if (table.has("sql") && table.has("table"))
    return mapping_error(*table.find("table"), "a feed reads a table or a query: leave out `table` or `sql`");
  const auto value = table.has("sql") ? table.find("sql") : table.find("table");
  STAYSAIL_TRY(auto text, value->text());
  while (!text.empty() && (text.back() == ';' || text.back() == ' ' || text.back() == '\n')) text.pop_back();
  if (text.empty() || text.find('\0') != std::string::npos)
    return mapping_error(*value, "a table's name or one SELECT was expected");
  return table.has("sql") ? text : "SELECT * FROM " + quoted_names(text);
}

Status check_fields(const FeedMapping& feed) {
  for (const auto& entity : feed.entities)
    for (const auto& field : entity.fields)
      if (field.source == FieldSource::file_name)
        return Error::at(field.place, Errc::mapping_invalid,
                         "rows of a database have no file name; take a column of the query: " + field.attribute.name);
  return ok();
}

}  // namespace

Result<SqlFeedMapping> read_sql_feed(const TomlTable& table, FeedDefaults defaults, const MappingContext& context) {
  STAYSAIL_CHECK(table.only({"name", "sql", "table", "split_by", "splits", "changed_by", "mode", "null_texts", "trim",
                             "unknown_columns", "personal_columns", "date_pattern", "max_record_bytes", "entity"}));
  STAYSAIL_CHECK(read_defaults(table, defaults));
  SqlFeedMapping sql;
  sql.feed.place = table.place();
  sql.feed.keep_unknown = defaults.keep_unknown;
  STAYSAIL_TRY(sql.query, read_query(table));
  if (table.has("table")) {
    STAYSAIL_TRY(const auto name, table.text("table"));
    STAYSAIL_TRY(sql.feed.name, table.text_or("name", name));
  } else {
    STAYSAIL_TRY(sql.feed.name, table.text("name"));
  }
  sql.feed.source = sql.feed.name;
  STAYSAIL_TRY(sql.split_by, table.text_or("split_by", ""));
  STAYSAIL_TRY(sql.changed_by, table.text_or("changed_by", ""));
  STAYSAIL_TRY(const auto splits, table.integer_or("splits", 1));
  if (splits < 1 || splits > 4096) return mapping_error(table, "a feed has 1 to 4,096 splits");
  if (splits > 1 && sql.split_by.empty())
    return mapping_error(*table.find("splits"), "rows are split by the ranges of a column: split_by is missing");
  sql.splits = static_cast<std::size_t>(splits);
  STAYSAIL_TRY(const auto limit,
               table.integer_or("max_record_bytes", static_cast<std::int64_t>(sql.feed.delimited.max_record_bytes)));
  if (limit < 1) return mapping_error(table, "max_record_bytes is at least 1");
  sql.feed.delimited.max_record_bytes = static_cast<std::size_t>(limit);
  STAYSAIL_TRY(const auto mode, table.text_or("mode", "full"));
  if (mode != "full" && mode != "increment")
    return mapping_error(*table.find("mode"), "one of full, increment was expected");
  sql.feed.mode = mode == "full" ? FeedMode::full : FeedMode::increment;
  STAYSAIL_CHECK(read_rows(table, defaults, context, sql.feed));
  STAYSAIL_CHECK(check_fields(sql.feed));
  count_empty_as_null(sql.feed);
  return sql;
}

}  // namespace staysail::boss
