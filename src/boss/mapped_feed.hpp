// What feeds that read by a mapping share, whatever their rows come from: files, tables of a database, an API.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "boss/row_mapper.hpp"
#include "staysail/boss/boss_feed.hpp"
#include "staysail/boss/mapping.hpp"
#include "staysail/files/text_record.hpp"

namespace staysail::boss {

// `invalid_argument` unless a batch has 1 to 1,048,576 rows.
Status check_request(const FeedRequest& request);

// Of the feed's entities, each once, in their order.
std::vector<std::string> tables_of(const FeedMapping& feed);

// Who says what the feed's rows tell: the feed's source, after the system that the mapping names.
std::string source_name(const Mapping& mapping, const FeedMapping& feed);

// Records through a mapper, a batch at a time. Shares the mapping with its feed, and owns what the records are read
// from.
class MappedReader final : public FeedReader {
 public:
  // `kept` lives as long as the records: a snapshot of a database; may be null.
  MappedReader(std::shared_ptr<const Mapping> mapping, std::shared_ptr<const void> kept,
               std::unique_ptr<TextRecordReader> records, RowMapper mapper, std::size_t rows_per_batch);
  Result<bool> next(FeedBatch& out) override;

 private:
  std::shared_ptr<const Mapping> mapping_;
  std::shared_ptr<const void> kept_;
  std::unique_ptr<TextRecordReader> records_;
  RowMapper mapper_;
  std::size_t rows_per_batch_;
};

}  // namespace staysail::boss
