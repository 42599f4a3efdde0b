#include "staysail/boss/tmf_feed.hpp"

#include <algorithm>
#include <set>

#include "boss/api_records.hpp"
#include "boss/mapped_feed.hpp"
#include "boss/row_binding.hpp"
#include "boss/tmf_pages.hpp"
#include "boss/tmf_spool.hpp"
#include "boss/usage_rollup.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/base/personal_number.hpp"
#include "staysail/files/value_text.hpp"

namespace staysail {

// What was read of one feed, as it is told.
struct boss::SpooledFeed {
  ResourceSpool spool;
  Digest content;
  std::int64_t read_at = 0;  // microseconds: the version of what has none of its own
  std::vector<std::string> observations;
  std::vector<std::string> shortfall;  // less came than the BOSS says it has
};

namespace {

using boss::ApiColumns;
using boss::JsonValue;
using boss::SpooledFeed;

// "TMF629/customer?status=active": what stands for a file wherever rows are accounted for.
std::string file_of(const ApiSource& api) {
  const std::string query = boss::query_of(api.filters);
  return api.api + "/" + api.path + (query.empty() ? "" : "?" + query);
}

std::string token_of(const FeedMapping& feed) { return "tmf/" + feed.name; }

// Servers ignore filters: what says of itself that it was not asked for is left out here too. Of "lastUpdate.gt" and
// what a resource does not say nothing can be told.
class FilterCheck {
 public:
  explicit FilterCheck(const ApiSource& api) {
    for (const auto& [name, wanted] : api.filters)
      if (auto path = boss::JsonPath::parse(name)) filters_.emplace_back(*std::move(path), wanted);
  }

  bool passes(const JsonValue& resource) const {
    return std::all_of(filters_.begin(), filters_.end(), [&](const auto& filter) {
      const auto value = filter.first.text_of(resource);
      return !value || is_among(trimmed(*value), filter.second);
    });
  }

 private:
  static bool is_among(std::string_view value, std::string_view choices) {
    while (true) {
      const std::size_t size = std::min(choices.find(','), choices.size());
      if (choices.substr(0, size) == value) return true;
      if (size == choices.size()) return false;
      choices.remove_prefix(size + 1);
    }
  }

  std::vector<std::pair<boss::JsonPath, std::string>> filters_;
};

Result<boss::CollectionAsk> ask_for(const FeedMapping& feed, const TmfAccess& access, const TmfFeedOptions& options) {
  boss::CollectionAsk ask;
  STAYSAIL_TRY(const auto url, access.url_of(feed.api->api));
  STAYSAIL_TRY(ask.collection, boss::parse_address(url + "/" + feed.api->path));
  ask.page_size = access.page_size;
  ask.most_resources = options.most_resources;
  ask.query = feed.api->filters;
  if (!feed.api->changed_since.empty() && !options.changed_since.empty())
    ask.query.emplace_back(feed.api->changed_since, options.changed_since);
  if (!feed.api->only_mapped || feed.api->keep_rest) return ask;
  STAYSAIL_TRY(const auto columns, ApiColumns::of(feed, options.time_zone));
  std::set<std::string> members{"id"};
  for (auto& member : columns.members()) members.insert(std::move(member));
  std::string list;
  for (const auto& member : members) list += (list.empty() ? "" : ",") + member;
  ask.query.emplace_back("fields", list);
  return ask;
}

// Names what a resource says, and how it is understood: equal content tells equal rows.
Digest content_of(const boss::ResourceSpool& spool, const FeedMapping& feed, const Mapping& mapping,
                  const std::string& zone) {
  return Digester()
      .add(feed.name)
      .add(static_cast<std::int64_t>(mapping.digest.high))
      .add(static_cast<std::int64_t>(mapping.digest.low))
      .add(zone)
      .add(spool.content().to_string())
      .finish();
}

// Reads on while the mapping and what was read live, which it shares with the feed.
class TmfFeedReader final : public FeedReader {
 public:
  TmfFeedReader(std::shared_ptr<const Mapping> mapping, std::shared_ptr<const SpooledFeed> read,
                std::unique_ptr<boss::RecordSource> source, boss::RowMapper mapper, std::size_t rows_per_batch)
      : mapping_(std::move(mapping)),
        read_(std::move(read)),
        source_(std::move(source)),
        mapper_(std::move(mapper)),
        rows_per_batch_(rows_per_batch) {}

  Result<bool> next(FeedBatch& out) override {
    names_.clear();
    const std::uint64_t first = line_ + 1;
    while (mapper_.records() < rows_per_batch_) {
      STAYSAIL_TRY(const bool more, source_->next(values_, names_.emplace_back()));
      if (!more) break;
      take();
    }
    const bool any = mapper_.records() > 0;
    STAYSAIL_TRY(out, mapper_.finish());
    if (!any) out = FeedBatch{};
    for (auto& reject : out.rejects) reject.column = place_of(reject, names_[reject.line - first]);
    return any;
  }

