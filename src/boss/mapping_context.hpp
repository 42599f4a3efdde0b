// What the loader of a mapping knows while it goes from the file to its feeds, entities and fields.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "staysail/boss/mapping.hpp"
#include "staysail/files/toml_document.hpp"

namespace staysail::boss {

// Settings that a feed takes over from the file and may change.
struct FeedDefaults {
  DelimitedOptions delimited;
  std::vector<std::string> null_texts{""};
  bool trim = true;
  bool keep_unknown = false;
  std::optional<TimePattern> date_pattern;
};

using CodeTables = std::map<std::string, std::shared_ptr<const CodeTable>, std::less<>>;

struct MappingContext {
  Currency currency;
  std::optional<Day> as_of;
  const ModelCatalog* catalog = nullptr;
  CodeTables codes;
};

// The same complaint as an error of the mapping at the place of `where`.
template <class Toml>
Error mapping_error(const Toml& where, std::string_view message) {
  return where.error(Errc::mapping_invalid, message);
}

// Overwrites in `defaults` what `table` sets: encoding, separator, quote, header, null_texts, trim, unknown_columns,
// date_pattern.
Status read_defaults(const TomlTable& table, FeedDefaults& defaults);
Result<CodeTable> read_code_table(const TomlTable& table);
Result<TableDescription> read_custom_table(const std::string& name, const TomlTable& table);
Result<ColumnReference> read_column(const TomlValue& value);
Result<TimePattern> read_pattern(const TomlValue& value);
// The field for `attribute`, from its short form (a column) or its table.
Result<FieldMapping> read_field(const Attribute& attribute, const TomlValue& value, const FeedDefaults& defaults,
                                const MappingContext& context);
// What one number in the unit that `value` names is worth, for an attribute.
Status read_unit(const TomlValue& value, const Attribute& attribute, const MappingContext& context,
                 NumberPattern& number);
Result<EntityMapping> read_entity(const TomlTable& table, const FeedDefaults& defaults, const MappingContext& context);
// What the files of a feed have to be; its format and entities are read.
Status read_control(const TomlTable& table, const MappingContext& context, FeedMapping& feed);
// One of `choices` under `key`; the first when the key is missing.
Result<std::size_t> read_choice(const TomlTable& table, std::string_view key, const std::vector<std::string>& choices);
Result<ExchangeMapping> read_exchange(const TomlTable& table);
// [feed.calls], and the entity that its days feed.
Status read_calls(const TomlTable& table, const FeedDefaults& defaults, const MappingContext& context,
                  FeedMapping& feed);
// Nothing where the feed reads files.
Result<std::optional<ApiSource>> read_api(const TomlTable& feed);
// Days, months and instants of its fields are read as the standard writes them where they have no pattern.
Status fit_to_api(FeedMapping& feed, const ModelCatalog& catalog);
Result<FeedMapping> read_feed(const TomlTable& table, FeedDefaults defaults, const MappingContext& context);
// A feed with `sql` or `table`.
Result<SqlFeedMapping> read_sql_feed(const TomlTable& table, FeedDefaults defaults, const MappingContext& context);
// What the rows of a feed mean: its entities, and its columns that no field names.
Status read_rows(const TomlTable& table, const FeedDefaults& defaults, const MappingContext& context,
                 FeedMapping& feed);

}  // namespace staysail::boss
