// The fields that records of this room have in common.
#pragma once

#include <string>
#include <string_view>

#include "staysail/base/id.hpp"
#include "staysail/knowledge/evidence.hpp"
#include "staysail/model/record.hpp"

namespace staysail::knowledge {

template <class Tag>
void add_id(RecordWriter& writer, const Id<Tag>& id) {
  writer.add_text(id.source());
  writer.add_text(id.text());
}

// Null reads as empty.
Result<std::string> next_string(RecordReader& reader);
// `malformed_record` for a number outside [least, most] or none.
Result<std::int64_t> next_number(RecordReader& reader, std::int64_t least, std::int64_t most);

template <class Tag>
Result<Id<Tag>> next_id(RecordReader& reader) {
  STAYSAIL_TRY(std::string source, next_string(reader));
  STAYSAIL_TRY(std::string text, next_string(reader));
  return Id<Tag>::of(std::move(text), std::move(source));
}

void add_counts(RecordWriter& writer, const OutcomeCounts& counts);
Result<OutcomeCounts> next_counts(RecordReader& reader);

}  // namespace staysail::knowledge
