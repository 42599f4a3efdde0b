#include "staysail/boss/mapping.hpp"

#include <set>

#include "boss/mapping_context.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/files/byte_source.hpp"

namespace staysail {
namespace {

using boss::FeedDefaults;
using boss::mapping_error;
using boss::MappingContext;

Status read_head(const TomlTable& root, Mapping& mapping) {
  STAYSAIL_TRY(const auto version, root.integer_or("version", 1));
  if (version != 1) return mapping_error(*root.find("version"), "this staysail reads mappings of version 1");
  STAYSAIL_TRY(mapping.name, root.text_or("name", ""));
  STAYSAIL_TRY(mapping.source, root.text_or("source", ""));
  if (const auto currency = root.find("currency")) {
    STAYSAIL_TRY(const auto letters, currency->text());
    const auto found = Currency::of(letters);
    if (!found) return mapping_error(*currency, found.error().message());
    mapping.currency = *found;
  }
  if (root.has("as_of")) {
    STAYSAIL_TRY(mapping.as_of, root.day("as_of"));
  }
  return ok();
}

Status read_tables(const TomlTable& root, Mapping& mapping) {
  if (!root.has("table")) return ok();
  STAYSAIL_TRY(const auto tables, root.table("table"));
  for (const auto& name : tables.keys()) {
    STAYSAIL_TRY(const auto table, tables.table(name));
    STAYSAIL_TRY(auto described, boss::read_custom_table(name, table));
    if (const auto added = mapping.catalog.add(std::move(described)); !added)
      return mapping_error(table, added.error().message());
  }
  return ok();
}

Status read_codes(const TomlTable& root, MappingContext& context) {
  if (!root.has("codes")) return ok();
  STAYSAIL_TRY(const auto tables, root.table("codes"));
  for (const auto& name : tables.keys()) {
    STAYSAIL_TRY(const auto table, tables.table(name));
    STAYSAIL_TRY(auto codes, boss::read_code_table(table));
    context.codes[name] = std::make_shared<const CodeTable>(std::move(codes));
  }
  return ok();
}

Status read_feeds(const TomlTable& root, const FeedDefaults& defaults, const MappingContext& context,
                  Mapping& mapping) {
  STAYSAIL_TRY(const auto feeds, root.tables("feed"));
  if (feeds.empty()) return mapping_error(root, "a mapping has at least one [[feed]]");
  std::set<std::string> names;
  for (const auto& table : feeds) {
    if (table.has("sql") || table.has("table")) {
      STAYSAIL_TRY(mapping.sql_feeds.emplace_back(), boss::read_sql_feed(table, defaults, context));
    } else {
      STAYSAIL_TRY(mapping.feeds.emplace_back(), boss::read_feed(table, defaults, context));
    }
    const std::string& name =
        table.has("sql") || table.has("table") ? mapping.sql_feeds.back().feed.name : mapping.feeds.back().name;
    if (!names.insert(name).second)
      return mapping_error(table, "two feeds have this name; give one another (name = ...): " + name);
  }
  return ok();
}

}  // namespace

Result<Mapping> Mapping::parse(std::string_view text, const std::string& name) {
  STAYSAIL_TRY(const auto root, TomlTable::parse(text, name));
  if (const auto known =
          root.only({"version", "name", "source", "currency", "as_of", "encoding", "separator", "quote", "header",
                     "null_texts", "trim", "unknown_columns", "date_pattern", "table", "codes", "feed", "exchange"});
      !known)
    return known.error();
  Mapping mapping;
  mapping.digest = digest_of(text);
  STAYSAIL_CHECK(read_head(root, mapping));
  STAYSAIL_CHECK(read_tables(root, mapping));
  MappingContext context{mapping.currency, mapping.as_of, &mapping.catalog, {}};
  STAYSAIL_CHECK(read_codes(root, context));
  FeedDefaults defaults;
  STAYSAIL_CHECK(boss::read_defaults(root, defaults));
  STAYSAIL_CHECK(read_feeds(root, defaults, context, mapping));
  if (root.has("exchange")) {
    STAYSAIL_TRY(const auto exchange, root.table("exchange"));
    STAYSAIL_TRY(mapping.exchange, boss::read_exchange(exchange));
  }
  return mapping;
}

Result<Mapping> Mapping::load(const std::string& path) {
  STAYSAIL_TRY(const auto text, read_file(path, TomlTable::kMaxBytes));
  return parse(text, path);
}

}  // namespace staysail
