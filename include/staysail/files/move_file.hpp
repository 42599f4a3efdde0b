// Moving a file within one file system: it stands under the one name or under the other, never under none.
#pragma once

#include <string>

#include "staysail/base/result.hpp"

namespace staysail {

// Takes no other file's place: `conflict` when something stands at `to`. The folder of `to` is made when missing.
// `not_found` when `from` is gone; `io_failed` otherwise, also between two file systems. The move is on the disk when
// this returns.
Status move_file(const std::string& from, const std::string& to);

}  // namespace staysail
