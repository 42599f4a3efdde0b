#include "staysail/boss/sql_feed.hpp"

#include <algorithm>
#include <set>

#include "boss/mapped_feed.hpp"
#include "boss/sql_records.hpp"

namespace staysail {
namespace {

std::string quoted(const std::string& column) {
  std::string name = "\"";
  for (const char c : column) name += c == '"' ? std::string("\"\"") : std::string(1, c);
  return name + "\"";
}

// Conditions on the rows of a query, with the values that they compare with.
struct Conditions {
  std::string text;
  std::vector<SqlValue> values;

  // `before` value `after`: the value's place stands between them.
  void add(const std::string& before, SqlValue value, const std::string& after = "") {
    values.push_back(std::move(value));
    text += (text.empty() ? " WHERE " : " AND ") + before + " $" + std::to_string(values.size()) + after;
  }
};

// The line end closes a comment at the end of the query.
std::string of_rows(const std::string& query, const std::string& columns) {
  return "SELECT " + columns + " FROM (" + query + "\n) AS feed";
}

Conditions conditions_since(const SqlFeedMapping& sql, const std::string& changed_since) {
  Conditions conditions;
  if (sql.changed_by.empty() || changed_since.empty()) return conditions;
  const std::string column = quoted(sql.changed_by);
  conditions.add("(" + column + " IS NULL OR " + column + " >=", SqlValue::of(changed_since), ")");
  return conditions;
}

Result<SqlTable> all_rows(SqlSnapshot& snapshot, const SqlStatement& statement) {
  STAYSAIL_TRY(const auto rows, snapshot.query(statement));
  SqlTable table;
  while (true) {
    STAYSAIL_TRY(const bool more, rows->next(table.emplace_back()));
    if (more) continue;
    table.pop_back();
    return table;
  }
}

// The values of split_by at which a further split begins, ascending.
Result<std::vector<SqlValue>> split_points(SqlSnapshot& snapshot, const SqlFeedMapping& sql,
                                           const Conditions& conditions) {
  std::vector<SqlValue> points;
  if (sql.splits < 2) return points;
  STAYSAIL_TRY(const SqlTable counted,
               all_rows(snapshot, {of_rows(sql.query, "count(*)") + conditions.text, conditions.values}));
  const auto rows = static_cast<std::uint64_t>(std::stoull(counted.front().front().text));
  const std::string key = quoted(sql.split_by);
  Conditions known = conditions;
  known.text += (known.text.empty() ? " WHERE " : " AND ") + key + " IS NOT NULL";
  for (std::size_t split = 1; split < sql.splits; ++split) {
    const std::string place = std::to_string(rows * split / sql.splits);
    STAYSAIL_TRY(const SqlTable point, all_rows(snapshot, {of_rows(sql.query, key) + known.text + " ORDER BY " + key +
                                                               " LIMIT 1 OFFSET " + place,
                                                           known.values}));
    if (point.empty() || (!points.empty() && points.back() == point.front().front())) continue;
    points.push_back(point.front().front());
  }
  return points;
}

// One statement a split: [first point, second point) and so on; rows without a value belong to the first.
std::vector<SqlStatement> statements_of(const SqlFeedMapping& sql, const Conditions& conditions,
                                        const std::vector<SqlValue>& points) {
  const std::string key = quoted(sql.split_by);
  std::vector<SqlStatement> statements;
  for (std::size_t split = 0; split <= points.size(); ++split) {
    Conditions own = conditions;
    if (split > 0) own.add(key + " >=", points[split - 1]);
    if (split < points.size())
      split == 0 ? own.add("(" + key + " IS NULL OR " + key + " <", points[split], ")")
                 : own.add(key + " <", points[split]);
    const std::string order = sql.split_by.empty() ? "" : " ORDER BY " + key;
    statements.push_back({of_rows(sql.query, "*") + own.text + order, std::move(own.values)});
  }
  return statements;
}

struct Content {
  std::uint64_t bytes = 0;
  Digest digest;
};

// Of the rows as a set: a database gives no order unless it is asked for one.
Result<Content> content_of(SqlSnapshot& snapshot, const SqlStatement& statement, const Digest& mapping) {
  STAYSAIL_TRY(const auto rows, snapshot.query(statement));
  Content content;
  SetDigest set;
  std::vector<SqlValue> values;
  while (true) {
    STAYSAIL_TRY(const bool more, rows->next(values));
    if (!more) break;
    Digester row;
    for (const SqlValue& value : values) {
      row.add(value.kind == SqlValue::Kind::null ? 0 : 1).add(value.text);
      content.bytes += value.text.size();
    }
    set.add(row.finish());
  }
  const Digest all = set.finish();
  Digester digester;
  for (const Digest& part : {mapping, all})
    digester.add(static_cast<std::int64_t>(part.high)).add(static_cast<std::int64_t>(part.low));
  for (const auto& column : rows->columns()) digester.add(column);
  content.digest = digester.finish();
  return content;
}

// The place of the mapping in front of what the database says of its query.
Error at_feed(const SqlFeedMapping& sql, const Error& error) {
  if (error.code() != Errc::mapping_invalid || error.place() != nullptr) return error;
  return Error::at(sql.feed.place, Errc::mapping_invalid, error.message());
}

}  // namespace

struct SqlFeed::Planned {
  FeedSplit split;
  const SqlFeedMapping* sql = nullptr;
  SqlStatement statement;
};

struct SqlFeed::Plan {
  std::shared_ptr<SqlSnapshot> snapshot;
  std::vector<Planned> splits;

