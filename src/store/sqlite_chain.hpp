// The chain of changes of a store: each head ties the head before it, the change that made it and the sums of all rows.
//
// Rows of the table `meta`: sequence, head, previous (the head before), change (the digest of the latest change), salt
// (16 random bytes, the store's id) and key_check. A store of schema 1 has only the sequence.
#pragma once

#include <string_view>

#include "staysail/base/digest.hpp"
#include "store/sqlite_anchor.hpp"
#include "store/sqlite_connection.hpp"
#include "store/stored_row.hpp"

namespace staysail::store {

Result<Totals> read_totals(Connection& connection);

struct Chain {
  std::uint64_t sequence = 0;
  Digest head, previous, change;
  AnchorMark mark() const { return {sequence, head}; }
};

// `store_corrupt` when the rows are not there or not of their form.
Result<Chain> read_chain(Connection& connection);
Digest head_of(const RowKey& key, const Chain& chain, const Totals& totals);
// `store_corrupt` when the head is not that of the rest.
Status check_chain(const RowKey& key, const Chain& chain, const Totals& totals, std::string_view path);
Status write_chain(Connection& connection, const Chain& chain);

// How the database stands to its anchor; `store_corrupt` says what is missing. `before` and `after`: the anchor as read
// before and after `chain` was, since somebody else may write meanwhile. `log_is_empty`: the database alone is whole,
// and its anchor may be absent.
Status check_anchor(const Chain& chain, const Anchor::Reading& before, const Anchor::Reading& after, bool log_is_empty,
                    std::string_view path);

}  // namespace staysail::store