 private:
  void take() {
    fields_.assign(values_.begin(), values_.end());
    TextRecord record;
    record.fields = fields_;
    record.line = ++line_;
    mapper_.take(record);
  }

  // "validFor.startDateTime of 007": the path and the resource.
  static std::string place_of(const RejectedRow& reject, const std::string& name) {
    const std::string shown = with_numbers_masked(name.substr(0, 200));
    return reject.column.empty() ? shown : reject.column + (shown.empty() ? "" : " of " + shown);
  }

  std::shared_ptr<const Mapping> mapping_;
  std::shared_ptr<const SpooledFeed> read_;
  std::unique_ptr<boss::RecordSource> source_;
  boss::RowMapper mapper_;
  std::size_t rows_per_batch_;
  std::uint64_t line_ = 0;
  std::vector<std::string> values_, names_;
  std::vector<std::string_view> fields_;
};

// One record a resource.
class ResourceRecords final : public boss::RecordSource {
 public:
  ResourceRecords(const boss::ResourceSpool& spool, ApiColumns columns) : spool_(spool), columns_(std::move(columns)) {}

  Result<bool> next(std::vector<std::string>& values, std::string& name) override {
    if (next_ == spool_.size()) return false;
    STAYSAIL_TRY(const auto json, spool_.read(next_++));
    STAYSAIL_TRY(const auto resource, boss::parse_json(json, "a resource that was read"));
    columns_.read(resource, values);
    name = resource.text_at("id");
    return true;
  }

