// Call detail records as what each subscription did on each day: the only thing of them that is kept.
#pragma once

#include <memory>
#include <string>

#include "staysail/boss/mapping.hpp"
#include "staysail/files/text_record.hpp"

namespace staysail::boss {

// The columns of the rows that open_call_days() gives.
inline constexpr const char* kCallDayColumns[] = {
    "subscription_id",    "day",         "part",        "records", "calls_out",
    "calls_in",           "seconds_out", "seconds",     "bytes",   "distinct_contacts",
    "last_outgoing_call", "active_days", "failed_calls"};

// Most records of a file. Each of them is remembered by 64 bits until the file ends, so that one that stands twice
// counts once, and so is each contact of a day; neither is kept.
inline constexpr std::uint64_t kMostCallRecords = 20'000'000;

// A row for each subscription and day in their order, at the place of its first record, and the same row again for each
// record that repeats another of its day. Records that cannot be used come as they are read, each a bad row. `part` is
// the digest of the file's first usable record: a copy of the file is the same part, and so is the file when it has
// grown. `mapping_invalid` for a column that is missing; reading fails with `limit_exceeded` past kMostCallRecords. The
// feed outlives the reader.
Result<std::unique_ptr<TextRecordReader>> open_call_days(std::unique_ptr<TextRecordReader> records,
                                                         const FeedMapping& feed, const std::string& file);

}  // namespace staysail::boss
