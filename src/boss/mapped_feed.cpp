#include "boss/mapped_feed.hpp"

#include <algorithm>

namespace staysail::boss {

namespace {

// A batch of a dozen columns, with its dictionaries, stays in the processor's cache until it is looked at; a request
// says how many rows it has at most.
constexpr std::size_t kRowsInCache = 4096;

}  // namespace

Status check_request(const FeedRequest& request) {
  if (request.rows_per_batch >= 1 && request.rows_per_batch <= 1'048'576) return ok();
  return Error(Errc::invalid_argument,
               "a batch has 1 to 1,048,576 rows, not " + std::to_string(request.rows_per_batch));
}

std::vector<std::string> tables_of(const FeedMapping& feed) {
  std::vector<std::string> tables;
  for (const auto& entity : feed.entities)
    if (std::find(tables.begin(), tables.end(), entity.table) == tables.end()) tables.push_back(entity.table);
  return tables;
}

std::string source_name(const Mapping& mapping, const FeedMapping& feed) {
  return mapping.source.empty() ? feed.source : mapping.source + "/" + feed.source;
}

MappedReader::MappedReader(std::shared_ptr<const Mapping> mapping, std::shared_ptr<const void> kept,
                           std::unique_ptr<TextRecordReader> records, RowMapper mapper, std::size_t rows_per_batch)
    : mapping_(std::move(mapping)),
      kept_(std::move(kept)),
      records_(std::move(records)),
      mapper_(std::move(mapper)),
      rows_per_batch_(std::min(rows_per_batch, kRowsInCache)) {}

Result<bool> MappedReader::next(FeedBatch& out) {
  TextRecord record;
  while (mapper_.records() < rows_per_batch_) {
    STAYSAIL_TRY(const bool more, records_->next(record));
    if (!more) break;
    mapper_.take(record);
  }
  const bool any = mapper_.records() > 0;
  STAYSAIL_TRY(out, mapper_.finish());
  if (!any) out = FeedBatch{};
  return any;
}

}  // namespace staysail::boss
