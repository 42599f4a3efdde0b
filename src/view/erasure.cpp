#include "staysail/view/erasure.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include "erasure_terms.hpp"
#include "staysail/base/digest.hpp"
#include "staysail/files/atomic_file.hpp"
#include "staysail/privacy/audit_trail.hpp"

namespace staysail {
namespace {

// Begun and not ended: what is to be erased, in clear; without a payload: all is erased, and the scrub is due.
constexpr const char* kOpen = kInterruptedErasures.data();
constexpr const char* kTombstone = "erased";  // what was, as digests
constexpr std::size_t kRecordsAtOnce = 1000;

std::string tombstone_of(std::string_view id) {
  return Digester().add("staysail erasure").add(id).finish().to_string();
}

// The audit trail knows pseudonyms alone, and is a chain.
bool stays(const std::string& kind) {
  return kind == kOpen || kind == kTombstone || kind == "audit" || kind == "audit_head";
}

Record record_of(const char* kind, std::string id, std::string payload = {}) {
  Record record;
  record.key = EntityKey{kind, std::move(id)};
  record.payload = std::move(payload);
  return record;
}

using Audit = std::optional<ErasureAudit>;

Status apply(EntityStore& store, const ChangeSet& changes, const std::string& token) {
  return store.apply(changes, token).and_then([](auto) { return ok(); });
}

// The entry comes with `changes`. The trail knows the customer by a pseudonym alone.
Status note(EntityStore& store, const Audit& audit, const std::string& customer, const char* what, ChangeSet& changes) {
  if (!audit) return ok();
  STAYSAIL_TRY(AuditTrail trail, AuditTrail::load(store, audit->key));
  trail.add(AuditEvent{audit->at, audit->actor, customer, audit->purpose, what});
  trail.put_into(changes);
  return ok();
}

// Makes the bytes of what was erased unreadable; only then is the erasure ended.
Status scrub_and_end(Store& store, const std::string& name) {
  STAYSAIL_CHECK(store.scrub());
  STAYSAIL_TRY(const auto open, store.entities().get({EntityKey{kOpen, name}}));
  if (!open.front()) return ok();
  ChangeSet changes;
  changes.erase(EntityKey{kOpen, name}, open.front()->version);
  return apply(store.entities(), changes, "erased " + name + " " + std::to_string(open.front()->version));
}

class Erasure {
 public:
  Erasure(Store& store, std::string name, const view::ErasureTerms& terms, const Audit& audit)
      : store_(store), name_(std::move(name)), terms_(terms), audit_(audit), search_(terms) {}

  Result<ErasureReport> run() {
    report_.ids = terms_.ids.size();
    STAYSAIL_TRY(const StoreReport held, store_.verify());
    if (!held.sound)
      return Error(Errc::store_corrupt,
                   "nothing is erased from a damaged store; restore the latest backup: " + held.first_fault);
    began_at_ = held.sequence;
    for (const auto& [kind, count] : held.records)
      if (!stays(kind)) STAYSAIL_CHECK(erase_records(kind));
    for (const auto& [table, rows] : held.rows) STAYSAIL_CHECK(erase_rows(table));
    STAYSAIL_CHECK(close());
    STAYSAIL_CHECK(scrub_and_end(store_, name_));
    return report_;
  }

 private:
  // A token names a change for ever; where the store stood when this run began makes those of another run others.
  std::string next_token() {
    return "erase " + name_ + " " + std::to_string(began_at_) + " " + std::to_string(changes_++);
  }

  Status erase_records(const std::string& kind) {
    std::vector<EntityKey> found;
    FindRequest all;
    all.kind = kind;
    STAYSAIL_CHECK(for_each_record(store_.entities(), all, [&](const Record& record) {
      if (search_.is_in(record)) found.push_back(record.key);
      return ok();
    }));
    for (std::size_t begin = 0; begin < found.size(); begin += kRecordsAtOnce) {
      ChangeSet changes;
      for (std::size_t i = begin; i < std::min(begin + kRecordsAtOnce, found.size()); ++i)
        changes.erase(found[i], any_version);
      STAYSAIL_CHECK(apply(store_.entities(), changes, next_token()));
    }
    report_.records += found.size();
    return ok();
  }

