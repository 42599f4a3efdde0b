// The guard of pages: a layer between SQLite and the files of a store, by which changed bytes are noticed when they are
// read, whatever they belong to: a row, a table's inner pages, the schema or the free list.
//
// The last 16 bytes of every page of the database hold a digest of the page and its place; SQLite leaves them free
// (reserved bytes of the header). A frame of the log (-wal) is compared with the checksum in its own header, which
// SQLite itself does only in recovery. A page of zeros alone passes: nothing was written there yet.
#pragma once

#include <sqlite3.h>

#include <string>

#include "staysail/base/result.hpp"

namespace staysail::store {

inline constexpr int kPageDigestBytes = 16;

// `sealing` writes digests and compares none: for a store that gets its first ones.
enum class PageGuard { checking, sealing };

// The name of the guard on top of the VFS `base` (empty: the default one), registered at the first call. Any thread.
Result<std::string> page_guard_on(const std::string& base, PageGuard guard = PageGuard::checking);

// What the guard noticed last on this thread ("page 7 of the database"); empty when nothing.
const std::string& noticed_by_page_guard();

}  // namespace staysail::store