 private:
  const boss::ResourceSpool& spool_;
  ApiColumns columns_;
  std::size_t next_ = 0;
};

Status check_feeds(const Mapping& mapping, const TmfAccess& access) {
  std::set<std::string> files;
  for (const auto& feed : mapping.feeds) {
    if (!feed.api) continue;
    if (const auto url = access.url_of(feed.api->api); !url) return url.error().within("feed '" + feed.name + "'");
    if (!files.insert(file_of(*feed.api)).second)
      return Error::at(feed.place, Errc::mapping_invalid, "two feeds read this collection: " + file_of(*feed.api));
  }
  if (!files.empty()) return ok();
  return Error(Errc::invalid_argument, "no feed of this mapping has an api (api = \"TMF629\", path = \"customer\")");
}

}  // namespace

TmfFeed::TmfFeed(TmfAccess access, std::shared_ptr<const Mapping> mapping, TmfFeedOptions options)
    : access_(std::move(access)), mapping_(std::move(mapping)), options_(std::move(options)) {}

TmfFeed::~TmfFeed() = default;

Result<std::unique_ptr<TmfFeed>> TmfFeed::open(TmfAccess access, std::shared_ptr<const Mapping> mapping,
                                               TmfFeedOptions options) {
  STAYSAIL_CHECK(access.complete());
  STAYSAIL_CHECK(check_feeds(*mapping, access));
  if (!options.time_zone.empty() && !boss::zone_start(options.time_zone))
    return Error(Errc::invalid_argument,
                 "no offset such as +08:00 and no zone such as Asia/Shanghai: " + options.time_zone);
  return std::unique_ptr<TmfFeed>(new TmfFeed(std::move(access), std::move(mapping), std::move(options)));
}

const FeedMapping* TmfFeed::feed_of(const std::string& token) const {
  const auto found = std::find_if(mapping_->feeds.begin(), mapping_->feeds.end(),
                                  [&](const auto& feed) { return feed.api && token_of(feed) == token; });
  return found == mapping_->feeds.end() ? nullptr : &*found;
}

Result<std::shared_ptr<const SpooledFeed>> TmfFeed::spool(const FeedMapping& feed) {
  boss::TmfClient client(access_);
  const std::int64_t read_at = access_.clock->utc_micros();
  STAYSAIL_TRY(const auto ask, ask_for(feed, access_, options_));
  STAYSAIL_TRY(auto spool, boss::ResourceSpool::create(options_.spool_folder));
  const FilterCheck filters(*feed.api);
  std::size_t left_out = 0;
  boss::CollectionStory story;
  auto& observations = story.observations;
  const auto take = [&](const JsonValue& resource) -> Result<bool> {
    const bool passes = filters.passes(resource);
    left_out += passes ? 0 : 1;
    if (passes) STAYSAIL_CHECK(spool.add(boss::name_of_resource(resource), boss::json_text(resource)));
    return true;
  };
  if (const auto read = boss::read_collection(client, ask, take, story); !read)
    return read.error().within("feed '" + feed.name + "'");
  if (left_out > 0)
    observations.push_back(std::to_string(left_out) + " resources came that the filters do not ask for; left out");
  for (auto& observation : observations) observation = feed.name + ": " + observation;
  spool.close();
  const Digest content = content_of(spool, feed, *mapping_, options_.time_zone);
  return std::shared_ptr<const SpooledFeed>(
      new SpooledFeed{std::move(spool), content, read_at, std::move(observations), std::move(story.shortfall)});
}

Result<std::vector<FeedSplit>> TmfFeed::plan(const FeedRequest& request) {
  STAYSAIL_CHECK(boss::check_request(request));
  std::vector<FeedSplit> splits;
  std::optional<Error> missing;
  bool any = false;
  for (const auto& feed : mapping_->feeds) {
    if (!feed.api) continue;
    auto read = spool(feed);
    FeedSplit split{
        token_of(feed), file_of(*feed.api), boss::source_name(*mapping_, feed), boss::tables_of(feed), 0, {}};
    if (!read && read.error().code() != Errc::not_found) return read.error();
    if (!read) {
      split.withheld = WithheldSplit{"not_found", read.error().message(), true};
      split.content = Digester().add(split.token).add("not_found").finish();
    } else {
      keep(*std::move(read), split);
    }
    any |= read.has_value();
    if (!read && !missing) missing = read.error();
    splits.push_back(std::move(split));
  }
  // A BOSS without any of them is the wrong address.
  if (!any && missing) return *missing;
  return splits;
}

void TmfFeed::keep(std::shared_ptr<const SpooledFeed> read, FeedSplit& split) {
  const std::lock_guard lock(mutex_);
  auto& known = spooled_[split.token];
  if (known == nullptr || known->content != read->content || known->shortfall != read->shortfall)
    known = std::move(read);
  split.bytes = known->spool.bytes();
  split.content = known->content;
  split.notices = known->shortfall;
}

bool TmfFeed::is_short() const {
  const std::lock_guard lock(mutex_);
  return std::any_of(spooled_.begin(), spooled_.end(),
                     [](const auto& known) { return !known.second->shortfall.empty(); });
}

Result<std::unique_ptr<FeedReader>> TmfFeed::open(const FeedRequest& request, const FeedSplit& split) {
  STAYSAIL_CHECK(boss::check_request(request));
  const FeedMapping* feed = feed_of(split.token);
  if (feed == nullptr) return Error(Errc::invalid_argument, "this feed planned no such split: " + split.token);
  std::shared_ptr<const SpooledFeed> read;
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = spooled_.find(split.token); known != spooled_.end()) read = known->second;
  }
  if (read == nullptr) {
    STAYSAIL_TRY(read, spool(*feed));
  }
  if (read->content != split.content)
    return Error(Errc::conflict, "the BOSS or the mapping changed since it was planned; plan again: " + split.file);
  STAYSAIL_TRY(auto columns, ApiColumns::of(*feed, options_.time_zone));
  columns.expect(mapping_->currency);
  STAYSAIL_TRY(auto binding, boss::bind_rows(*mapping_, *feed, columns.names(), split.file));
  binding.file_version = read->read_at;
  const std::vector<std::string> names = columns.names();
  std::unique_ptr<boss::RecordSource> source = std::make_unique<ResourceRecords>(read->spool, std::move(columns));
  if (feed->api->rollup) {
    STAYSAIL_TRY(source, boss::usage_rollup(*feed, names, *source));
  }
  boss::RowMapper mapper(std::move(binding), file_of(*feed->api), request.row_digests);
  return std::unique_ptr<FeedReader>(std::make_unique<TmfFeedReader>(mapping_, std::move(read), std::move(source),
                                                                     std::move(mapper), request.rows_per_batch));
}

Result<std::optional<std::vector<std::string>>> TmfFeed::extensions_of(const std::string& table) {
  std::set<std::string> names;
  for (const auto& feed : mapping_->feeds) {
    if (!feed.api || !feed.keep_unknown) continue;
    STAYSAIL_TRY(const auto columns, ApiColumns::of(feed, options_.time_zone));
    STAYSAIL_TRY(const auto binding, boss::bind_rows(*mapping_, feed, columns.names(), file_of(*feed.api)));
    for (const auto& entity : binding.entities)
      for (const auto& kept : entity.kept)
        if (entity.table->name == table) names.insert(kept.name);
  }
  return std::optional(std::vector<std::string>(names.begin(), names.end()));
}

std::vector<std::string> TmfFeed::observations() const {
  std::vector<std::string> all;
  const std::lock_guard lock(mutex_);
  for (const auto& feed : mapping_->feeds)
    if (const auto known = spooled_.find(token_of(feed)); known != spooled_.end())
      all.insert(all.end(), known->second->observations.begin(), known->second->observations.end());
  return all;
}

}  // namespace staysail
