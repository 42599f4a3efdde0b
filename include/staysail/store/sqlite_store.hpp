// The embedded store: one SQLite file (target staysail::sqlite).
//
// One process writes at a time; any number may read. Beside PATH lie PATH-wal and PATH-shm, which SQLite keeps,
// PATH-anchor, which says how far the store had come (copy it with the store), and the lock files PATH-writer and
// PATH-night (of Store::claim("night")), which may be removed while nobody uses the store. A handle belongs to the
// process that opened it: in a child that inherited it every call is `unsupported`.
// A store that is read without leave to write its folder is taken to stand still, unless its -wal and -shm are there.
// Every acknowledged change set is on the disk (WAL, synchronous = FULL). Every page and every row carry digests that
// are compared whenever they are read, the sums of all rows and a chain of changes are compared at each opening and
// change, and the anchor tells a log that lost its end: wrong bytes are `store_corrupt`, never an answer
// (docs/trust.md). Group changes: one apply is one transaction.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "staysail/store/store.hpp"

namespace staysail {

struct SqliteOptions {
  std::string path;
  // Of 16 KiB each; 0 = no bound. At the bound a change set is refused with `store_full`, and the store stays usable.
  std::uint64_t max_page_count = 0;
  // How long a call waits for another process that writes, before it gives up with `store_locked`.
  std::chrono::milliseconds busy_timeout{2000};
  bool read_only = false;
  // False: a path without a store is `not_found`, and nothing is made there; for whoever only asks. Where the file or
  // its folder may not be written, the store is opened for reading (Store::writable).
  bool create = true;
  // Goes into the digest of every row, of the sums and of the chain. Empty: only a random salt of the store, which
  // tells accidents and rows of other stores. With a secret that lies elsewhere, also a change by somebody who may
  // write the file but does not hold the key. A store is opened with the key it was made with.
  std::string key = {};
  // Opens for reading alone, and lets a chain or an anchor that does not fit be a finding of Store::verify() instead of
  // an error here: for whoever wants to know the state of a store.
  bool inspect = false;
  // Takes a store as it is though its anchor is missing, older or of another history.
  bool renew_anchor = false;
  // Of 16 KiB each, in the log (-wal). A reader that stays in one call for long keeps it from being emptied; at this
  // length a change is refused with `store_locked` until that reader ends. 0 = no bound.
  std::uint64_t max_log_pages = 65536;
  // The SQLite VFS below the store, registered by the host; empty = the default one.
  std::string vfs = {};
};

// Opens the file, or makes it where there is none and `create` holds (the folder must exist). `not_a_store`: the file
// is another program's; `store_newer`: a newer staysail wrote it; both leave the file untouched. `store_locked`,
// `store_full`, `io_failed`.
Result<std::unique_ptr<Store>> open_sqlite_store(const SqliteOptions& options);

// Puts a copy of `backup`, which Store::backup() made, in the place of a store. `backup` is verified first. What stands
// in the place is lost: `conflict` unless `replace`. Nobody else may have it open.
Status restore_sqlite_store(const std::string& backup, const SqliteOptions& place, bool replace);

// Adds the scheme `sqlite:PATH[?max_page_count=N&max_log_pages=N&key_file=PATH&read_only=true&create=false&inspect=true
// &renew_anchor=true]`. A key file holds the key, at least 16 bytes of it.
void add_sqlite(StoreRegistry& registry);

// What the URL of a scheme `sqlite` asks for.
Result<SqliteOptions> sqlite_options(const StoreUrl& url);

// The options of a store in a file, in whose place a backup may be put. `unsupported` for any other store, with what to
// do there.
Result<SqliteOptions> restore_place(const StoreUrl& url);

// The URL by which a store is opened to be looked at alone: nothing is changed, and what does not fit is a finding of
// Store::verify() where the kind of store allows that.
Result<std::string> url_to_inspect(const std::string& url);

// Opens `memory:` or `sqlite:...`. `postgres://` is refused with a plain sentence.
Result<std::unique_ptr<Store>> open_store(std::string_view url);

}  // namespace staysail
