// Resources that tell single events, gathered into one record a key: usage of a line in a month.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "staysail/boss/mapping.hpp"

namespace staysail::boss {

// Records as texts in the order of a feed's columns. Owned by one thread.
class RecordSource {
 public:
  virtual ~RecordSource() = default;
  // Overwrites `values` and `name`, which is for people: an id. False: the end.
  virtual Result<bool> next(std::vector<std::string>& values, std::string& name) = 0;
};

// Reads `events` to their end; memory is bounded by the keys. Records of one key of the feed's table become one:
// numbers are summed, days are the latest, and what `rollup` counts is counted. A record that lacks a part of the key,
// or whose number is none, is handed on as it is, so that it is refused by itself. `amount_overflow` for a sum past 64
// bits. Precondition: check_rollup().
Result<std::unique_ptr<RecordSource>> usage_rollup(const FeedMapping& feed, const std::vector<std::string>& columns,
                                                   RecordSource& events);

// `mapping_invalid` for a feed that cannot be gathered.
Status check_rollup(const FeedMapping& feed, const ModelCatalog& catalog);

}  // namespace staysail::boss
