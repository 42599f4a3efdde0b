#include <array>
#include <deque>

#include "staysail/base/guard.hpp"
#include "store/entity_snapshot.hpp"
#include "store/index_changes.hpp"
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

// Many rows a statement cost half of what one row a statement does: SQLite begins and ends each statement anew. What is
// alike in all rows is bound once, before the others.
constexpr std::size_t kRecordsAtOnce = 16, kEntriesAtOnce = 32;

std::string insert_of(std::string_view columns, std::size_t rows, std::string_view row, int shared) {
  std::string sql = "INSERT OR IGNORE INTO " + std::string(columns) + " VALUES";
  int place = shared;
  for (std::size_t i = 0; i < rows; ++i) {
    sql += i == 0 ? "(" : ", (";
    for (const char c : row) sql += c == '#' ? "?" + std::to_string(++place) : std::string(1, c);
    sql += ")";
  }
  return sql;
}

// As text that stays where it is: a connection knows its statements by their place.
const char* insert_records(bool many) {
  static constexpr std::string_view columns = "entities(kind, version, id, payload, indexes, digest)";
  static const std::string one = insert_of(columns, 1, "?1, ?2, #, #, #, #", 2);
  static const std::string all = insert_of(columns, kRecordsAtOnce, "?1, ?2, #, #, #, #", 2);
  return (many ? all : one).c_str();
}

const char* insert_entries(bool many) {
  static constexpr std::string_view columns = "entity_index(kind, name, value, id)";
  static const std::string one = insert_of(columns, 1, "?1, ?2, #, #", 2);
  static const std::string all = insert_of(columns, kEntriesAtOnce, "?1, ?2, #, #", 2);
  return (many ? all : one).c_str();
}

constexpr const char* kErase = "DELETE FROM entities WHERE kind = ?1 AND id = ?2";
constexpr const char* kIndexErase = "DELETE FROM entity_index WHERE kind = ?1 AND name = ?2 AND value = ?3 AND id = ?4";

std::int64_t fetch_limit(const FindRequest& request) {
  return request.limit == 0 ? -1 : static_cast<std::int64_t>(request.limit) + 1;
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
    STAYSAIL_TRY(Record record,
                 unpack_record(stored_record(rows, 0, request.parts), connection.path(), key, request.parts));
    page.records.push_back(std::move(record));
  }
  close_page(page, request, [&] { return page.records.back().key.id; });
  return page;
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
    const std::string_view value = rows.bytes(0);
    if (rows.is_null(2)) return names_nobody(request, rows.bytes(1), connection.path());
    STAYSAIL_TRY(Record record, unpack_indexed(stored_record(rows, 2), value, request, connection.path(), key));
    values.emplace_back(value);
    page.records.push_back(std::move(record));
  }
  close_page(page, request, [&] { return index_cursor(values[page.records.size() - 1], page.records.back().key.id); });
  return page;
}

using Puts = std::vector<const ChangeSet::Put*>;

// Puts and erases records; index rows are gathered and written in order at the end, which is much faster.
class Writer {
 public:
  Writer(SqliteChange& change, std::string_view path, const RowKey& key) : change_(change), path_(path), key_(key) {}
  // In the order of their keys.
  Status put(const Puts& puts);
  Status erase(const ChangeSet::Erase& erase);
  Status write_indexes();

 private:
  // What a row holds beside the record, while it is bound.
  struct Additions {
    IndexPacker packer;
    std::string_view packed;
    DigestBytes digest{Digest{}};
  };

  Result<const Record*> take_away(const EntityKey& key, std::uint64_t expected);
  void digest(const Record& record, Additions& additions);
  Status insert(const ChangeSet::Put* const* puts, std::size_t count);
  Status name_conflict(const ChangeSet::Put* const* puts, std::size_t count);
  Status replace(const ChangeSet::Put& put);
  RowSum& total_of(std::string_view kind);
  std::int64_t version() const { return static_cast<std::int64_t>(change_.version()); }

  SqliteChange& change_;
  std::string_view path_;
  const RowKey& key_;
  std::deque<Record> before_;  // as they were: `indexes_` points into them
  IndexChanges indexes_;
  std::array<Additions, kRecordsAtOnce> additions_;
  std::string_view kind_;  // of the latest record, and its sum: puts come kind by kind
  RowSum* total_ = nullptr;
};

RowSum& Writer::total_of(std::string_view kind) {
  if (total_ == nullptr || kind != kind_) total_ = &change_.total("entities", kind);
  kind_ = kind;
  return *total_;
}

