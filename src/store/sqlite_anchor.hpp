// The anchor of a store: the file PATH-anchor, which says how far the store had come, outside the database and its log.
//
// A flipped bit in a log makes SQLite drop the transactions behind it without a word; the anchor knows that they were
// there. It holds two slots, written in turn and synced after each commit, before the change is acknowledged: so the
// database is where the newer slot says, or one change ahead of it when a crash came between the two.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <optional>
#include <string>

#include "staysail/base/digest.hpp"
#include "staysail/base/result.hpp"

namespace staysail::store {

struct AnchorMark {
  std::uint64_t sequence = 0;
  Digest head;  // of the chain of changes (sqlite_chain.hpp)
  friend bool operator==(const AnchorMark&, const AnchorMark&) = default;
};

class Anchor {
 public:
  // `vfs`: the VFS of the store, empty for the default one. `store_id`: an anchor of another store does not count.
  Anchor(const std::string& vfs, const std::string& store_path, std::string store_id);

  struct Reading {
    bool exists = false;
    int damaged_slots = 0;
    std::optional<AnchorMark> newest;
  };
  Result<Reading> read() const;
  // Into the slot whose turn it is; the other keeps the mark before. `io_failed`.
  Status write(const AnchorMark& mark) const;
  // Both slots, for a store that begins anew here (made, migrated, restored, or accepted as it is).
  Status renew(const AnchorMark& mark) const;

  const std::string& path() const { return path_; }

 private:
  std::string slot_bytes(const AnchorMark& mark) const;
  std::optional<AnchorMark> parse(std::string_view slot) const;

  sqlite3_vfs* vfs_;
  std::string path_, store_id_;
};

}  // namespace staysail::store
