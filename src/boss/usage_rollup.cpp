#include "boss/usage_rollup.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "staysail/base/decimal_text.hpp"
#include "staysail/base/digest.hpp"
#include "staysail/files/value_text.hpp"

namespace staysail::boss {
namespace {

constexpr int kSumScale = 3;  // decimals of a number of one event

enum class Gathering : std::uint8_t { key, month_key, sum, latest, count, distinct };

struct GatheredColumn {
  std::size_t index = 0;
  Gathering gathering = Gathering::sum;
};

bool contains(const std::vector<std::string>& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

Gathering gathering_of(const FieldMapping& field, bool is_key, const Rollup& rollup) {
  const auto type = written_as(field.attribute.type);
  if (is_key) return type == AttributeType::month ? Gathering::month_key : Gathering::key;
  if (contains(rollup.count, field.attribute.name)) return Gathering::count;
  if (contains(rollup.distinct, field.attribute.name)) return Gathering::distinct;
  return type == AttributeType::day ? Gathering::latest : Gathering::sum;
}

// What is known of one column of one key so far.
struct Gathered {
  std::int64_t sum = 0;
  std::string latest;
  std::set<std::uint64_t> distinct;
  bool any = false;
};

struct Sum {
  std::int64_t value = 0;
  bool good = true;
};

Sum number_of(const std::string& text) {
  NumberPattern pattern;
  pattern.scale = kSumScale;
  const auto value = parse_number(text, pattern);
  return {value ? *value : 0, value.has_value()};
}

class Rollups final : public RecordSource {
 public:
  Rollups(std::vector<GatheredColumn> columns, std::size_t width) : columns_(std::move(columns)), width_(width) {}

  Status gather(RecordSource& events) {
    std::vector<std::string> values;
    std::string name;
    while (true) {
      STAYSAIL_TRY(const bool more, events.next(values, name));
      if (!more) return ok();
      if (can_be_gathered(values)) STAYSAIL_CHECK(add(values));
      else refuse(values, name);
    }
  }

  Result<bool> next(std::vector<std::string>& values, std::string& name) override {
    if (next_refused_ < refused_.size()) {
      std::tie(values, name) = std::move(refused_[next_refused_++]);
      return true;
    }
    if (by_key_.empty()) return false;
    const auto group = by_key_.begin();
    write(group->first, group->second, values, name);
    by_key_.erase(group);
    return true;
  }

 private:
  using Key = std::vector<std::string>;

  bool can_be_gathered(const std::vector<std::string>& values) const {
    return std::all_of(columns_.begin(), columns_.end(), [&](const GatheredColumn& column) {
      const std::string& value = values[column.index];
      switch (column.gathering) {
        case Gathering::key: return !value.empty();
        case Gathering::month_key: return Month::parse(std::string_view(value).substr(0, 7)).has_value();
        case Gathering::sum: return value.empty() || number_of(value).good;
        default: return true;
      }
    });
  }

  // What only counts is no number by itself and must not be blamed.
  void refuse(std::vector<std::string>& values, const std::string& name) {
    for (const auto& column : columns_)
      if (column.gathering == Gathering::count || column.gathering == Gathering::distinct) values[column.index].clear();
    refused_.emplace_back(values, name);
  }

  Status add(const std::vector<std::string>& values) {
    Key key;
    for (const auto& column : columns_)
      if (column.gathering == Gathering::key) key.push_back(values[column.index]);
      else if (column.gathering == Gathering::month_key) key.push_back(values[column.index].substr(0, 7) + "-01");
    auto& group = by_key_.try_emplace(std::move(key), columns_.size()).first->second;
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (const std::string& value = values[columns_[i].index]; !value.empty())
        STAYSAIL_CHECK(add_value(columns_[i].gathering, value, group[i]));
    return ok();
  }

  static Status add_value(Gathering gathering, const std::string& value, Gathered& gathered) {
    gathered.any = true;
    if (gathering == Gathering::latest) gathered.latest = std::max(gathered.latest, value);
    if (gathering == Gathering::distinct) gathered.distinct.insert(hash_of(value));
    const std::int64_t more = gathering == Gathering::sum ? number_of(value).value : 0;
    const std::int64_t step = gathering == Gathering::count ? power_of_ten(kSumScale) : more;
    if (__builtin_add_overflow(gathered.sum, step, &gathered.sum))
      return Error(Errc::amount_overflow, "the usage of one line in one month is past 64 bits");
    return ok();
  }

  void write(const Key& key, const std::vector<Gathered>& group, std::vector<std::string>& values,
             std::string& name) const {
    values.assign(width_, {});
    name.clear();
    std::size_t part = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      std::string& value = values[columns_[i].index];
      switch (columns_[i].gathering) {
        case Gathering::key:
        case Gathering::month_key:
          value = key[part++];
          name += (name.empty() ? "" : " ") + value;
          break;
        case Gathering::latest: value = group[i].latest; break;
        case Gathering::distinct: value = group[i].any ? std::to_string(group[i].distinct.size()) : ""; break;
        case Gathering::sum:
        case Gathering::count: value = group[i].any ? decimal_text(group[i].sum, kSumScale) : "";
      }
    }
  }

  std::vector<GatheredColumn> columns_;
  std::size_t width_;
  std::map<Key, std::vector<Gathered>> by_key_;
  std::vector<std::pair<std::vector<std::string>, std::string>> refused_;
  std::size_t next_refused_ = 0;
};

Status check_names(const FeedMapping& feed, const std::vector<std::string>& names) {
  const auto& fields = feed.entities.front().fields;
  for (const auto& name : names)
    if (std::none_of(fields.begin(), fields.end(), [&](const auto& field) { return field.attribute.name == name; }))
      return Error::at(feed.place, Errc::mapping_invalid, "rollup names an attribute that no field maps: " + name);
  return ok();
}

}  // namespace

Result<std::unique_ptr<RecordSource>> usage_rollup(const FeedMapping& feed, const std::vector<std::string>& columns,
                                                   RecordSource& events) {
  std::vector<GatheredColumn> gathered;
  const auto& entity = feed.entities.front();
  const auto& key = feed.api->rollup->key;
  for (const auto& field : entity.fields) {
    if (field.source != FieldSource::column) continue;
    const auto at = std::find(columns.begin(), columns.end(), field.column.name);
    gathered.push_back({static_cast<std::size_t>(at - columns.begin()),
                        gathering_of(field, contains(key, field.attribute.name), *feed.api->rollup)});
  }
  auto rollups = std::make_unique<Rollups>(std::move(gathered), columns.size());
  STAYSAIL_CHECK(rollups->gather(events));
  return std::unique_ptr<RecordSource>(std::move(rollups));
}

Status check_rollup(const FeedMapping& feed, const ModelCatalog& catalog) {
  const auto fault = [&](const std::string& what) { return Error::at(feed.place, Errc::mapping_invalid, what); };
  if (feed.entities.size() != 1 || catalog.find(feed.entities.front().table)->kind != TableKind::fact)
    return fault("a feed with rollup feeds one table of facts");
  const auto& entity = feed.entities.front();
  if (!feed.api->changed_since.empty() || entity.version || !entity.skip_when_null.empty())
    return fault("a feed with rollup reads all of its events: leave out changed_since, version and skip_when_null");
  std::set<std::string> paths;
  for (const auto& field : entity.fields)
    if (field.source == FieldSource::column && !paths.insert(field.column.name).second)
      return fault("each field of a rollup has a path of its own; write one of them with $. in front: " +
                   field.column.name);
  STAYSAIL_CHECK(check_names(feed, feed.api->rollup->count));
  return check_names(feed, feed.api->rollup->distinct);
}

}  // namespace staysail::boss
