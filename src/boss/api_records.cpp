#include "boss/api_records.hpp"

#include <algorithm>
#include <set>

#include "staysail/model/table.hpp"

namespace staysail::boss {
namespace {

constexpr std::int64_t kNanosPerMicro = 1000;

bool is_api_time(const std::optional<TimePattern>& time) { return time && time->text() == kApiTime; }

// "taxIncludedAmount.unit" of "taxIncludedAmount.value", of every alternative; nothing for another path.
std::optional<JsonPath> unit_beside(const std::string& path) {
  constexpr std::string_view value = ".value", unit = ".unit";
  std::string beside = path;
  bool any = false;
  for (std::size_t at = beside.find(value); at != std::string::npos; at = beside.find(value, at + 1)) {
    const std::size_t after = at + value.size();
    if (after != beside.size() && beside[after] != ' ' && beside[after] != '?') continue;
    beside.replace(at, value.size(), unit);
    any = true;
  }
  const auto parsed = any ? JsonPath::parse(beside) : Result<JsonPath>(Error(Errc::not_found, "no value"));
  return parsed ? std::optional(*parsed) : std::nullopt;
}

bool is_currency(std::string_view unit) {
  return unit.size() == 3 && std::all_of(unit.begin(), unit.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::string written(const DateTime& time) {
  const std::int64_t micros = time.time.nanos / kNanosPerMicro;
  const Instant since_midnight = Instant::from_micros(micros);
  std::string clock = since_midnight.to_string().substr(std::string_view("1970-01-01").size());
  return time.day.to_string() + clock;
}

}  // namespace

std::optional<DateTime> zone_start(const std::string& zone) {
  if (zone.empty()) return std::nullopt;
  const bool named = zone.front() != '+' && zone.front() != '-' && zone != "Z";
  auto start = DateTime::parse("1970-01-01T00:00:00" + std::string(named ? "@" : "") + zone);
  if (start && !start->time.offset_seconds) start.reset();
  return start;
}

std::string time_in_zone(const std::string& text, const std::optional<DateTime>& zone) {
  if (text.find('T') == std::string::npos) return text;
  const auto time = DateTime::parse(text);
  if (!time) return text;
  if (!zone || !time->time.offset_seconds) return written(*time);
  const auto there = zone->plus_nanos(time->line_nanos() - zone->line_nanos());
  return there ? written(*there) : text;
}

Status ApiColumns::add(const ColumnReference& column, bool is_time, bool is_amount) {
  const auto known = std::find(names_.begin(), names_.end(), column.name);
  if (known != names_.end()) {
    auto& source = sources_[static_cast<std::size_t>(known - names_.begin())];
    if (source.is_time != is_time)
      return Error::at(column.place, Errc::mapping_invalid,
                       "this path is read as a time and as something else: begin one of them with $. : " + column.name);
    return ok();
  }
  const auto path = JsonPath::parse(column.name);
  if (!path) return Error::at(column.place, Errc::mapping_invalid, path.error().message());
  names_.push_back(column.name);
  sources_.push_back({*path, is_time, is_amount ? unit_beside(column.name) : std::nullopt});
  return ok();
}

Status ApiColumns::add_entity(const EntityMapping& entity) {
  for (const auto& field : entity.fields)
    if (field.source == FieldSource::column)
      STAYSAIL_CHECK(add(field.column, is_api_time(field.time), field.attribute.type == AttributeType::money));
  if (entity.version) STAYSAIL_CHECK(add(entity.version->column, is_api_time(entity.version->time)));
  return ok();
}

Status ApiColumns::add_kept(const FeedMapping& feed) {
  for (const auto& [name, path] : feed.api->keep) {
    const auto parsed = JsonPath::parse(path);
    if (!parsed) return Error::at(feed.place, Errc::mapping_invalid, "keep: " + parsed.error().message());
    if (std::find(names_.begin(), names_.end(), name) != names_.end())
      return Error::at(feed.place, Errc::mapping_invalid, "keep: a field reads a path of this name: " + name);
    names_.push_back(name);
    sources_.push_back({*parsed, false});
  }
  keep_rest_ = feed.api->keep_rest;
  if (keep_rest_) names_.emplace_back(kUnread);
  return ok();
}

Result<ApiColumns> ApiColumns::of(const FeedMapping& feed, const std::string& zone) {
  ApiColumns columns;
  columns.zone_ = zone_start(feed.api->time_zone.empty() ? zone : feed.api->time_zone);
  for (const auto& entity : feed.entities) STAYSAIL_CHECK(columns.add_entity(entity));
  // A path that only tells whether a row speaks of a table may be one that a field reads as a time.
  for (const auto& entity : feed.entities)
    for (const auto& column : entity.skip_when_null)
      if (std::find(columns.names_.begin(), columns.names_.end(), column.name) == columns.names_.end())
        STAYSAIL_CHECK(columns.add(column, false));
  STAYSAIL_CHECK(columns.add_kept(feed));
  return columns;
}

// A member that is read only in part is left as a whole: what is kept must suffice to write the resource again.
std::string ApiColumns::rest_of(const JsonValue& resource) const {
  JsonValue rest = JsonValue::object();
  for (const auto& [name, value] : resource.members) {
    const bool nested = value.is(JsonValue::Kind::array) || value.is(JsonValue::Kind::object);
    const bool is_read = std::any_of(sources_.begin(), sources_.end(), [&, &member = name](const Source& source) {
      return source.path.is_member(member);
    });
    if (nested || !is_read) rest.with(name, value);
  }
  return rest.members.empty() ? std::string() : json_text(rest);
}

std::string ApiColumns::in_its_currency(std::string amount, const Source& source, const JsonValue& resource) const {
  if (!source.unit || currency_.empty()) return amount;
  const auto unit = source.unit->text_of(resource);
  return unit && is_currency(*unit) && *unit != currency_ ? amount + " " + *unit : amount;
}

void ApiColumns::read(const JsonValue& resource, std::vector<std::string>& values) const {
  values.assign(names_.size(), {});
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    const auto text = sources_[i].path.text_of(resource);
    if (text)
      values[i] = sources_[i].is_time ? time_in_zone(*text, zone_) : in_its_currency(*text, sources_[i], resource);
  }
  if (keep_rest_) values.back() = rest_of(resource);
}

std::vector<std::string> ApiColumns::members() const {
  std::set<std::string> members;
  for (const auto& source : sources_)
    for (auto& member : source.path.members()) members.insert(std::move(member));
  return {members.begin(), members.end()};
}

}  // namespace staysail::boss
