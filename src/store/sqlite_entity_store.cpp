#include <algorithm>
#include <tuple>

#include "store/rules.hpp"
#include "store/sqlite_state.hpp"

namespace staysail::store {
namespace {

constexpr const char* kSelectOne = "SELECT kind, id, version, payload, indexes, digest FROM entities WHERE kind = ?1 AND id = ?2";
constexpr const char* kSelectById =
    "SELECT kind, id, version, payload, indexes, digest FROM entities"
    " WHERE kind = ?1 AND id >= ?2 AND id > ?3 AND (?4 = 0 OR id <= ?5) ORDER BY id LIMIT ?6";
constexpr const char* kSelectFirstById =
    "SELECT kind, id, version, payload, indexes, digest FROM entities"
    " WHERE kind = ?1 AND id >= ?2 AND (?4 = 0 OR id <= ?5) ORDER BY id LIMIT ?6";
// ?3, ?6: the lower end, or the last row of the page before when ?7 = 1.
constexpr const char* kSelectByIndex =
    "SELECT i.value, i.id, e.kind, e.id, e.version, e.payload, e.indexes, e.digest"
    " FROM entity_index AS i LEFT JOIN entities AS e ON e.kind = i.kind AND e.id = i.id"
    " WHERE i.kind = ?1 AND i.name = ?2 AND i.value >= ?3 AND (?4 = 0 OR i.value <= ?5)"
    " AND (?7 = 0 OR i.value > ?3 OR i.id > ?6) ORDER BY i.value, i.id LIMIT ?8";
constexpr const char* kUpsert =
    "INSERT INTO entities(kind, id, version, payload, indexes, digest) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
    " ON CONFLICT(kind, id) DO UPDATE SET version = ?3, payload = ?4, indexes = ?5, digest = ?6";
constexpr const char* kErase = "DELETE FROM entities WHERE kind = ?1 AND id = ?2";
constexpr const char* kIndexInsert = "INSERT OR IGNORE INTO entity_index(kind, name, value, id) VALUES(?1, ?2, ?3, ?4)";
constexpr const char* kIndexErase = "DELETE FROM entity_index WHERE kind = ?1 AND name = ?2 AND value = ?3 AND id = ?4";

// One row of the index table, on its way in or out.
struct IndexRow {
  const EntityKey* key;
  IndexEntry entry;
  friend bool operator<(const IndexRow& a, const IndexRow& b) {
    return std::tie(a.key->kind, a.entry, a.key->id) < std::tie(b.key->kind, b.entry, b.key->id);
  }
};

std::int64_t fetch_limit(const FindRequest& request) { return request.limit == 0 ? -1 : static_cast<std::int64_t>(request.limit) + 1; }

// Takes the row past the page away again: it only told that there is one.
template <class Cursor>
void close_page(FindPage& page, const FindRequest& request, const Cursor& cursor_of_last) {
  if (request.limit == 0 || page.records.size() <= request.limit) return;
  page.records.pop_back();
  page.next = cursor_of_last();
}

Result<FindPage> find_by_id(SqliteState& state, const FindRequest& request) {
  const std::string from = request.from.value_or(""), to = request.to.value_or("");
  STAYSAIL_TRY(Query rows, state.connection.query(request.after.empty() ? kSelectFirstById : kSelectById));
  rows.bind_text(1, request.kind).bind(2, from).bind(4, request.to ? 1 : 0).bind(5, to).bind(6, fetch_limit(request));
  if (!request.after.empty()) rows.bind(3, request.after);
  FindPage page;
  while (true) {
    STAYSAIL_TRY(const bool more, rows.step());
    if (!more) break;
    STAYSAIL_TRY(Record record, read_record(rows, 0, state.path()));
    page.records.push_back(std::move(record));
  }
  close_page(page, request, [&] { return page.records.back().key.id; });
  return page;
}

// A record that the index names must be there and know the value.
Result<Record> read_indexed(const Query& row, const FindRequest& request, std::string_view path) {
  const IndexEntry entry{request.index, row.text(0)};
  const std::string name = "index " + request.index + " of " + request.kind + " names " + row.text(1);
  if (row.is_null(2)) return corrupt(path, name + ", which is not there");
  STAYSAIL_TRY(Record record, read_record(row, 2, path));
  if (!std::binary_search(record.indexes.begin(), record.indexes.end(), entry)) return corrupt(path, name + ", which has another value");
  return record;
}

Result<FindPage> find_by_index(SqliteState& state, const FindRequest& request) {
  std::pair<std::string, std::string> place{request.from.value_or(""), ""};
  if (!request.after.empty()) STAYSAIL_CHECK(parse_index_cursor(request.after).and_then([&](auto parsed) { return place = std::move(parsed), ok(); }));
  const std::string to = request.to.value_or("");
  STAYSAIL_TRY(Query rows, state.connection.query(kSelectByIndex));
  rows.bind_text(1, request.kind).bind_text(2, request.index).bind(3, place.first).bind(4, request.to ? 1 : 0).bind(5, to);
  rows.bind(6, place.second).bind(7, request.after.empty() ? 0 : 1).bind(8, fetch_limit(request));
  FindPage page;
  std::vector<std::string> values;
  while (true) {
    STAYSAIL_TRY(const bool more, rows.step());
    if (!more) break;
    STAYSAIL_TRY(Record record, read_indexed(rows, request, state.path()));
    values.push_back(rows.text(0));
    page.records.push_back(std::move(record));
  }
  close_page(page, request, [&] { return index_cursor(values[page.records.size() - 1], page.records.back().key.id); });
  return page;
}

// Puts and erases records one by one; index rows are gathered and written in order at the end, which is much faster.
class Writer {
 public:
  Writer(SqliteChange& change, std::string_view path) : change_(change), path_(path) {}
  Status put(const ChangeSet::Put& put);
  Status erase(const ChangeSet::Erase& erase);
  Status write_indexes();

