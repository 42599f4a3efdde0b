#include <map>

#include "store/entity_snapshot.hpp"
#include "store/index_changes.hpp"
#include "store/postgres_copy.hpp"
#include "store/postgres_state.hpp"
#include "store/rules.hpp"

namespace staysail::store::postgres {
namespace {

const std::string kColumns = "e.kind, e.id, e.version, e.payload, e.indexes, e.digest";
// $1 and $2: kinds and ids of equal number.
const std::string kJoinKeys =
    " FROM unnest($1, $2) WITH ORDINALITY AS k(kind, id, place) JOIN entities AS e"
    " ON e.kind = k.kind AND e.id = k.id ";
const std::string kSelectKeys = "SELECT k.place, " + kColumns + kJoinKeys;
const std::string kEraseKeys =
    "DELETE FROM entities AS e USING unnest($1, $2) AS k(kind, id) WHERE e.kind = k.kind AND e.id = k.id";
const std::string kEraseIndexRows =
    "DELETE FROM entity_index AS i USING unnest($1, $2, $3, $4) AS k(kind, name, value, id)"
    " WHERE i.kind = k.kind AND i.name = k.name AND i.value = k.value AND i.id = k.id";
const std::string kSelectIndex = "SELECT i.value, i.id, " + kColumns +
                                 " FROM entity_index AS i LEFT JOIN entities AS e ON e.kind = i.kind AND e.id = i.id"
                                 " WHERE i.kind = $1 AND i.name = $2 AND ";
const std::string kIndexOrder = " ORDER BY i.value, i.id";

struct KeyLists {
  std::vector<std::string_view> kinds, ids;
  void add(const EntityKey& key) {
    kinds.push_back(key.kind);
    ids.push_back(key.id);
  }
  PostgresParameters parameters() const { return PostgresParameters().add(kinds).add(ids); }
};

std::string limit_of(const FindRequest& request) {
  return request.limit == 0 ? std::string() : " LIMIT " + std::to_string(request.limit + 1);
}

Result<FindPage> find_by_id(PostgresConnection& connection, const RowKey& key, const FindRequest& request) {
  const bool first = request.after.empty();
  PostgresParameters parameters;
  parameters.add(request.kind).add(first ? request.from.value_or("") : request.after);
  if (request.to) parameters.add(*request.to);
  STAYSAIL_TRY(
      const PostgresRows rows,
      connection.query("SELECT " + kColumns + " FROM entities AS e WHERE e.kind = $1 AND e.id " + (first ? ">=" : ">") +
                           " $2" + (request.to ? " AND e.id <= $3" : "") + " ORDER BY e.id" + limit_of(request),
                       parameters));
  FindPage page;
  for (int row = 0; row < rows.size(); ++row) {
    STAYSAIL_TRY(Record record, unpack_record(stored_record(rows, row, 0), connection.label(), key, request.parts));
    page.records.push_back(std::move(record));
  }
  close_page(page, request, [&] { return page.records.back().key.id; });
  return page;
}

// The first page begins at an end that belongs to the range; a further one behind the last row of the page before.
Result<PostgresRows> select_index(PostgresConnection& connection, const FindRequest& request) {
  PostgresParameters parameters;
  parameters.add(request.kind).add(request.index);
  std::string range = "i.value >= $3";
  if (request.after.empty()) {
    parameters.add(request.from.value_or(""));
  } else {
    STAYSAIL_TRY(const auto place, parse_index_cursor(request.after));
    parameters.add(place.first).add(place.second);
    range = "(i.value, i.id) > ($3, $4)";
  }
  if (request.to) {
    parameters.add(*request.to);
    range += " AND i.value <= $" + std::to_string(parameters.size());
  }
  return connection.query(kSelectIndex + range + kIndexOrder + limit_of(request), parameters);
}

Result<FindPage> find_by_index(PostgresConnection& connection, const RowKey& key, const FindRequest& request) {
  STAYSAIL_TRY(const PostgresRows rows, select_index(connection, request));
  FindPage page;
  for (int row = 0; row < rows.size(); ++row) {
    if (rows.is_null(row, 2)) return names_nobody(request, rows.bytes(row, 1), connection.label());
    STAYSAIL_TRY(Record record,
                 unpack_indexed(stored_record(rows, row, 2), rows.bytes(row, 0), request, connection.label(), key));
    page.records.push_back(std::move(record));
  }
  close_page(page, request, [&] {
    return index_cursor(rows.bytes(static_cast<int>(page.records.size()) - 1, 0), page.records.back().key.id);
  });
  return page;
}

// Writes one change set. Records that must be new are not looked for: the primary key finds them.
class Writer {
 public:
  Writer(PostgresChange& change, const RowKey& key) : change_(change), label_(change.connection().label()), key_(key) {}
  // Compares versions, and takes away what is replaced or erased.
  Status take_away(const std::vector<const ChangeSet::Put*>& puts, const std::vector<ChangeSet::Erase>& erasures);
  Status write(const std::vector<const ChangeSet::Put*>& puts);
  Status write_indexes();

