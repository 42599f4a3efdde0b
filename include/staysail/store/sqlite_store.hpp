// The embedded store: one SQLite file (target staysail::sqlite).
//
// One process writes at a time; any number may read. Beside PATH lie PATH-wal and PATH-shm, which SQLite keeps, and the
// lock files PATH-writer and PATH-night (of Store::claim("night")), which may be removed while nobody uses the store.
// A store that is read without leave to write its folder is taken to stand still, unless its -wal and -shm are there.
// Every acknowledged change set is on the disk (WAL, synchronous = FULL). Every row carries a digest that is compared
// whenever it is read. Group changes: one apply is one transaction.
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
};

// Opens the file, or makes it where there is none and `create` holds (the folder must exist). `not_a_store`: the file
// is another program's; `store_newer`: a newer staysail wrote it; both leave the file untouched. `store_locked`,
// `store_full`, `io_failed`.
Result<std::unique_ptr<Store>> open_sqlite_store(const SqliteOptions& options);

// Adds the scheme `sqlite:PATH[?max_page_count=N&read_only=true&create=false]`.
void add_sqlite(StoreRegistry& registry);

// Opens `memory:` or `sqlite:...`. `postgres://` is refused with a plain sentence.
Result<std::unique_ptr<Store>> open_store(std::string_view url);

}  // namespace staysail
