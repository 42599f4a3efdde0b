#include "store/sqlite_chain.hpp"

namespace staysail::store {
namespace {

FieldDigester& add(FieldDigester& digester, const Digest& digest) {
  return digester.add(static_cast<std::int64_t>(digest.high)).add(static_cast<std::int64_t>(digest.low));
}

std::string changes(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " acknowledged change" : " acknowledged changes");
}

Error behind(const Chain& chain, const AnchorMark& mark, std::string_view path) {
  return corrupt(path, changes(mark.sequence - chain.sequence) + " missing (the store is at change " +
                           std::to_string(chain.sequence) + ", its anchor at " + std::to_string(mark.sequence) +
                           "): the log (-wal) is damaged or was left behind");
}

constexpr const char* kAccept = "; to take the store as it is, open it once with ?renew_anchor=true";

Error absent_anchor(std::string_view path, bool exists) {
  return corrupt(path, std::string(exists ? "the anchor beside the store (-anchor) is damaged"
                                          : "the anchor beside the store (-anchor) is missing; a store is copied with "
                                            "its -wal and -anchor, or by `staysail backup`") +
                           kAccept);
}

}  // namespace

Result<Totals> read_totals(Connection& connection) {
  Totals totals;
  STAYSAIL_TRY(Query rows, connection.query("SELECT part, name, rows, high, low FROM totals"));
  while (true) {
    STAYSAIL_TRY(const bool more, rows.step());
    if (!more) return totals;
    totals[{rows.text(0), rows.text(1)}] = RowSum{rows.version(2), rows.version(3), rows.version(4)};
  }
}

Result<Chain> read_chain(Connection& connection) {
  Chain chain;
  int found = 0;
  STAYSAIL_TRY(Query rows, connection.query("SELECT name, value FROM meta"));
  while (true) {
    STAYSAIL_TRY(const bool more, rows.step());
    if (!more) break;
    const std::string_view name = rows.bytes(0);
    found += name == "sequence" || name == "head" || name == "previous" || name == "change" ? 1 : 0;
    if (name == "sequence") chain.sequence = rows.version(1);
    if (name == "head") chain.head = digest_from(rows.bytes(1));
    if (name == "previous") chain.previous = digest_from(rows.bytes(1));
    if (name == "change") chain.change = digest_from(rows.bytes(1));
  }
  if (found == 4) return chain;
  return corrupt(connection.path(), "the chain of changes is not there");
}

Digest head_of(const RowKey& key, const Chain& chain, const Totals& totals) {
  FieldDigester digester = key.digester();
  digester.add("head").add(static_cast<std::int64_t>(chain.sequence));
  add(add(digester, chain.previous), chain.change);
  for (const auto& [place, sum] : totals) {
    digester.add(place.first).add(place.second).add(static_cast<std::int64_t>(sum.rows));
    add(digester, Digest{sum.high, sum.low});
  }
  return digester.finish();
}

Status check_chain(const RowKey& key, const Chain& chain, const Totals& totals, std::string_view path) {
  if (head_of(key, chain, totals) == chain.head) return ok();
  return corrupt(path, "the sequence number, the sums of the rows or the head of the chain of changes");
}

Status write_chain(Connection& connection, const Chain& chain) {
  STAYSAIL_TRY(Query upsert, connection.query("INSERT OR REPLACE INTO meta(name, value) VALUES(?1, ?2)"));
  STAYSAIL_CHECK(upsert.bind_text(1, "sequence").bind(2, static_cast<std::int64_t>(chain.sequence)).run());
  const std::pair<const char*, const Digest*> rows[] = {
      {"head", &chain.head}, {"previous", &chain.previous}, {"change", &chain.change}};
  for (const auto& [name, digest] : rows) {
    const DigestBytes bytes(*digest);
    STAYSAIL_CHECK(upsert.bind_text(1, name).bind(2, std::string_view(bytes)).run());
  }
  return ok();
}

Status check_anchor(const Chain& chain, const Anchor::Reading& before, const Anchor::Reading& after, bool log_is_empty,
                    std::string_view path) {
  // The first change may be in the log while the anchor is not yet on the disk; and an anchor that was never written
  // to its end, or was left behind by a copy, costs nothing where the database alone is whole.
  if (!after.newest && (log_is_empty || chain.sequence <= 1)) return ok();
  if (!after.newest) return absent_anchor(path, after.exists);
  const std::uint64_t newest = after.newest->sequence;
  const std::uint64_t oldest = before.newest ? before.newest->sequence : 0;
  if (chain.sequence < oldest) return behind(chain, *before.newest, path);
  if (chain.sequence > newest + 1)
    return corrupt(path, "the anchor beside the store (-anchor) is older than the store, which is at change " +
                             std::to_string(chain.sequence) + " and not at " + std::to_string(newest) + kAccept);
  const bool fits = chain.sequence == newest       ? chain.head == after.newest->head
                    : chain.sequence == newest + 1 ? chain.previous == after.newest->head
                    : chain.sequence == oldest     ? chain.head == before.newest->head
                                                   : true;  // between the two: somebody wrote meanwhile
  if (fits) return ok();
  return corrupt(path,
                 std::string("the store and the anchor beside it (-anchor) are of different histories") + kAccept);
}

}  // namespace staysail::store
