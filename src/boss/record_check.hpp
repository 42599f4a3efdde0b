// Looking at the rows of one file or table as a check does: counted, sorted out, and let go.
#pragma once

#include <string>

#include "staysail/boss/feed_check.hpp"
#include "staysail/files/text_record.hpp"

namespace staysail::boss {

// Adds a batch to what was counted; its rejects go to the sink.
Status count_rows(const FeedBatch& batch, RejectSink& rejects, FileCheck& check);

// Columns that nobody names, columns that are missing, then every record. What cannot be read at all is the failure of
// `check`, not of the call.
Status check_records(TextRecordReader& records, const Mapping& mapping, const FeedMapping& feed,
                     const std::string& name, RejectSink& rejects, const Control& control, FileCheck& check);

}  // namespace staysail::boss
