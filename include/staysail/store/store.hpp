// Store: everything a run keeps, in one place that a URL names.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/store/entity_store.hpp"
#include "staysail/store/fact_store.hpp"

namespace staysail {

// What Store::verify() found. `lines` say the state in words, one finding or count a line.
struct StoreReport {
  bool sound = true;
  std::map<std::string, std::uint64_t> records;  // by kind
  std::map<std::string, std::uint64_t> rows;     // of facts, by table
  std::uint64_t chunks = 0;
  std::uint64_t sequence = 0;   // the version of the latest change
  std::uint64_t log_bytes = 0;  // changes that are not yet moved into the file, where the store keeps such a log
  std::string first_fault;      // empty when sound
  std::vector<std::string> lines;
};

// Work on a store that one holder at a time may do. It ends when this goes, or with the process.
class StoreClaim {
 public:
  virtual ~StoreClaim() = default;
};

// Owns both halves; they live as long as it does and may be used from many threads.
class Store {
 public:
  virtual ~Store() = default;
  virtual EntityStore& entities() = 0;
  virtual FactStore& facts() = 0;
  // False when this store was opened for reading: each change is refused.
  virtual bool writable() const { return true; }
  // What its errors name as their place (a path, a server and database), so that a host can tell them from those of
  // others; empty where they name none. Never holds a password.
  virtual std::string place() const { return {}; }
  // Reads everything and compares it with its digests. An unsound store is a finding of the report; an error means
  // that it could not be read at all.
  virtual Result<StoreReport> verify() = 0;
  // Copies the store, as it stands between two changes, into a new file that can be opened by itself; others may read
  // and write meanwhile. What was copied was verified. `conflict` when the file is there already; `store_corrupt` when
  // the store is not what was written: then there is no copy. The default: `unsupported`.
  virtual Status backup(const std::string& path);
  // Makes what was erased or replaced unreadable in all files of the store; takes as long as writing it anew. The
  // default has nothing to do.
  virtual Status scrub();
  // Claims `work` (small letters: "night") for the caller, among all processes that use this store. Who reads, and who
  // writes without that claim, feels nothing of it. `store_locked` names the store and its holder while somebody else
  // has the claim. It must go before the store does. The default keeps nobody out: for stores that one caller has.
  virtual Result<std::unique_ptr<StoreClaim>> claim(const std::string& work);
};

// Keeps everything in this process's memory, and forgets it when destroyed.
std::unique_ptr<Store> make_memory_store();

// "sqlite:retention.db?max_page_count=1000" in its parts.
struct StoreUrl {
  std::string scheme;  // what stands before the first ':'
  std::string path;
  std::map<std::string, std::string> options;
  // `invalid_argument` says what a store URL looks like.
  static Result<StoreUrl> parse(std::string_view text);
};

using StoreOpener = std::function<Result<std::unique_ptr<Store>>(const StoreUrl& url)>;

// Which schemes can be opened. A plain value; a host adds its own.
class StoreRegistry {
 public:
  // Knows `memory:`.
  StoreRegistry();
  // Replaces the opener of a scheme that is known already.
  void add(std::string scheme, StoreOpener opener);
  // `unsupported` for an unknown scheme, with those that are known.
  Result<std::unique_ptr<Store>> open(std::string_view url) const;

 private:
  std::map<std::string, StoreOpener, std::less<>> openers_;
};

}  // namespace staysail