  Status erase_rows(const std::string& table) {
    STAYSAIL_TRY(const auto months, store_.facts().months(table));
    for (const Month month : months) {
      ScanRequest request;
      request.table = table;
      request.first = request.last = month;
      STAYSAIL_TRY(auto scan, store_.facts().scan(request));
      for (FactChunk& chunk : scan.chunks) STAYSAIL_CHECK(erase_rows(std::move(chunk)));
    }
    return ok();
  }

  // The rows that stay are written anew, so that no dictionary keeps what was in the others.
  Status erase_rows(FactChunk chunk) {
    const auto rows = search_.rows_without(chunk.batch);
    if (rows.size() == chunk.batch.rows()) return ok();
    report_.rows += chunk.batch.rows() - rows.size();
    BatchBuilder builder(chunk.batch.schema());
    builder.append(chunk.batch.take(rows));
    STAYSAIL_TRY(chunk.batch, builder.finish());
    chunk.expected = chunk.version;
    return store_.facts().append({std::move(chunk)}, next_token()).and_then([](auto) { return ok(); });
  }

  Status close() {
    ChangeSet changes;
    for (const auto& id : std::set<std::string>(terms_.ids.begin(), terms_.ids.end()))
      changes.put(record_of(kTombstone, tombstone_of(id)), any_version);
    changes.put(record_of(kOpen, name_), any_version);
    STAYSAIL_CHECK(note(store_.entities(), audit_, terms_.ids.front(), "erase", changes));
    return apply(store_.entities(), changes, next_token());
  }

  Store& store_;
  std::string name_;
  const view::ErasureTerms& terms_;
  const Audit& audit_;
  view::TermSearch search_;
  ErasureReport report_;
  std::uint64_t began_at_ = 0, changes_ = 0;
};

// Written first: whoever comes after a crash finds what was to be erased.
Status begin(EntityStore& store, const std::string& name, const view::ErasureTerms& terms, const Audit& audit) {
  ChangeSet changes;
  changes.put(record_of(kOpen, name, encode_terms(terms)), any_version);
  STAYSAIL_CHECK(note(store, audit, terms.ids.front(), "erase begun", changes));
  STAYSAIL_TRY(const auto before, store.get({EntityKey{kTombstone, name}}));
  const std::uint64_t version = before.front() ? before.front()->version : 0;
  return apply(store, changes, "begin " + name + " " + std::to_string(version));
}

// What an erasure of this name that was begun has yet to erase.
Result<std::optional<view::ErasureTerms>> open_terms(EntityStore& store, const std::string& name) {
  STAYSAIL_TRY(const auto open, store.get({EntityKey{kOpen, name}}));
  if (!open.front() || open.front()->payload.empty()) return std::optional<view::ErasureTerms>();
  STAYSAIL_TRY(auto terms, view::decode_terms(open.front()->payload));
  return std::optional(std::move(terms));
}

// Of an id that is known, or was before it was erased.
Result<view::ErasureTerms> terms_to_erase(EntityStore& store, std::string_view id, bool repeated) {
  STAYSAIL_TRY(auto open, open_terms(store, tombstone_of(id)));
  if (open) return *std::move(open);
  auto terms = view::terms_of(store, id);
  if (!terms && terms.error().code() == Errc::not_found && repeated) return view::ErasureTerms{{std::string(id)}, {}};
  return terms;
}

}  // namespace

Result<ErasureReport> erase_customer(Store& store, std::string_view id, const std::optional<ErasureAudit>& audit) {
  STAYSAIL_TRY(const Tombstones tombstones, Tombstones::load(store.entities()));
  const bool repeated = tombstones.has(id);
  STAYSAIL_TRY(auto terms, terms_to_erase(store.entities(), id, repeated));
  const std::string name = tombstone_of(terms.ids.front());
  STAYSAIL_TRY(auto begun, open_terms(store.entities(), name));
  if (begun) terms = *std::move(begun);
  else STAYSAIL_CHECK(begin(store.entities(), name, terms, audit));
  STAYSAIL_TRY(ErasureReport report, Erasure(store, name, terms, audit).run());
  report.repeated = repeated;
  return report;
}

Result<std::uint64_t> resume_erasures(Store& store, const std::optional<ErasureAudit>& audit) {
  FindRequest all;
  all.kind = kOpen;
  STAYSAIL_TRY(const auto page, store.entities().find(all));
  for (const Record& record : page.records) {
    if (record.payload.empty()) {
      STAYSAIL_CHECK(scrub_and_end(store, record.key.id));
      continue;
    }
    STAYSAIL_TRY(const auto terms, view::decode_terms(record.payload));
    STAYSAIL_CHECK(Erasure(store, record.key.id, terms, audit).run().and_then([](auto) { return ok(); }));
  }
  return std::uint64_t{page.records.size()};
}

Result<Tombstones> Tombstones::load(EntityStore& store) {
  Tombstones tombstones;
  FindRequest all;
  all.kind = kTombstone;
  all.parts = RecordParts::key;
  STAYSAIL_CHECK(for_each_record(store, all, [&](const Record& record) {
    tombstones.digests_.insert(record.key.id);
    return ok();
  }));
  return tombstones;
}

Result<Tombstones> Tombstones::parse(std::string_view text, const std::string& file) {
  Tombstones tombstones;
  for (std::uint64_t line = 1; !text.empty(); ++line) {
    const std::string_view digest = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), digest.size() + 1));
    if (digest.size() != 32 || digest.find_first_not_of("0123456789abcdef") != std::string_view::npos)
      return Error::at(
          Place{file, line, 1}, Errc::malformed_file,
          "a list of erasures has one digest of 32 hexadecimal digits a line; take the file that `staysail "
          "erase` wrote");
    tombstones.digests_.insert(std::string(digest));
  }
  return tombstones;
}

