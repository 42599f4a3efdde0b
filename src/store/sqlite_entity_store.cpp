#include <algorithm>
#include <compare>
#include <deque>

#include "staysail/base/guard.hpp"
#include "store/rules.hpp"
#include "store/sqlite_state.hpp"

namespace staysail::store {
namespace {

constexpr const char* kSelectOne =
    "SELECT kind, id, version, payload, indexes, digest FROM entities WHERE kind = ?1 AND id = ?2";
// The first page begins at an end that belongs to the range; a further one behind the last row of the page before. An
// upper end must be a plain comparison, or SQLite walks on to the end of the index.
#define STAYSAIL_BY_ID(lower, upper)                                 \
  "SELECT kind, id, version, payload, indexes, digest FROM entities" \
  " WHERE kind = ?1 AND id " lower " ?2 AND ?3 IS NOT NULL AND " upper " ORDER BY id LIMIT ?5"
#define STAYSAIL_BY_INDEX(lower, upper)                                                \
  "SELECT i.value, i.id, e.kind, e.id, e.version, e.payload, e.indexes, e.digest"      \
  " FROM entity_index AS i LEFT JOIN entities AS e ON e.kind = i.kind AND e.id = i.id" \
  " WHERE i.kind = ?1 AND i.name = ?2 AND " lower " AND ?4 IS NOT NULL AND " upper     \
  " AND ?6 IS NOT NULL"                                                                \
  " ORDER BY i.value, i.id LIMIT ?7"
constexpr const char* kById[2][2] = {{STAYSAIL_BY_ID(">=", "?4 IS NOT NULL"), STAYSAIL_BY_ID(">=", "id <= ?4")},
                                     {STAYSAIL_BY_ID(">", "?4 IS NOT NULL"), STAYSAIL_BY_ID(">", "id <= ?4")}};
constexpr const char* kByIndex[2][2] = {
    {STAYSAIL_BY_INDEX("i.value >= ?3", "?5 IS NOT NULL"), STAYSAIL_BY_INDEX("i.value >= ?3", "i.value <= ?5")},
    {STAYSAIL_BY_INDEX("(i.value, i.id) > (?3, ?6)", "?5 IS NOT NULL"),
     STAYSAIL_BY_INDEX("(i.value, i.id) > (?3, ?6)", "i.value <= ?5")}};
#undef STAYSAIL_BY_ID
#undef STAYSAIL_BY_INDEX
constexpr const char* kUpsert =
    "INSERT INTO entities(kind, id, version, payload, indexes, digest) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
    " ON CONFLICT(kind, id) DO UPDATE SET version = ?3, payload = ?4, indexes = ?5, digest = ?6";
constexpr const char* kInsert =
    "INSERT INTO entities(kind, id, version, payload, indexes, digest) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
    " ON CONFLICT(kind, id) DO NOTHING";
constexpr const char* kErase = "DELETE FROM entities WHERE kind = ?1 AND id = ?2";
constexpr const char* kIndexInsert = "INSERT OR IGNORE INTO entity_index(kind, name, value, id) VALUES(?1, ?2, ?3, ?4)";
constexpr const char* kIndexErase = "DELETE FROM entity_index WHERE kind = ?1 AND name = ?2 AND value = ?3 AND id = ?4";

// One row of the index table, on its way in or out. The views point into the change set, or into the record as it was.
struct IndexRow {
  std::string_view kind, index, value, id;
  friend auto operator<=>(const IndexRow&, const IndexRow&) = default;
};

void add_rows(std::vector<IndexRow>& rows, const Record& record) {
  for (const auto& entry : record.indexes)
    rows.push_back(IndexRow{record.key.kind, entry.index, entry.value, record.key.id});
}

std::int64_t fetch_limit(const FindRequest& request) {
  return request.limit == 0 ? -1 : static_cast<std::int64_t>(request.limit) + 1;
}

// Takes the row past the page away again: it only told that there is one.
template <class Cursor>
void close_page(FindPage& page, const FindRequest& request, const Cursor& cursor_of_last) {
  if (request.limit == 0 || page.records.size() <= request.limit) return;
  page.records.pop_back();
  page.next = cursor_of_last();
}

Result<FindPage> find_by_id(Connection& connection, const RowKey& key, const FindRequest& request) {
  const std::string from = request.from.value_or(""), to = request.to.value_or("");
  const bool first = request.after.empty();
  STAYSAIL_TRY(Query rows, connection.query(kById[first ? 0 : 1][request.to ? 1 : 0]));
  rows.bind_text(1, request.kind)
      .bind(2, first ? from : request.after)
      .bind(3, request.to ? 1 : 0)
      .bind(4, to)
      .bind(5, fetch_limit(request));
  FindPage page;
  while (true) {
    STAYSAIL_TRY(const bool more, rows.step());
    if (!more) break;
    STAYSAIL_TRY(Record record, read_record(rows, 0, connection.path(), key, request.parts));
    page.records.push_back(std::move(record));
  }
  close_page(page, request, [&] { return page.records.back().key.id; });
  return page;
}

// A record that the index names must be there and know the value.
Result<Record> read_indexed(const Query& row, const RowKey& key, const FindRequest& request, std::string_view path) {
  const auto fault = [&](const char* what) {
    return corrupt(path, "index " + request.index + " of " + request.kind + " names " + row.text(1) + what);
  };
  if (row.is_null(2)) return fault(", which is not there");
  STAYSAIL_TRY(Record record, read_record(row, 2, path, key));
  const IndexEntry entry{request.index, row.text(0)};
  if (!std::binary_search(record.indexes.begin(), record.indexes.end(), entry))
    return fault(", which has another value");
  drop_parts(record, request.parts);
  return record;
}

Result<FindPage> find_by_index(Connection& connection, const RowKey& key, const FindRequest& request) {
  std::pair<std::string, std::string> place{request.from.value_or(""), ""};
  if (!request.after.empty())
    STAYSAIL_CHECK(
        parse_index_cursor(request.after).and_then([&](auto parsed) { return place = std::move(parsed), ok(); }));
  const std::string to = request.to.value_or("");
  STAYSAIL_TRY(Query rows, connection.query(kByIndex[request.after.empty() ? 0 : 1][request.to ? 1 : 0]));
  rows.bind_text(1, request.kind)
      .bind_text(2, request.index)
      .bind(3, place.first)
      .bind(4, request.to ? 1 : 0)
      .bind(5, to);
  rows.bind(6, place.second).bind(7, fetch_limit(request));
  FindPage page;
  std::vector<std::string> values;
  while (true) {
    STAYSAIL_TRY(const bool more, rows.step());
    if (!more) break;
    STAYSAIL_TRY(Record record, read_indexed(rows, key, request, connection.path()));
    values.push_back(rows.text(0));
    page.records.push_back(std::move(record));
  }
  close_page(page, request, [&] { return index_cursor(values[page.records.size() - 1], page.records.back().key.id); });
  return page;
}

// Puts and erases records one by one; index rows are gathered and written in order at the end, which is much faster.
class Writer {
 public:
  Writer(SqliteChange& change, std::string_view path, const RowKey& key) : change_(change), path_(path), key_(key) {}
  Status put(const ChangeSet::Put& put);
  Status erase(const ChangeSet::Erase& erase);
  Status write_indexes();

