// Turns records of one file into batches of a feed: every record becomes an origin with parts, or a reject.
#pragma once

#include <string>
#include <vector>

#include "boss/cell_column.hpp"
#include "boss/row_binding.hpp"
#include "boss/row_digest.hpp"
#include "staysail/boss/boss_feed.hpp"
#include "staysail/files/text_record.hpp"

namespace staysail::boss {

// Owned by one thread.
class RowMapper {
 public:
  RowMapper(RowBinding binding, std::string file);
  void take(const TextRecord& record);
  std::size_t records() const { return batch_.rows.size() + batch_.rejects.size(); }
  // Hands the batch out; the mapper starts the next one.
  Result<FeedBatch> finish();

 private:
  // One table's rows while they are gathered.
  struct Part {
    std::vector<CellColumn> columns;
    std::vector<std::uint32_t> row;
    std::vector<std::int64_t> version;
    std::vector<Cell> cells;                   // of the record at hand: fields, then kept columns
    std::vector<std::size_t> named_by_digest;  // fields whose value is the digest of the record
    std::vector<std::uint8_t> deleted;         // empty as long as no row is
    std::int64_t cell_version = 0;
    bool present = false, is_deletion = false;
  };
  // Why a record is rejected; an empty reason means that it is not.
  struct Refusal {
    std::string_view reason;
    std::size_t index = kNoColumn;  // of the column at fault
    std::string_view text;
    std::string_view column;
  };

  Refusal read(const TextRecord& record);
  Refusal read_entity(const BoundEntity& entity, Part& part, const TextRecord& record);
  Refusal read_fields(const BoundEntity& entity, Part& part, const TextRecord& record);
  Refusal check_owner(const BoundEntity& entity, const Part& part) const;
  bool is_deletion(const BoundEntity& entity, const TextRecord& record) const;
  Refusal read_version(const BoundEntity& entity, Part& part, const TextRecord& record);
  bool tells_person(std::size_t index) const;
  bool is_skipped(const BoundEntity& entity, const TextRecord& record) const;
  void append(const TextRecord& record);
  void append_part(Part& part);
  void reject(const TextRecord& record, const Refusal& refusal);

  RowBinding binding_;
  FeedBatch batch_;
  std::string file_;
  std::vector<Part> parts_;
  RowDigest digest_;         // of what was read of the record at hand
  bool names_rows_ = false;  // some field is the digest of its record
  std::string digest_text_;
};

}  // namespace staysail::boss
