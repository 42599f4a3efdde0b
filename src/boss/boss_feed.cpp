#include "staysail/boss/boss_feed.hpp"

#include "boss/row_digest.hpp"

namespace staysail {

Digest digest_of_row(const FeedPart& part, std::size_t row) {
  boss::RowDigest digest;
  if (part.is_deleted(row)) digest.add(boss::digest_seed(part.table, boss::kDeletedMark), boss::Cell::of_integer(1));
  for (const Column& column : part.batch.columns())
    digest.add(boss::digest_seed(part.table, column.field().name), boss::cell_at(column, row));
  return digest.finish();
}

Result<std::optional<std::vector<std::string>>> BossFeed::extensions_of(const std::string&) {
  return std::optional<std::vector<std::string>>();
}

}  // namespace staysail