 private:
  Result<const Record*> take_away(const EntityKey& key, std::uint64_t expected);
  Status write(const char* sql, const Record& record, const std::vector<IndexEntry>& indexes);
  Status insert(const Record& record, const std::vector<IndexEntry>& indexes);
  void add_differences(const Record& before, const Record& after);

  SqliteChange& change_;
  std::string_view path_;
  const RowKey& key_;
  std::deque<Record> before_;  // as they were: gone_ points into them
  std::vector<IndexRow> gone_, come_;
};

// The record as it was (null when there was none), its digest taken from the total.
Result<const Record*> Writer::take_away(const EntityKey& key, std::uint64_t expected) {
  STAYSAIL_TRY(Query row, change_.connection().query(kSelectOne));
  STAYSAIL_TRY(const bool found, row.bind_text(1, key.kind).bind(2, key.id).step());
  const std::uint64_t version = found ? row.version(2) : absent;
  if (expected != any_version && expected != version)
    return version_conflict(key.kind + " " + key.id, expected, version);
  if (!found) return static_cast<const Record*>(nullptr);
  STAYSAIL_TRY(Record before, read_record(row, 0, path_, key_));
  change_.total("entities", key.kind)
      .remove(record_digest(key_, key.kind, key.id, version, before.payload, row.bytes(4)));
  before_.push_back(std::move(before));
  return static_cast<const Record*>(&before_.back());
}

Status Writer::write(const char* sql, const Record& record, const std::vector<IndexEntry>& indexes) {
  const std::string packed = index_bytes(indexes);
  const Digest digest = record_digest(key_, record.key.kind, record.key.id, change_.version(), record.payload, packed);
  const DigestBytes digest_bytes(digest);
  STAYSAIL_TRY(Query statement, change_.connection().query(sql));
  statement.bind_text(1, record.key.kind).bind(2, record.key.id).bind(3, static_cast<std::int64_t>(change_.version()));
  STAYSAIL_CHECK(statement.bind(4, record.payload).bind(5, packed).bind(6, digest_bytes).run());
  change_.total("entities", record.key.kind).add(digest);
  return ok();
}

// A record that must be new needs no look before the leap: bulk loads are mostly of this kind.
Status Writer::insert(const Record& record, const std::vector<IndexEntry>& indexes) {
  STAYSAIL_CHECK(write(kInsert, record, indexes));
  if (sqlite3_changes(change_.connection().handle()) == 0)
    return take_away(record.key, absent).and_then([](auto) { return ok(); });
  add_rows(come_, record);
  return ok();
}

Status Writer::put(const ChangeSet::Put& put) {
  const auto indexes = normalised(put.record.indexes);
  if (put.expected == absent) return insert(put.record, indexes);
  STAYSAIL_TRY(const Record* before, take_away(put.record.key, put.expected));
  STAYSAIL_CHECK(write(kUpsert, put.record, indexes));
  if (before == nullptr) add_rows(come_, put.record);
  else add_differences(*before, put.record);
  return ok();
}

// Most changes of a record leave most of its entries as they are.
void Writer::add_differences(const Record& before, const Record& after) {
  const auto has = [](const Record& record, const IndexEntry& entry) {
    return std::find(record.indexes.begin(), record.indexes.end(), entry) != record.indexes.end();
  };
  for (const auto& entry : before.indexes)
    if (!has(after, entry)) gone_.push_back(IndexRow{before.key.kind, entry.index, entry.value, before.key.id});
  for (const auto& entry : after.indexes)
    if (!has(before, entry)) come_.push_back(IndexRow{after.key.kind, entry.index, entry.value, after.key.id});
}

Status Writer::erase(const ChangeSet::Erase& erase) {
  STAYSAIL_TRY(const Record* before, take_away(erase.key, erase.expected));
  if (before == nullptr) return ok();
  add_rows(gone_, *before);
  STAYSAIL_TRY(Query statement, change_.connection().query(kErase));
  return statement.bind_text(1, erase.key.kind).bind(2, erase.key.id).run();
}

Status run_index_rows(Connection& connection, const char* sql, std::vector<IndexRow>& rows) {
  std::sort(rows.begin(), rows.end());
  STAYSAIL_TRY(Query statement, connection.query(sql));
  for (const IndexRow& row : rows) {
    statement.bind_text(1, row.kind).bind_text(2, row.index).bind(3, row.value).bind(4, row.id);
    STAYSAIL_CHECK(statement.run());
  }
  return ok();
}

Status Writer::write_indexes() {
  STAYSAIL_CHECK(run_index_rows(change_.connection(), kIndexErase, gone_));
  return run_index_rows(change_.connection(), kIndexInsert, come_);
}

}  // namespace

Result<std::vector<std::optional<Record>>> SqliteEntityStore::get(const std::vector<EntityKey>& keys) {
  return guarded([&]() -> Result<std::vector<std::optional<Record>>> {
    STAYSAIL_TRY(Reader reader, Reader::lend(state_));
    STAYSAIL_TRY(const Transaction snapshot, Transaction::begin(reader.connection(), Transaction::Kind::read));
    STAYSAIL_TRY(Query row, reader.connection().query(kSelectOne));
    std::vector<std::optional<Record>> records;
    records.reserve(keys.size());
    for (const EntityKey& key : keys) {
      row.reset();
      STAYSAIL_TRY(const bool found, row.bind_text(1, key.kind).bind(2, key.id).step());
      records.emplace_back();
      if (!found) continue;
      STAYSAIL_TRY(records.back(), read_record(row, 0, state_.path(), state_.row_key));
    }
    return records;
  });
}

Result<FindPage> SqliteEntityStore::find(const FindRequest& request) {
  return guarded([&]() -> Result<FindPage> {
    STAYSAIL_TRY(Reader reader, Reader::lend(state_));
    return request.index.empty() ? find_by_id(reader.connection(), state_.row_key, request)
                                 : find_by_index(reader.connection(), state_.row_key, request);
  });
}

Result<Receipt> SqliteEntityStore::apply(const ChangeSet& changes, const std::string& token) {
  return guarded([&]() -> Result<Receipt> {
    STAYSAIL_TRY(const auto puts, checked_in_key_order(changes, token));
    const Digest digest = digest_of(changes);
    const std::lock_guard lock(state_.mutex);
    STAYSAIL_TRY(const auto change, SqliteChange::begin(state_, token, digest));
    if (change->earlier()) return *change->earlier();
    Writer writer(*change, state_.path(), state_.row_key);
    for (const auto* put : puts) STAYSAIL_CHECK(writer.put(*put));
    for (const auto& erasure : changes.erasures) STAYSAIL_CHECK(writer.erase(erasure));
    STAYSAIL_CHECK(writer.write_indexes());
    return change->commit();
  });
}

Result<bool> SqliteEntityStore::was_applied(const std::string& token) {
  return guarded([&]() -> Result<bool> {
    STAYSAIL_TRY(Reader reader, Reader::lend(state_));
    STAYSAIL_TRY(Query row, reader.connection().query("SELECT 1 FROM tokens WHERE token = ?1"));
    return row.bind(1, token).step();
  });
}

}  // namespace staysail::store
