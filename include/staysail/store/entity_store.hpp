// EntityStore: the current state of things with an id. Small, exact, in transactions.
//
// A store keeps records without understanding them: a key, the bytes of model/record.hpp, and the values by which the
// record can be found. Every record carries a version; who changes a record says which version was read, so that two
// writers never overwrite each other unseen.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/result.hpp"

namespace staysail {

// `kind`: the entity table or what else is kept ("subscriptions", "task"). `id`: opaque bytes, unique within the kind.
struct EntityKey {
  std::string kind;
  std::string id;
  friend auto operator<=>(const EntityKey&, const EntityKey&) = default;
};

// One value by which a record is found ("customer_id", "C1"). A record may have many, also several of one index.
struct IndexEntry {
  std::string index;
  std::string value;
  friend auto operator<=>(const IndexEntry&, const IndexEntry&) = default;
};

struct Record {
  EntityKey key;
  std::uint64_t version = 0;  // as read; ignored when put
  std::string payload;
  std::vector<IndexEntry> indexes;  // read back in ascending order, without repeats
};

// Versions grow with every change set a store takes in and are never given twice: a record that was erased and written
// anew has another version than before.
inline constexpr std::uint64_t absent = 0;                       // expected: there is no such record
inline constexpr std::uint64_t any_version = ~std::uint64_t{0};  // expected: whatever is there

// What is to happen, as a plain value. A key may occur once in a change set.
struct ChangeSet {
  struct Put {
    Record record;
    std::uint64_t expected = absent;
  };
  struct Erase {
    EntityKey key;
    std::uint64_t expected = any_version;
  };
  std::vector<Put> puts;
  std::vector<Erase> erasures;

  void put(Record record, std::uint64_t expected);
  void erase(EntityKey key, std::uint64_t expected);
  bool empty() const { return puts.empty() && erasures.empty(); }
};

// What came of a change set or of appended chunks.
struct Receipt {
  std::uint64_t version = 0;  // what the records or chunks written by this token carry
  bool repeated = false;      // the token had been applied before, and nothing changed now
};

// How much of each record is read. What is not read stays empty, and is not checked against what was written.
enum class RecordParts : std::uint8_t {
  all,
  payload,  // key, version and payload
  key,      // key and version
};

struct FindRequest {
  std::string kind;
  // Empty: all records of the kind by id. Else records that have a value of this index, by (value, id).
  std::string index;
  // Ends of the range of values (ids when `index` is empty), both included and compared as bytes; null = open.
  std::optional<std::string> from;
  std::optional<std::string> to;
  // At most this many records a page; 0 = all.
  std::size_t limit = 0;
  // FindPage::next of the page before; empty for the first.
  std::string after;
  RecordParts parts = RecordParts::all;
};

// Finds the records whose index has exactly this value.
FindRequest find_equal(std::string kind, std::string index, std::string value);

struct FindPage {
  std::vector<Record> records;  // one for each value in the range: a record with two such values stands there twice
  std::string next;             // empty: there are no more
};

// Plug point. Every method may be called from many threads at once. A call sees a state between change sets, never the
// middle of one. `store_corrupt`: what is stored is not what was written, with the place named.
class EntityStore {
 public:
  virtual ~EntityStore() = default;

  // The records in the order of `keys`; nullopt where there is none.
  virtual Result<std::vector<std::optional<Record>>> get(const std::vector<EntityKey>& keys) = 0;
  // `invalid_argument` for an `after` that this store did not give.
  virtual Result<FindPage> find(const FindRequest& request) = 0;
  // All or nothing. `conflict` names the first key whose version is not the expected one; `in_doubt`: it is unknown
  // whether it happened, so ask was_applied(token) before repeating. `token` (not empty) names this change set for
  // ever: the same token with the same changes again changes nothing; with other changes it is an `invalid_argument`.
  virtual Result<Receipt> apply(const ChangeSet& changes, const std::string& token) = 0;
  // Tokens are shared by both halves of a store.
  virtual Result<bool> was_applied(const std::string& token) = 0;
  // Reading of one moment: get() and find() of what comes back answer from one state, whatever is written meanwhile;
  // its apply() is `unsupported`. Belongs to one thread. Let it go soon, and before the store goes or its holder
  // changes anything: writers may wait for it. Null, the default, where each call sees a state of its own.
  virtual Result<std::unique_ptr<EntityStore>> snapshot() { return std::unique_ptr<EntityStore>(); }
};

// Calls `visit` for every record that `request` finds, a page at a time (request.limit records, else 4096); stops at
// its first error. No lock is held during the calls.
Status for_each_record(EntityStore& store, FindRequest request, const std::function<Status(const Record&)>& visit);

}  // namespace staysail