 private:
  Result<std::optional<Record>> take_away(const EntityKey& key, std::uint64_t expected);

  SqliteChange& change_;
  std::string_view path_;
  std::vector<IndexRow> gone_, come_;
};

// The record as it was, with its digest and index rows taken away.
Result<std::optional<Record>> Writer::take_away(const EntityKey& key, std::uint64_t expected) {
  STAYSAIL_TRY(Query row, change_.connection().query(kSelectOne));
  STAYSAIL_TRY(const bool found, row.bind_text(1, key.kind).bind(2, key.id).step());
  const std::uint64_t version = found ? row.version(2) : absent;
  if (expected != any_version && expected != version) return version_conflict(key.kind + " " + key.id, expected, version);
  if (!found) return std::optional<Record>{};
  STAYSAIL_TRY(Record before, read_record(row, 0, path_));
  change_.total("entities", key.kind).remove(record_digest(key.kind, key.id, version, before.payload, row.bytes(4)));
  for (const auto& entry : before.indexes) gone_.push_back(IndexRow{&key, entry});
  return std::optional<Record>(std::move(before));
}

Status Writer::put(const ChangeSet::Put& put) {
  const Record& record = put.record;
  STAYSAIL_TRY(const auto before, take_away(record.key, put.expected));
  auto indexes = normalised(record.indexes);
  const std::string packed = index_bytes(indexes);
  const Digest digest = record_digest(record.key.kind, record.key.id, change_.version(), record.payload, packed);
  const std::string digest_bytes = bytes_of(digest);
  STAYSAIL_TRY(Query upsert, change_.connection().query(kUpsert));
  upsert.bind_text(1, record.key.kind).bind(2, record.key.id).bind(3, static_cast<std::int64_t>(change_.version()));
  STAYSAIL_CHECK(upsert.bind(4, record.payload).bind(5, packed).bind(6, digest_bytes).run());
  change_.total("entities", record.key.kind).add(digest);
  if (before && before->indexes == indexes) {
    gone_.resize(gone_.size() - indexes.size());
    return ok();
  }
  for (auto& entry : indexes) come_.push_back(IndexRow{&record.key, std::move(entry)});
  return ok();
}

Status Writer::erase(const ChangeSet::Erase& erase) {
  STAYSAIL_TRY(const auto before, take_away(erase.key, erase.expected));
  if (!before) return ok();
  STAYSAIL_TRY(Query statement, change_.connection().query(kErase));
  return statement.bind_text(1, erase.key.kind).bind(2, erase.key.id).run();
}

Status run_index_rows(Connection& connection, const char* sql, std::vector<IndexRow>& rows) {
  std::sort(rows.begin(), rows.end());
  STAYSAIL_TRY(Query statement, connection.query(sql));
  for (const IndexRow& row : rows) {
    statement.bind_text(1, row.key->kind).bind_text(2, row.entry.index).bind(3, row.entry.value).bind(4, row.key->id);
    STAYSAIL_CHECK(statement.run());
  }
  return ok();
}

Status Writer::write_indexes() {
  STAYSAIL_CHECK(run_index_rows(change_.connection(), kIndexErase, gone_));
  return run_index_rows(change_.connection(), kIndexInsert, come_);
}

// In order of their keys, so that the file grows in one direction.
std::vector<const ChangeSet::Put*> in_key_order(const ChangeSet& changes) {
  std::vector<const ChangeSet::Put*> puts;
  puts.reserve(changes.puts.size());
  for (const auto& put : changes.puts) puts.push_back(&put);
  const auto by_key = [](const auto* a, const auto* b) { return a->record.key < b->record.key; };
  if (!std::is_sorted(puts.begin(), puts.end(), by_key)) std::sort(puts.begin(), puts.end(), by_key);
  return puts;
}

}  // namespace

Result<std::vector<std::optional<Record>>> SqliteEntityStore::get(const std::vector<EntityKey>& keys) {
  const std::lock_guard lock(state_.mutex);
  STAYSAIL_CHECK(state_.check_usable());
  STAYSAIL_TRY(const Transaction snapshot, Transaction::begin(state_.connection, Transaction::Kind::read));
  STAYSAIL_TRY(Query row, state_.connection.query(kSelectOne));
  std::vector<std::optional<Record>> records;
  records.reserve(keys.size());
  for (const EntityKey& key : keys) {
    row.reset();
    STAYSAIL_TRY(const bool found, row.bind_text(1, key.kind).bind(2, key.id).step());
    records.emplace_back();
    if (!found) continue;
    STAYSAIL_TRY(records.back(), read_record(row, 0, state_.path()));
  }
  return records;
}

Result<FindPage> SqliteEntityStore::find(const FindRequest& request) {
  const std::lock_guard lock(state_.mutex);
  STAYSAIL_CHECK(state_.check_usable());
  return request.index.empty() ? find_by_id(state_, request) : find_by_index(state_, request);
}

Result<Receipt> SqliteEntityStore::apply(const ChangeSet& changes, const std::string& token) {
  STAYSAIL_CHECK(check_changes(changes, token));
  const Digest digest = digest_of(changes);
  const std::lock_guard lock(state_.mutex);
  STAYSAIL_TRY(const auto change, SqliteChange::begin(state_, token, digest));
  if (change->earlier()) return *change->earlier();
  Writer writer(*change, state_.path());
  for (const auto* put : in_key_order(changes)) STAYSAIL_CHECK(writer.put(*put));
  for (const auto& erasure : changes.erasures) STAYSAIL_CHECK(writer.erase(erasure));
  STAYSAIL_CHECK(writer.write_indexes());
  return change->commit();
}

Result<bool> SqliteEntityStore::was_applied(const std::string& token) {
  const std::lock_guard lock(state_.mutex);
  STAYSAIL_CHECK(state_.check_usable());
  STAYSAIL_TRY(Query row, state_.connection.query("SELECT 1 FROM tokens WHERE token = ?1"));
  return row.bind(1, token).step();
}

}  // namespace staysail::store