// The record as it was (null when there was none), its digest taken from the total.
Result<const Record*> Writer::take_away(const EntityKey& key, std::uint64_t expected) {
  STAYSAIL_TRY(Query row, change_.connection().query(kSelectOne));
  STAYSAIL_TRY(const bool found, row.bind_text(1, key.kind).bind(2, key.id).step());
  const std::uint64_t version = found ? row.version(2) : absent;
  if (expected != any_version && expected != version)
    return version_conflict(key.kind + " " + key.id, expected, version);
  if (!found) return static_cast<const Record*>(nullptr);
  const StoredRecord stored = stored_record(row, 0);
  STAYSAIL_TRY(Record before, unpack_record(stored, path_, key_, RecordParts::all));
  total_of(key.kind).remove(digest_from(stored.digest));
  before_.push_back(std::move(before));
  return static_cast<const Record*>(&before_.back());
}

void Writer::digest(const Record& record, Additions& additions) {
  additions.packed = additions.packer.pack(record.indexes);
  const Digest digest =
      record_digest(key_, record.key.kind, record.key.id, change_.version(), record.payload, additions.packed);
  additions.digest = DigestBytes(digest);
  total_of(record.key.kind).add(digest);
}

// Records of one kind that must be new need no look before the leap: bulk loads are mostly of this kind.
Status Writer::insert(const ChangeSet::Put* const* puts, std::size_t count) {
  STAYSAIL_TRY(Query statement, change_.connection().query(insert_records(count == kRecordsAtOnce)));
  statement.bind_text(1, puts[0]->record.key.kind).bind(2, version());
  for (std::size_t i = 0; i < count; ++i) {
    const Record& record = puts[i]->record;
    digest(record, additions_[i]);
    const int place = 3 + 4 * static_cast<int>(i);
    statement.bind(place, record.key.id).bind(place + 1, record.payload);
    statement.bind(place + 2, additions_[i].packed).bind(place + 3, additions_[i].digest);
    indexes_.put(record);
  }
  STAYSAIL_CHECK(statement.run());
  const auto inserted = static_cast<std::size_t>(sqlite3_changes(change_.connection().handle()));
  return inserted == count ? ok() : name_conflict(puts, count);
}

// The first of them that was there before: it does not carry this version.
Status Writer::name_conflict(const ChangeSet::Put* const* puts, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const EntityKey& key = puts[i]->record.key;
    STAYSAIL_TRY(Query row, change_.connection().query(kSelectOne));
    STAYSAIL_TRY(const bool found, row.bind_text(1, key.kind).bind(2, key.id).step());
    if (found && row.version(2) != change_.version())
      return version_conflict(key.kind + " " + key.id, absent, row.version(2));
  }
  return corrupt(path_, "a record that was just written is not there");
}

Status Writer::replace(const ChangeSet::Put& put) {
  const Record& record = put.record;
  STAYSAIL_TRY(const Record* before, take_away(record.key, put.expected));
  digest(record, additions_[0]);
  STAYSAIL_TRY(Query statement, change_.connection().query(kUpsert));
  statement.bind_text(1, record.key.kind).bind(2, record.key.id).bind(3, version()).bind(4, record.payload);
  STAYSAIL_CHECK(statement.bind(5, additions_[0].packed).bind(6, additions_[0].digest).run());
  if (before == nullptr) indexes_.put(record);
  else indexes_.replace(*before, record);
  return ok();
}

Status Writer::put(const Puts& puts) {
  for (std::size_t i = 0; i < puts.size();) {
    if (puts[i]->expected != absent) {
      STAYSAIL_CHECK(replace(*puts[i++]));
      continue;
    }
    const auto is_alike = [&](const auto* put) {
      return put->expected == absent && put->record.key.kind == puts[i]->record.key.kind;
    };
    std::size_t count = 1;
    while (count < kRecordsAtOnce && i + count < puts.size() && is_alike(puts[i + count])) ++count;
    if (count < kRecordsAtOnce) count = 1;
    STAYSAIL_CHECK(insert(&puts[i], count));
    i += count;
  }
  return ok();
}

Status Writer::erase(const ChangeSet::Erase& erase) {
  STAYSAIL_TRY(const Record* before, take_away(erase.key, erase.expected));
  if (before == nullptr) return ok();
  indexes_.erase(*before);
  STAYSAIL_TRY(Query statement, change_.connection().query(kErase));
  return statement.bind_text(1, erase.key.kind).bind(2, erase.key.id).run();
}

// The rows from `first` to `last`, `at_once` a statement. What is bound stays bound from one to the next.
Status run_index_rows(Connection& connection, const char* sql, const IndexChanges::Group& group, std::size_t first,
                      std::size_t last, std::size_t at_once) {
  STAYSAIL_TRY(Query statement, connection.query(sql));
  statement.bind_text(1, group.kind).bind_text(2, group.index);
  for (std::size_t i = first; i < last; i += at_once) {
    for (std::size_t j = 0; j < at_once; ++j) {
      const int place = 3 + 2 * static_cast<int>(j);
      statement.bind(place, group.rows[i + j].value()).bind(place + 1, group.rows[i + j].id());
    }
    STAYSAIL_CHECK(statement.run());
  }
  return ok();
}