std::string Tombstones::text() const {
  std::string text;
  for (const auto& digest : digests_) text += digest + "\n";
  return text;
}

bool Tombstones::has(std::string_view id) const { return digests_.count(tombstone_of(id)) != 0; }

void Tombstones::merge(const Tombstones& other) { digests_.insert(other.digests_.begin(), other.digests_.end()); }

Result<std::uint64_t> replay_erasures(Store& store, const Tombstones& tombstones,
                                      const std::optional<ErasureAudit>& audit) {
  std::vector<std::string> found;
  FindRequest all;
  all.kind = "customers";
  all.parts = RecordParts::key;
  STAYSAIL_CHECK(for_each_record(store.entities(), all, [&](const Record& record) {
    if (tombstones.has(record.key.id)) found.push_back(record.key.id);
    return ok();
  }));
  for (const auto& id : found) STAYSAIL_CHECK(erase_customer(store, id, audit).and_then([](auto) { return ok(); }));
  STAYSAIL_TRY(const Tombstones known, Tombstones::load(store.entities()));
  ChangeSet changes;
  const std::string text = tombstones.text();
  for (std::string_view lines = text; !lines.empty(); lines.remove_prefix(33))
    changes.put(record_of(kTombstone, std::string(lines.substr(0, 32))), any_version);
  if (changes.empty()) return std::uint64_t{found.size()};
  const std::string token = "erasures replayed " + digest_of(text).to_string() + " " + std::to_string(known.size());
  STAYSAIL_CHECK(store.entities().apply(changes, token).and_then([](auto) { return ok(); }));
  return std::uint64_t{found.size()};
}

Status keep_tombstones(EntityStore& store, const std::string& path) {
  STAYSAIL_TRY(const Tombstones tombstones, Tombstones::load(store));
  return tombstones.empty() ? ok() : write_file(path + "-erasures", tombstones.text());
}

Result<Tombstones> kept_tombstones(const std::string& path) {
  const std::string list = path + "-erasures";
  std::error_code failure;
  if (!std::filesystem::exists(list, failure)) return Tombstones();
  std::ifstream file(list, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file)
    return Error::at(Place{list, 0, 0}, Errc::io_failed, "the list of erasures cannot be read; check its permissions");
  return Tombstones::parse(text, list);
}

Result<std::uint64_t> restore_erased(const std::string& path, const std::function<Status()>& restore,
                                     const std::function<Result<std::unique_ptr<Store>>()>& open,
                                     const std::optional<ErasureAudit>& audit) {
  STAYSAIL_TRY(Tombstones tombstones, kept_tombstones(path));
  // A store that does not open any more has its list beside it.
  if (const auto replaced = open(); replaced)
    if (const auto known = Tombstones::load((*replaced)->entities()); known) tombstones.merge(*known);
  STAYSAIL_CHECK(restore());
  STAYSAIL_TRY(const auto restored, open());
  STAYSAIL_TRY(const std::uint64_t erased, replay_erasures(*restored, tombstones, audit));
  STAYSAIL_CHECK(keep_tombstones(restored->entities(), path));
  return erased;
}

}  // namespace staysail
