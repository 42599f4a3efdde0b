#include "staysail/testing/entity_store_kit.hpp"

#include <algorithm>
#include <map>

#include "staysail/base/digest.hpp"

namespace staysail {
namespace {

Record record_of(const std::string& kind, std::string id, std::string payload, std::vector<IndexEntry> indexes = {}) {
  Record record;
  record.key = EntityKey{kind, std::move(id)};
  record.payload = std::move(payload);
  record.indexes = std::move(indexes);
  return record;
}

template <class T>
std::string text_of(const Result<T>& result) {
  return result ? "it succeeded" : result.error().to_string();
}

std::string ids_of(const std::vector<Record>& records) {
  std::string text;
  for (const Record& record : records) text += record.key.id + " ";
  return text;
}

class Kit {
 public:
  Kit(EntityStore& store, std::string_view run) : store_(store), kind_("conformance " + std::string(run)), run_(run) {}
  ConformanceReport run();

 private:
  std::string token(std::string_view name) const { return kind_ + " " + std::string(name); }
  std::optional<Record> read(const std::string& kind, const std::string& id);
  std::string payload_of(const std::string& kind, const std::string& id);
  std::uint64_t put(const std::string& kind, std::string id, std::string payload, std::uint64_t expected,
                    std::string_view name);
  Errc code_of(const ChangeSet& changes, std::string_view name);

  void check_round_trip();
  void check_versions();
  void check_new_life();
  void check_all_or_nothing();
  void check_tokens();
  void check_refusals();
  void check_order();
  void check_ranges();
  void check_pages(const FindRequest& request, std::string_view promise);
  void check_parts();
  void check_index_follows();
  void check_against_model();