  Status add(const SqlFeedMapping& sql, const Mapping& mapping, const std::string& changed_since) {
    const Conditions conditions = conditions_since(sql, changed_since);
    STAYSAIL_TRY(const auto points, split_points(*snapshot, sql, conditions));
    const auto statements = statements_of(sql, conditions, points);
    const std::string source = boss::source_name(mapping, sql.feed);
    for (std::size_t i = 0; i < statements.size(); ++i) {
      STAYSAIL_TRY(const Content content, content_of(*snapshot, statements[i], mapping.digest));
      const std::string name = sql.feed.name + (i == 0 ? "" : "#" + std::to_string(i + 1));
      splits.push_back(
          {{name, name, source, boss::tables_of(sql.feed), content.bytes, content.digest}, &sql, statements[i]});
    }
    return ok();
  }
};

SqlFeed::SqlFeed(std::shared_ptr<SqlSource> source, std::shared_ptr<const Mapping> mapping, SqlFeedOptions options)
    : source_(std::move(source)), mapping_(std::move(mapping)), options_(std::move(options)) {}

SqlFeed::~SqlFeed() = default;

Result<std::shared_ptr<const SqlFeed::Plan>> SqlFeed::make_plan() const {
  if (mapping_->sql_feeds.empty())
    return Error(Errc::feed_incomplete,
                 "the mapping reads no table of a database ([[feed]] with sql = or table =): " + source_->name());
  const auto plan = std::make_shared<Plan>();
  STAYSAIL_TRY(plan->snapshot, source_->snapshot());
  for (const auto& sql : mapping_->sql_feeds)
    if (const auto added = plan->add(sql, *mapping_, options_.changed_since); !added)
      return at_feed(sql, added.error());
  return std::shared_ptr<const Plan>(plan);
}

Result<std::shared_ptr<const SqlFeed::Plan>> SqlFeed::current_plan() {
  const std::lock_guard lock(mutex_);
  if (plan_ == nullptr) {
    STAYSAIL_TRY(plan_, make_plan());
  }
  return plan_;
}

Result<std::vector<FeedSplit>> SqlFeed::plan(const FeedRequest& request) {
  STAYSAIL_CHECK(boss::check_request(request));
  STAYSAIL_TRY(const auto plan, make_plan());
  std::vector<FeedSplit> splits;
  for (const auto& planned : plan->splits) splits.push_back(planned.split);
  const std::lock_guard lock(mutex_);
  plan_ = plan;
  return splits;
}

Result<std::unique_ptr<FeedReader>> SqlFeed::open(const FeedRequest& request, const FeedSplit& split) {
  STAYSAIL_CHECK(boss::check_request(request));
  STAYSAIL_TRY(const auto plan, current_plan());
  const auto planned = std::find_if(plan->splits.begin(), plan->splits.end(),
                                    [&](const Planned& one) { return one.split.token == split.token; });
  if (planned == plan->splits.end())
    return Error(Errc::invalid_argument, "this feed planned no such split: " + split.token);
  if (planned->split.content != split.content)
    return Error(Errc::conflict, "the rows or the mapping changed since this was planned; plan again: " + split.token);
  STAYSAIL_TRY(auto rows, plan->snapshot->query(planned->statement));
  const FeedMapping& feed = planned->sql->feed;
  auto records = std::make_unique<boss::SqlRecords>(std::move(rows), feed.delimited.max_record_bytes);
  STAYSAIL_TRY(auto binding, boss::bind_rows(*mapping_, feed, records->header(), split.token));
  if (options_.read_at != 0) binding.file_version = options_.read_at;
  return std::unique_ptr<FeedReader>(std::make_unique<boss::MappedReader>(
      mapping_, plan->snapshot, std::move(records),
      boss::RowMapper(std::move(binding), split.file, request.row_digests), request.rows_per_batch));
}

Result<std::optional<std::vector<std::string>>> SqlFeed::extensions_of(const std::string& table) {
  STAYSAIL_TRY(const auto snapshot, source_->snapshot());
  std::set<std::string> names;
  for (const auto& sql : mapping_->sql_feeds) {
    if (!sql.feed.keep_unknown) continue;
    STAYSAIL_TRY(const auto rows, snapshot->query({of_rows(sql.query, "*") + " LIMIT 0", {}}));
    STAYSAIL_TRY(const auto binding, boss::bind_rows(*mapping_, sql.feed, rows->columns(), sql.feed.name));
    for (const auto& entity : binding.entities)
      for (const auto& kept : entity.kept)
        if (entity.table->name == table) names.insert(kept.name);
  }
  return std::optional(std::vector<std::string>(names.begin(), names.end()));
}

}  // namespace staysail