Status Writer::write_indexes() {
  Connection& connection = change_.connection();
  for (const auto& group : indexes_.gone())
    STAYSAIL_CHECK(run_index_rows(connection, kIndexErase, group, 0, group.rows.size(), 1));
  for (const auto& group : indexes_.come()) {
    const std::size_t whole = group.rows.size() / kEntriesAtOnce * kEntriesAtOnce;
    STAYSAIL_CHECK(run_index_rows(connection, insert_entries(true), group, 0, whole, kEntriesAtOnce));
    STAYSAIL_CHECK(run_index_rows(connection, insert_entries(false), group, whole, group.rows.size(), 1));
  }
  return ok();
}

using Records = std::vector<std::optional<Record>>;

Result<Transaction> begin_reading(Reader& reader) {
  return Transaction::begin(reader.connection(), Transaction::Kind::read);
}

Result<Records> records_of(Connection& connection, const RowKey& row_key, const std::vector<EntityKey>& keys) {
  STAYSAIL_TRY(Query row, connection.query(kSelectOne));
  Records records;
  records.reserve(keys.size());
  for (const EntityKey& key : keys) {
    row.reset();
    STAYSAIL_TRY(const bool found, row.bind_text(1, key.kind).bind(2, key.id).step());
    records.emplace_back();
    if (!found) continue;
    STAYSAIL_TRY(records.back(), unpack_record(stored_record(row, 0), connection.path(), row_key, RecordParts::all));
  }
  return records;
}

Result<FindPage> page_of(Connection& connection, const RowKey& row_key, const FindRequest& request) {
  return request.index.empty() ? find_by_id(connection, row_key, request) : find_by_index(connection, row_key, request);
}

Result<bool> knows_token(Connection& connection, const std::string& token) {
  STAYSAIL_TRY(Query row, connection.query("SELECT 1 FROM tokens WHERE token = ?1"));
  return row.bind(1, token).step();
}

// One transaction from the first question to the last: locks of the file are taken once, not for each.
class SqliteSnapshot final : public EntitySnapshot {
 public:
  SqliteSnapshot(Reader reader, const RowKey& row_key) : reader_(std::move(reader)), row_key_(row_key) {}
  Status begin() {
    STAYSAIL_TRY(Transaction begun, begin_reading(reader_));
    transaction_.emplace(std::move(begun));
    return ok();
  }
  Result<Records> get(const std::vector<EntityKey>& keys) override {
    return guarded([&] { return records_of(reader_.connection(), row_key_, keys); });
  }
  Result<FindPage> find(const FindRequest& request) override {
    return guarded([&] { return page_of(reader_.connection(), row_key_, request); });
  }
  Result<bool> was_applied(const std::string& token) override {
    return guarded([&] { return knows_token(reader_.connection(), token); });
  }

 private:
  Reader reader_;
  const RowKey& row_key_;
  std::optional<Transaction> transaction_;  // ends before the connection is given back
};

}  // namespace

Result<Records> SqliteEntityStore::get(const std::vector<EntityKey>& keys) {
  return guarded([&]() -> Result<Records> {
    STAYSAIL_TRY(Reader reader, Reader::lend(state_));
    if (keys.size() <= 1) return records_of(reader.connection(), state_.row_key, keys);  // of one state anyway
    STAYSAIL_TRY(const Transaction moment, begin_reading(reader));
    return records_of(reader.connection(), state_.row_key, keys);
  });
}

Result<FindPage> SqliteEntityStore::find(const FindRequest& request) {
  return guarded([&]() -> Result<FindPage> {
    STAYSAIL_TRY(Reader reader, Reader::lend(state_));
    return page_of(reader.connection(), state_.row_key, request);
  });
}

Result<std::unique_ptr<EntityStore>> SqliteEntityStore::snapshot() {
  return guarded([&]() -> Result<std::unique_ptr<EntityStore>> {
    STAYSAIL_TRY(Reader reader, Reader::lend(state_));
    auto snapshot = std::make_unique<SqliteSnapshot>(std::move(reader), state_.row_key);
    STAYSAIL_CHECK(snapshot->begin());
    return std::unique_ptr<EntityStore>(std::move(snapshot));
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
    STAYSAIL_CHECK(writer.put(puts));
    for (const auto& erasure : changes.erasures) STAYSAIL_CHECK(writer.erase(erasure));
    STAYSAIL_CHECK(writer.write_indexes());
    return change->commit();
  });
}

Result<bool> SqliteEntityStore::was_applied(const std::string& token) {
  return guarded([&]() -> Result<bool> {
    STAYSAIL_TRY(Reader reader, Reader::lend(state_));
    return knows_token(reader.connection(), token);
  });
}

}  // namespace staysail::store