 private:
  Status erase_indexes();
  Status read_before(const KeyLists& keys);
  Status check_version(const EntityKey& key, std::uint64_t expected) const;
  void note_put(const ChangeSet::Put& put);
  void copy(PostgresCopy& rows, const Record& record, RowSum& total);
  Status name_conflict(const std::vector<const ChangeSet::Put*>& puts);

  PostgresChange& change_;
  const std::string& label_;
  const RowKey& key_;
  std::map<EntityKey, Record> before_;  // as they were: `indexes_` points into them
  IndexChanges indexes_;
  IndexPacker packer_;
};

Status Writer::read_before(const KeyLists& keys) {
  STAYSAIL_TRY(const PostgresRows rows, change_.connection().query(kSelectKeys, keys.parameters()));
  for (int row = 0; row < rows.size(); ++row) {
    const StoredRecord stored = stored_record(rows, row, 1);
    STAYSAIL_TRY(Record record, unpack_record(stored, label_, key_, RecordParts::all));
    change_.total("entities", record.key.kind).remove(digest_from(stored.digest));
    EntityKey key = record.key;
    before_.emplace(std::move(key), std::move(record));
  }
  return ok();
}

Status Writer::check_version(const EntityKey& key, std::uint64_t expected) const {
  const auto found = before_.find(key);
  const std::uint64_t version = found == before_.end() ? absent : found->second.version;
  if (expected == any_version || expected == version) return ok();
  return version_conflict(key.kind + " " + key.id, expected, version);
}

Status Writer::take_away(const std::vector<const ChangeSet::Put*>& puts,
                         const std::vector<ChangeSet::Erase>& erasures) {
  KeyLists keys;
  for (const auto* put : puts)
    if (put->expected != absent) keys.add(put->record.key);
  for (const auto& erasure : erasures) keys.add(erasure.key);
  if (!keys.ids.empty()) STAYSAIL_CHECK(read_before(keys));
  for (const auto* put : puts)
    if (put->expected != absent) STAYSAIL_CHECK(check_version(put->record.key, put->expected));
  for (const auto& erasure : erasures) STAYSAIL_CHECK(check_version(erasure.key, erasure.expected));
  for (const auto* put : puts) note_put(*put);
  for (const auto& erasure : erasures)
    if (const auto was = before_.find(erasure.key); was != before_.end()) indexes_.erase(was->second);
  if (before_.empty()) return ok();
  STAYSAIL_TRY(const PostgresRows erased, change_.connection().query(kEraseKeys, keys.parameters()));
  return ok();
}

void Writer::note_put(const ChangeSet::Put& put) {
  const auto was = before_.empty() ? before_.end() : before_.find(put.record.key);
  if (was == before_.end()) indexes_.put(put.record);
  else indexes_.replace(was->second, put.record);
}

void Writer::copy(PostgresCopy& rows, const Record& record, RowSum& total) {
  const std::string_view packed = packer_.pack(record.indexes);
  const Digest digest = record_digest(key_, record.key.kind, record.key.id, change_.version(), record.payload, packed);
  rows.row().add(record.key.kind).add(record.key.id).add(static_cast<std::int64_t>(change_.version()));
  rows.add(record.payload).add(packed).add(DigestBytes(digest));
  total.add(digest);
}

Status Writer::write(const std::vector<const ChangeSet::Put*>& puts) {
  if (puts.empty()) return ok();
  STAYSAIL_TRY(PostgresCopy rows,
               PostgresCopy::begin(change_.connection(), "entities(kind, id, version, payload, indexes, digest)", 6));
  for (std::size_t i = 0; i < puts.size();) {  // kind by kind
    const std::string& kind = puts[i]->record.key.kind;
    RowSum& total = change_.total("entities", kind);
    for (; i < puts.size() && puts[i]->record.key.kind == kind; ++i) copy(rows, puts[i]->record, total);
  }
  const Status copied = rows.finish();
  if (!copied && copied.error().code() == Errc::conflict) return name_conflict(puts);
  return copied;
}

// One of the records that must be new is there: which, and since when.
Status Writer::name_conflict(const std::vector<const ChangeSet::Put*>& puts) {
  change_.roll_back();
  KeyLists keys;
  for (const auto* put : puts)
    if (put->expected == absent) keys.add(put->record.key);
  STAYSAIL_TRY(const PostgresRows rows,
               change_.connection().query(kSelectKeys + "ORDER BY k.place LIMIT 1", keys.parameters()));
  const bool still_there = rows.size() == 1;
  const std::string label = still_there ? rows.text(0, 1) + " " + rows.text(0, 2) : "one of its new records";
  return version_conflict(label, absent, still_there ? rows.version(0, 3) : absent);
}

Status Writer::erase_indexes() {
  std::vector<std::string_view> kinds, names, values, ids;
  for (const auto& group : indexes_.gone())
    for (const auto& row : group.rows) {
      kinds.push_back(group.kind);
      names.push_back(group.index);
      values.push_back(row.value());
      ids.push_back(row.id());
    }
  if (ids.empty()) return ok();
  STAYSAIL_TRY(
      const PostgresRows erased,
      change_.connection().query(kEraseIndexRows, PostgresParameters().add(kinds).add(names).add(values).add(ids)));
  return ok();
}

Status Writer::write_indexes() {
  STAYSAIL_CHECK(erase_indexes());
  if (indexes_.come().empty()) return ok();
  STAYSAIL_TRY(PostgresCopy rows, PostgresCopy::begin(change_.connection(), "entity_index(kind, name, value, id)", 4));
  for (const auto& group : indexes_.come())
    for (const auto& row : group.rows) rows.row().add(group.kind).add(group.index).add(row.value()).add(row.id());
  const Status copied = rows.finish();
  if (!copied && copied.error().code() == Errc::conflict)
    return corrupt(label_, "the index holds an entry of a record that has no such value");
  return copied;
}

using Records = std::vector<std::optional<Record>>;

Result<Records> records_of(PostgresConnection& connection, const PostgresState& state,
                           const std::vector<EntityKey>& keys) {
  KeyLists lists;
  for (const EntityKey& key : keys) lists.add(key);
  STAYSAIL_TRY(const PostgresRows rows, connection.query(kSelectKeys, lists.parameters()));
  Records records(keys.size());
  for (int row = 0; row < rows.size(); ++row) {
    STAYSAIL_TRY(records[static_cast<std::size_t>(rows.integer(row, 0)) - 1],
                 unpack_record(stored_record(rows, row, 1), state.label, state.row_key, RecordParts::all));
  }
  return records;
}

Result<FindPage> page_of(PostgresConnection& connection, const PostgresState& state, const FindRequest& request) {
  return request.index.empty() ? find_by_id(connection, state.row_key, request)
                               : find_by_index(connection, state.row_key, request);
}

Result<bool> knows_token(PostgresConnection& connection, const std::string& token) {
  STAYSAIL_TRY(const PostgresRows rows,
               connection.query("SELECT 1 FROM tokens WHERE token = $1", PostgresParameters().add(token)));
  return rows.size() == 1;
}

// One transaction from the first question to the last.
class PostgresSnapshot final : public EntitySnapshot {
 public:
  PostgresSnapshot(PostgresReader reader, const PostgresState& state) : reader_(std::move(reader)), state_(state) {}
  Status begin() {
    STAYSAIL_TRY(auto begun, PostgresTransaction::begin(connection(), PostgresTransaction::Kind::read));
    transaction_.emplace(std::move(begun));
    return ok();
  }
  Result<Records> get(const std::vector<EntityKey>& keys) override { return records_of(connection(), state_, keys); }
  Result<FindPage> find(const FindRequest& request) override { return page_of(connection(), state_, request); }
  Result<bool> was_applied(const std::string& token) override { return knows_token(connection(), token); }
  PostgresConnection& connection() { return reader_.connection(); }

