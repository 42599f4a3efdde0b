// A [[feed]] that reads a TM Forum Open API instead of files.
#include "boss/api_records.hpp"
#include "boss/mapping_context.hpp"
#include "boss/usage_rollup.hpp"

namespace staysail::boss {
namespace {

Status refuse_keys(const TomlTable& feed, std::initializer_list<const char*> keys, const char* message) {
  for (const char* key : keys)
    if (const auto value = feed.find(key)) return mapping_error(*value, message);
  return ok();
}

Status read_filters(const TomlTable& feed, ApiSource& api) {
  if (!feed.has("filters")) return ok();
  STAYSAIL_TRY(const auto filters, feed.table("filters"));
  std::map<std::string, std::string> sorted;
  for (const auto& name : filters.keys()) {
    STAYSAIL_TRY(sorted[name], filters.text(name));
  }
  api.filters.assign(sorted.begin(), sorted.end());
  return ok();
}

Status read_keep(const TomlTable& feed, ApiSource& api) {
  if (!feed.has("keep")) return ok();
  STAYSAIL_TRY(const auto keep, feed.table("keep"));
  for (const auto& name : keep.keys()) {
    STAYSAIL_TRY(api.keep[name], keep.text(name));
  }
  return ok();
}

Status read_rollup(const TomlTable& feed, ApiSource& api) {
  if (!feed.has("rollup")) return ok();
  STAYSAIL_TRY(const auto table, feed.table("rollup"));
  STAYSAIL_CHECK(table.only({"count", "distinct"}));
  Rollup rollup;
  STAYSAIL_TRY(rollup.count, table.texts("count"));
  STAYSAIL_TRY(rollup.distinct, table.texts("distinct"));
  api.rollup = std::move(rollup);
  return ok();
}

Status check_api(const TomlTable& feed, const ApiSource& api) {
  if (api.api.empty()) return mapping_error(*feed.find("api"), "the name of an API was expected, such as TMF629");
  if (api.path.find_first_of("?#%\\ ") != std::string::npos || api.path.find("..") != std::string::npos)
    return mapping_error(*feed.find("path"), "the path of a collection was expected, such as customer");
  if (!api.time_zone.empty() && !zone_start(api.time_zone))
    return mapping_error(*feed.find("time_zone"),
                         "an offset such as +08:00 or a zone such as Asia/Shanghai was expected");
  return refuse_keys(feed,
                     {"files", "format", "encoding", "separator", "quote", "header", "columns", "layout", "skip_lines",
                      "max_record_bytes"},
                     "this is for files, and the feed has an api");
}

bool is_time(const FieldMapping& field) {
  const auto type = written_as(field.attribute.type);
  return type == AttributeType::day || type == AttributeType::month || type == AttributeType::instant;
}

}  // namespace

Result<std::optional<ApiSource>> read_api(const TomlTable& feed) {
  if (!feed.has("api")) {
    STAYSAIL_CHECK(refuse_keys(feed, {"path", "filters", "changed_since", "only_mapped", "time_zone", "keep", "rollup"},
                               "this is for a feed with api = \"TMF...\""));
    return std::optional<ApiSource>();
  }
  ApiSource api;
  STAYSAIL_TRY(api.api, feed.text("api"));
  STAYSAIL_TRY(api.path, feed.text("path"));
  STAYSAIL_TRY(api.changed_since, feed.text_or("changed_since", ""));
  STAYSAIL_TRY(api.only_mapped, feed.boolean_or("only_mapped", false));
  STAYSAIL_TRY(api.time_zone, feed.text_or("time_zone", ""));
  STAYSAIL_CHECK(read_filters(feed, api));
  STAYSAIL_CHECK(read_keep(feed, api));
  STAYSAIL_CHECK(read_rollup(feed, api));
  STAYSAIL_CHECK(check_api(feed, api));
  return std::optional(std::move(api));
}

Status fit_to_api(FeedMapping& feed, const ModelCatalog& catalog) {
  STAYSAIL_TRY(const auto pattern, TimePattern::of(kApiTime));
  for (auto& entity : feed.entities)
    for (auto& field : entity.fields) {
      if (field.source == FieldSource::file_name)
        return Error::at(field.place, Errc::mapping_invalid, "an API has no file name; name a JSON path");
      if (field.source == FieldSource::column && field.column.name.empty())
        return Error::at(field.place, Errc::mapping_invalid, "columns of an API are JSON paths, not positions");
      const bool standard = field.source == FieldSource::column && field.derive == Derivation::none && !field.time;
      if (standard && is_time(field)) field.time = pattern;
    }
  for (auto& entity : feed.entities)
    if (entity.version && !entity.version->time) entity.version->time = pattern;
  if (feed.api->rollup) {
    feed.api->rollup->key = catalog.find(feed.entities.front().table)->key;
    STAYSAIL_CHECK(check_rollup(feed, catalog));
  }
  return ApiColumns::of(feed).and_then([](const auto&) { return ok(); });
}

}  // namespace staysail::boss
