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
  // `row_digests`: see FeedRequest.
  RowMapper(RowBinding binding, std::string file, bool row_digests = true);
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
    std::vector<std::size_t> texts;            // columns of texts
    std::size_t room = 0;                      // of the columns, in rows
    std::size_t expected_rows = 256;           // as many as the last batch had
    std::int64_t cell_version = 0;
    std::string version_text;  // that was read last, and its version: a file mostly has one
    std::int64_t version_of_text = 0;
    bool present = false, is_deletion = false;
  };
  // Why a record is rejected.
  struct Refusal {
    std::string_view reason;
    std::size_t index = kNoColumn;  // of the column at fault
    std::string_view text;
    std::string_view column;
  };

  // Each that answers false has said why in refusal_.
  bool read(const TextRecord& record);
  bool is_whole(const TextRecord& record);
  bool read_straight(BoundEntity& entity, Part& part, const TextRecord& record);
  template <bool kDigests>
  bool read_straight_fields(BoundEntity& entity, Part& part, const TextRecord& record);
  bool read_entity(BoundEntity& entity, Part& part, const TextRecord& record);
  bool read_fields(BoundEntity& entity, Part& part, const TextRecord& record);
  template <bool kDigests>
  bool read_fields(BoundEntity& entity, Part& part, const TextRecord& record);
  bool check_owner(const BoundEntity& entity, const Part& part);
  bool is_deletion(const BoundEntity& entity, const TextRecord& record) const;
  bool read_version(const BoundEntity& entity, Part& part, const TextRecord& record);
  bool refuse(const Refusal& refusal);
  bool tells_person(std::size_t index) const;
  bool is_skipped(const BoundEntity& entity, const TextRecord& record) const;
  bool goes_straight() const;
  void take_straight(const TextRecord& record);
  void append(const TextRecord& record);
  void append_part(Part& part);
  static void make_room(Part& part);
  void reject(const TextRecord& record);

  RowBinding binding_;
  FeedBatch batch_;
  std::string file_;
  std::vector<Part> parts_;
  RowDigest digest_;         // of what was read of the record at hand
  Refusal refusal_;          // of the record that was rejected last
  bool names_rows_ = false;  // some field is the digest of its record
  bool digests_ = true;      // of each record one is made
  bool straight_ = false;    // values go to their columns at once
  std::string digest_text_;
};

}  // namespace staysail::boss