 private:
  PostgresReader reader_;
  const PostgresState& state_;
  std::optional<PostgresTransaction> transaction_;  // ends before the connection is given back
};

}  // namespace

Result<Records> PostgresEntityStore::get(const std::vector<EntityKey>& keys) {
  return read_with(state_, [&](PostgresConnection& connection) { return records_of(connection, state_, keys); });
}

Result<FindPage> PostgresEntityStore::find(const FindRequest& request) {
  return read_with(state_, [&](PostgresConnection& connection) { return page_of(connection, state_, request); });
}

// A server that was restarted is noticed where the transaction begins.
Result<std::unique_ptr<EntityStore>> PostgresEntityStore::snapshot() {
  for (bool again = false;; again = true) {
    STAYSAIL_TRY(PostgresReader reader, PostgresReader::lend(state_));
    auto snapshot = std::make_unique<PostgresSnapshot>(std::move(reader), state_);
    const Status begun = snapshot->begin();
    if (begun) return std::unique_ptr<EntityStore>(std::move(snapshot));
    if (again || !snapshot->connection().lost()) return begun.error();
  }
}

Result<Receipt> PostgresEntityStore::apply(const ChangeSet& changes, const std::string& token) {
  STAYSAIL_TRY(const auto puts, checked_in_key_order(changes, token));
  const Digest digest = digest_of(changes);
  const std::lock_guard lock(state_.mutex);
  STAYSAIL_TRY(const auto change, PostgresChange::begin(state_, token, digest));
  if (change->earlier()) return *change->earlier();
  Writer writer(*change, state_.row_key);
  STAYSAIL_CHECK(writer.take_away(puts, changes.erasures));
  STAYSAIL_CHECK(writer.write(puts));
  STAYSAIL_CHECK(writer.write_indexes());
  return change->commit();
}

// The end of a commit in doubt is waited for: its transaction holds the row of the sequence.
Result<bool> PostgresEntityStore::was_applied(const std::string& token) {
  return read_with(state_, [&](PostgresConnection& connection) -> Result<bool> {
    if (state_.doubtful) {
      STAYSAIL_TRY(const auto turn, PostgresTransaction::begin(connection, PostgresTransaction::Kind::write));
      STAYSAIL_TRY(const PostgresRows waited, connection.query("SELECT 1 FROM meta WHERE name = 'sequence' FOR SHARE"));
      state_.doubtful = false;
    }
    return knows_token(connection, token);
  });
}

}  // namespace staysail::store::postgres