  EntityStore& store_;
  std::string kind_;
  std::string run_;
  ConformanceReport report_;
};

std::optional<Record> Kit::read(const std::string& kind, const std::string& id) {
  auto records = store_.get({EntityKey{kind, id}});
  if (!report_.check(records.has_value() && records->size() == 1, "get answers every key", text_of(records))) return {};
  return std::move(records->front());
}

std::string Kit::payload_of(const std::string& kind, const std::string& id) {
  const auto record = read(kind, id);
  return record ? record->payload : "(none)";
}

std::uint64_t Kit::put(const std::string& kind, std::string id, std::string payload, std::uint64_t expected,
                       std::string_view name) {
  ChangeSet changes;
  changes.put(record_of(kind, std::move(id), std::move(payload)), expected);
  const auto receipt = store_.apply(changes, token(name));
  report_.check(receipt.has_value(), "a change with the right version is taken", text_of(receipt));
  return receipt ? receipt->version : absent;
}

Errc Kit::code_of(const ChangeSet& changes, std::string_view name) {
  const auto receipt = store_.apply(changes, token(name));
  return receipt ? Errc{0} : receipt.error().code();
}

void Kit::check_round_trip() {
  const std::string kind = kind_ + " round trip";
  const std::string bytes("\0\xFF'\"; DROP\n", 11);
  ChangeSet changes;
  changes.put(record_of(kind, bytes, bytes, {{"b", bytes}, {"a", "2"}, {"a", "1"}, {"a", "2"}}), absent);
  changes.put(record_of(kind, "007", ""), absent);
  changes.put(record_of(kind, "7", "seven"), absent);
  report_.check(store_.apply(changes, token("round trip")).has_value(), "records of any bytes are taken");
  const auto record = read(kind, bytes);
  report_.check(record && record->key.id == bytes && record->payload == bytes, "bytes come back as they were given");
  const std::vector<IndexEntry> expected = {{"a", "1"}, {"a", "2"}, {"b", bytes}};
  report_.check(record && record->indexes == expected, "index entries come back in order and once");
  report_.check(payload_of(kind, "007").empty() && payload_of(kind, "7") == "seven",
                "007 is not 7, and an empty payload is a payload");
  report_.check(!read(kind, "no such id"), "an unknown id gives nothing");
  const auto mixed =
      store_.get({EntityKey{kind, "7"}, EntityKey{kind, "none"}, EntityKey{kind, "007"}, EntityKey{kind, "7"}});
  report_.check(mixed && mixed->size() == 4 && (*mixed)[0] && !(*mixed)[1] && (*mixed)[2] &&
                    (*mixed)[2]->key.id == "007" && (*mixed)[3],
                "get answers in the order of the keys, repeats included");
}

void Kit::check_versions() {
  const std::string kind = kind_ + " versions";
  const auto first = put(kind, "x", "one", absent, "version 1");
  const auto second = put(kind, "x", "two", first, "version 2");
  report_.check(second > first && first != absent, "versions grow");
  const auto record = read(kind, "x");
  report_.check(record && record->version == second && record->payload == "two",
                "a record carries the version of its receipt");
  ChangeSet stale;
  stale.put(record_of(kind, "x", "lost update"), first);
  report_.check(code_of(stale, "stale put") == Errc::conflict, "a put with a stale version is a conflict");
  ChangeSet second_birth;
  second_birth.put(record_of(kind, "x", "born twice"), absent);
  report_.check(code_of(second_birth, "second birth") == Errc::conflict,
                "a put that expects nothing where there is something is a conflict");
  ChangeSet stale_erase;
  stale_erase.erase(EntityKey{kind, "x"}, first);
  report_.check(code_of(stale_erase, "stale erase") == Errc::conflict, "an erasure with a stale version is a conflict");
  report_.check(payload_of(kind, "x") == "two", "a conflict changes nothing");
  put(kind, "x", "three", any_version, "any version");
  report_.check(payload_of(kind, "x") == "three", "any_version replaces whatever is there");
}

void Kit::check_new_life() {
  const std::string kind = kind_ + " new life";
  const auto first = put(kind, "x", "first life", absent, "first life");
  ChangeSet changes;
  changes.erase(EntityKey{kind, "x"}, first);
  report_.check(store_.apply(changes, token("death")).has_value() && !read(kind, "x"), "an erased record is gone");
  const auto second = put(kind, "x", "second life", absent, "second life");
  report_.check(second != first, "a version is never given twice, not even after an erasure");
  ChangeSet nobody;
  nobody.erase(EntityKey{kind, "nobody"}, any_version);
  report_.check(store_.apply(nobody, token("nobody")).has_value(),
                "erasing what is not there with any_version is no error");
}

void Kit::check_all_or_nothing() {
  const std::string kind = kind_ + " atomic";
  put(kind, "b", "before", absent, "atomic before");
  put(kind, "d", "before", absent, "atomic before 2");
  ChangeSet changes;
  changes.put(record_of(kind, "a", "half", {{"owner", "h"}}), absent);
  changes.put(record_of(kind, "b", "half"), any_version);
  changes.put(record_of(kind, "c", "half"), any_version - 1);
  changes.erase(EntityKey{kind, "d"}, any_version);
  report_.check(code_of(changes, "atomic") == Errc::conflict, "one wrong version refuses the change set");
  const bool untouched =
      !read(kind, "a") && payload_of(kind, "b") == "before" && !read(kind, "c") && payload_of(kind, "d") == "before";
  report_.check(untouched, "a refused change set leaves nothing behind");
  const auto found = store_.find(find_equal(kind, "owner", "h"));
  report_.check(found && found->records.empty(), "a refused change set leaves no index entry behind");
  const auto applied = store_.was_applied(token("atomic"));
  report_.check(applied && !*applied, "the token of a refused change set was not applied");
}

void Kit::check_tokens() {
  const std::string kind = kind_ + " tokens";
  const auto unknown = store_.was_applied(token("token"));
  report_.check(unknown && !*unknown, "a token that was never given was not applied");
  ChangeSet changes;
  changes.put(record_of(kind, "x", "once"), any_version);
  const auto first = store_.apply(changes, token("token"));
  const auto known = store_.was_applied(token("token"));
  report_.check(first && !first->repeated && known && *known, "a token is remembered once its changes are applied");
  put(kind, "x", "later", any_version, "token later");
  const auto again = store_.apply(changes, token("token"));
  report_.check(again && again->repeated && first && again->version == first->version,
                "the same token with the same changes is answered as repeated", text_of(again));
  report_.check(payload_of(kind, "x") == "later", "a repeated token changes nothing");
  ChangeSet others;
  others.put(record_of(kind, "x", "other"), any_version);
  report_.check(code_of(others, "token") == Errc::invalid_argument, "a token with other changes is refused");
  report_.check(payload_of(kind, "x") == "later", "a refused token changes nothing");
}

void Kit::check_refusals() {
  const std::string kind = kind_ + " refusals";
  ChangeSet twice;
  twice.put(record_of(kind, "x", "1"), any_version);
  twice.erase(EntityKey{kind, "x"}, any_version);
  report_.check(code_of(twice, "twice") == Errc::invalid_argument,
                "a key that occurs twice in a change set is refused");
  report_.check(!read(kind, "x"), "a refused key is not written");
  const auto nameless = store_.apply(ChangeSet{}, "");
  report_.check(!nameless && nameless.error().code() == Errc::invalid_argument, "an empty token is refused");
  FindRequest request = find_equal(kind, "i", "v");
  request.after = "not a cursor";
  const auto page = store_.find(request);
  report_.check(!page && page.error().code() == Errc::invalid_argument, "a cursor of another store is refused");
}

void Kit::check_order() {
  const std::string kind = kind_ + " order";
  ChangeSet changes;
  for (const std::string id : {"b", "\xE4\xB8\xAD", "10", "9", "B", "a", "aa"})
    changes.put(record_of(kind, id, id, {{"level", id == "9" ? "1" : "2"}}), absent);
  changes.put(record_of(kind + " neighbour", "a1", "not of this kind", {{"level", "2"}}), absent);
  report_.check(store_.apply(changes, token("order")).has_value(), "a change set of several records is taken");
  FindRequest all;
  all.kind = kind;
  const auto by_id = store_.find(all);
  report_.check(by_id && ids_of(by_id->records) == "10 9 B a aa b \xE4\xB8\xAD ",
                "a kind is found in the byte order of its ids", by_id ? ids_of(by_id->records) : "");
  all.index = "level";
  const auto by_level = store_.find(all);
  report_.check(by_level && ids_of(by_level->records) == "9 10 B a aa b \xE4\xB8\xAD ",
                "an index is found by value, then id", by_level ? ids_of(by_level->records) : "");
  check_pages(all, "pages of an index hold what one call holds");
  all.index.clear();
  check_pages(all, "pages of a kind hold what one call holds");
}

void Kit::check_pages(const FindRequest& request, std::string_view promise) {
  const auto whole = store_.find(request);
  for (const std::size_t limit : {1, 2, 3, 7, 8}) {
    FindRequest paged = request;
    paged.limit = limit;
    std::string ids;
    bool bounded = true;
    std::size_t pages = 0;
    do {
      const auto page = store_.find(paged);
      if (!report_.check(page.has_value(), "a page can be read", text_of(page))) return;
      bounded = bounded && page->records.size() <= limit && !(page->records.empty() && !page->next.empty());
      ids += ids_of(page->records);
      paged.after = page->next;
    } while (!paged.after.empty() && ++pages < 100);
    report_.check(whole && bounded && ids == ids_of(whole->records), promise, ids);
  }
}

void Kit::check_ranges() {
  const std::string kind = kind_ + " ranges";
  ChangeSet changes;
  for (const std::string id : {"1", "2", "3", "4"})
    changes.put(record_of(kind, id, id, {{"v", "v" + id}, {"w", "v9"}}), absent);
  changes.put(record_of(kind, "5", "", {{"v", "v2"}, {"v", "v3"}}), absent);
  report_.check(store_.apply(changes, token("ranges")).has_value(), "records with several indexes are taken");
  const auto ids_between = [&](const char* index, std::optional<std::string> from, std::optional<std::string> to) {
    FindRequest request;
    request.kind = kind;
    request.index = index;
    request.from = std::move(from);
    request.to = std::move(to);
    const auto page = store_.find(request);
    return page ? ids_of(page->records) : text_of(page);
  };
  report_.check(ids_between("v", "v2", "v3") == "2 5 3 5 ", "both ends of a range belong to it",
                ids_between("v", "v2", "v3"));
  report_.check(ids_between("v", std::nullopt, "v1") == "1 ", "a range without a lower end begins at the first value");
  report_.check(ids_between("v", "v4", std::nullopt) == "4 ", "a range without an upper end stays within its index");
  report_.check(ids_between("", "2", "3") == "2 3 ", "ids have ranges like indexes");
  report_.check(ids_between("v", "v3", "v2").empty() && ids_between("none", {}, {}).empty(),
                "an empty range finds nothing");
}

void Kit::check_parts() {
  const std::string kind = kind_ + " parts";
  const auto version = [&] {
    ChangeSet changes;
    changes.put(record_of(kind, "x", "payload", {{"owner", "o"}}), absent);
    const auto receipt = store_.apply(changes, token("parts"));
    return receipt ? receipt->version : absent;
  }();
  for (const char* index : {"", "owner"}) {
    const auto read = [&](RecordParts parts) {
      FindRequest request{kind, index, {}, {}, 0, {}, parts};
      const auto page = store_.find(request);
      return page && page->records.size() == 1 ? page->records.front() : Record{};
    };
    const Record all = read(RecordParts::all), payload = read(RecordParts::payload), key = read(RecordParts::key);
    const bool known = all.key.id == "x" && payload.key == all.key && key.key == all.key && all.version == version &&
                       payload.version == version && key.version == version;
    report_.check(known, "whatever is read of a record, its key and version are");
    report_.check(all.payload == "payload" && payload.payload == "payload" && key.payload.empty(),
                  "a payload is read where it is asked for");
    report_.check(all.indexes.size() == 1 && payload.indexes.empty() && key.indexes.empty(),
                  "index entries are read where they are asked for");
  }
}

void Kit::check_index_follows() {
  const std::string kind = kind_ + " follow";
  ChangeSet changes;
  changes.put(record_of(kind, "x", "1", {{"owner", "old"}, {"stays", "s"}}), absent);
  report_.check(store_.apply(changes, token("follow 1")).has_value(), "an indexed record is taken");
  ChangeSet moved;
  moved.put(record_of(kind, "x", "2", {{"owner", "new"}, {"stays", "s"}}), any_version);
  report_.check(store_.apply(moved, token("follow 2")).has_value(), "an indexed record is replaced");
  const auto count = [&](const char* index, const char* value) {
    const auto page = store_.find(find_equal(kind, index, value));
    return page ? page->records.size() : 99;
  };
  report_.check(count("owner", "old") == 0, "a record is not found by a value that it had before");
  report_.check(count("owner", "new") == 1 && count("stays", "s") == 1, "a record is found by the values that it has");
  ChangeSet gone;
  gone.erase(EntityKey{kind, "x"}, any_version);
  report_.check(store_.apply(gone, token("follow 3")).has_value() && count("owner", "new") == 0,
                "an erased record is found by nothing");
}

// What a store should hold of one kind: id -> (payload, owner).
using Model = std::map<std::string, std::pair<std::string, std::string>>;

// Random changes of few ids, for the store and for the model.
template <class Draw>
ChangeSet random_changes(const std::string& kind, const Draw& draw, Model& model) {
  ChangeSet changes;
  for (std::uint64_t n = 0; n < 12; ++n) {
    const std::string id = std::to_string(n);
    const std::uint64_t what = draw(4);
    if (what == 0) {
      changes.erase(EntityKey{kind, id}, any_version);
      model.erase(id);
    } else if (what == 1) {
      const std::string owner = std::to_string(draw(3)), payload = std::to_string(draw(1000));
      changes.put(record_of(kind, id, payload, {{"owner", owner}}), any_version);
      model[id] = {payload, owner};
    }
  }
  return changes;
}

// After each set of changes the store and the model must hold the same.
void Kit::check_against_model() {
  const std::string kind = kind_ + " model";
  Model model;
  std::uint64_t seed = 0;
  const auto draw = [&](std::uint64_t below) { return hash_of("entity model", ++seed) % below; };
  for (int step = 0; step < 120; ++step) {
    const ChangeSet changes = random_changes(kind, draw, model);
    report_.check(store_.apply(changes, token("model " + std::to_string(step))).has_value(),
                  "a random change set is taken");
    std::string expected, owned, found;
    for (const auto& [id, value] : model) {
      expected += id + "=" + value.first + " ";
      owned += value.second == "1" ? id + " " : "";
    }
    FindRequest all;
    all.kind = kind;
    if (const auto page = store_.find(all))
      for (const Record& record : page->records) found += record.key.id + "=" + record.payload + " ";
    report_.check(found == expected, "after random changes the store holds what was written", found);
    const auto of_one = store_.find(find_equal(kind, "owner", "1"));
    report_.check(of_one && ids_of(of_one->records) == owned, "after random changes the index finds what it should");
  }
}

ConformanceReport Kit::run() {
  check_round_trip();
  check_versions();
  check_new_life();
  check_all_or_nothing();
  check_tokens();
  check_refusals();
  check_order();
  check_ranges();
  check_parts();
  check_index_follows();
  check_against_model();
  return report_;
}

}  // namespace

ConformanceReport check_entity_store(EntityStore& store, std::string_view run) { return Kit(store, run).run(); }

}  // namespace staysail
