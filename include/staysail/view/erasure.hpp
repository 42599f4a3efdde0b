// Erasure: a customer who asked to be forgotten is gone from the store, and stays gone.
//
// Gone are the customer, its party (unless another customer has it too), accounts, subscriptions and all that hangs on
// them; every record and every row of facts, nights, quarantine and orphans that names one of their ids, numbers or
// identity numbers; and the bytes of all that in the files of the store. The audit trail stays: it knows pseudonyms,
// and must not be told an id as what was done. What else remains is a tombstone for each id: a digest of it, by which a
// later feed, or a backup that is put back, does not bring the customer back. Who holds the store and guesses an id can
// tell from a tombstone that it was erased, and nothing else.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/boss/boss_feed.hpp"
#include "staysail/model/table.hpp"
#include "staysail/store/store.hpp"

namespace staysail {

struct ErasureReport {
  std::uint64_t ids = 0;      // of the customer and of what hung on it
  std::uint64_t records = 0;  // erased
  std::uint64_t rows = 0;     // taken out of facts, nights, quarantine and orphans
  bool repeated = false;      // it had been erased before; what has come since is gone now
};

// Who erases, for the audit trail (privacy/audit_trail.hpp). "erase begun" is written with the first change of an
// erasure, before anything is gone, and "erase" with the one after which nothing of the customer is left to be read:
// each in the transaction of that change, so that no crash parts them.
struct ErasureAudit {
  std::string key;  // of the trail
  Instant at;
  std::string actor;
  std::string purpose = {};
};

// `id`: of a customer, or of an account or subscription of one. Reads and rewrites the whole store. Interrupted, it
// goes on when called again with the same id, or by resume_erasures(). `not_found` when nobody has this id or had it.
// Without `audit` the trail hears nothing of it: for a host that keeps another one.
Result<ErasureReport> erase_customer(Store& store, std::string_view id,
                                     const std::optional<ErasureAudit>& audit = std::nullopt);

// The kind of the records of erasures that were begun and not ended.
inline constexpr std::string_view kInterruptedErasures = "erasure";

// Ends what was interrupted; how many there were.
Result<std::uint64_t> resume_erasures(Store& store, const std::optional<ErasureAudit>& audit = std::nullopt);

// The tombstones of a store: a plain value.
class Tombstones {
 public:
  static Result<Tombstones> load(EntityStore& store);
  // One hexadecimal digest a line, as text() writes them. `malformed_file` names the line.
  static Result<Tombstones> parse(std::string_view text, const std::string& file);
  std::string text() const;

  bool empty() const { return digests_.empty(); }
  std::size_t size() const { return digests_.size(); }
  bool has(std::string_view id) const;
  void merge(const Tombstones& other);

 private:
  std::set<std::string, std::less<>> digests_;
};

// Erases every customer of the store that a tombstone names, and keeps the tombstones: for a backup that was put back.
Result<std::uint64_t> replay_erasures(Store& store, const Tombstones& tombstones,
                                      const std::optional<ErasureAudit>& audit = std::nullopt);

// The list of erasures beside a store in a file: `path`-erasures, so that it outlives the store. Nothing is there
// before the first erasure.
Status keep_tombstones(EntityStore& store, const std::string& path);
Result<Tombstones> kept_tombstones(const std::string& path);

// `restore` puts a backup in the place `path`; whoever was erased since, as the list beside it and the store that is
// replaced say, is erased from it again. How many customers that were. `open` opens what is in the place.
Result<std::uint64_t> restore_erased(const std::string& path, const std::function<Status()>& restore,
                                     const std::function<Result<std::unique_ptr<Store>>()>& open,
                                     const std::optional<ErasureAudit>& audit = std::nullopt);

// A feed without the records that name an erased id: each is told as rejected, `erased`, without its values. The feed
// and the catalogue must outlive it.
std::unique_ptr<BossFeed> without_erased(BossFeed& feed, const ModelCatalog& catalog, Tombstones tombstones);

}  // namespace staysail
