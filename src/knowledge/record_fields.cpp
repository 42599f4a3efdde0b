#include "knowledge/record_fields.hpp"

#include <limits>

namespace staysail::knowledge {
namespace {

constexpr std::int64_t kMostCustomers = std::numeric_limits<std::int64_t>::max();

Result<std::uint64_t> next_count(RecordReader& reader) {
  STAYSAIL_TRY(const std::int64_t count, next_number(reader, 0, kMostCustomers));
  return static_cast<std::uint64_t>(count);
}

}  // namespace

Result<std::string> next_string(RecordReader& reader) {
  STAYSAIL_TRY(const auto text, reader.next_text());
  return std::string(text.value_or(std::string_view()));
}

Result<std::int64_t> next_number(RecordReader& reader, std::int64_t least, std::int64_t most) {
  STAYSAIL_TRY(const auto number, reader.next_integer());
  if (number && least <= *number && *number <= most) return *number;
  return Error(Errc::malformed_record,
               "a number of a knowledge record is missing or out of range; run `staysail verify`");
}

void add_counts(RecordWriter& writer, const OutcomeCounts& counts) {
  for (const std::uint64_t count : {counts.tried, counts.accepted, counts.kept, counts.held_out, counts.held_out_kept})
    writer.add_integer(static_cast<std::int64_t>(count));
}

Result<OutcomeCounts> next_counts(RecordReader& reader) {
  OutcomeCounts counts;
  STAYSAIL_TRY(counts.tried, next_count(reader));
  STAYSAIL_TRY(counts.accepted, next_count(reader));
  STAYSAIL_TRY(counts.kept, next_count(reader));
  STAYSAIL_TRY(counts.held_out, next_count(reader));
  STAYSAIL_TRY(counts.held_out_kept, next_count(reader));
  if (counts.kept > counts.tried || counts.held_out_kept > counts.held_out)
    return Error(Errc::malformed_record, "more customers kept than there were; run `staysail verify`");
  return counts;
}

}  // namespace staysail::knowledge
