// What the benchmark of bulk writes and its peers share: the records, what a store makes of them, and the watch.
#pragma once

#include <chrono>
#include <cstddef>
#include <ctime>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "staysail/store/entity_store.hpp"

namespace staysail::bench {

[[noreturn]] void fail(const std::string& what);

template <class T>
T required(Result<T> result) {
  if (!result) fail(result.error().to_string());
  return *std::move(result);
}

// Passed time, and the processor time of this process: a server's own is not in it.
struct Cost {
  double seconds = 0, processor = 0;
};

class Stopwatch {
 public:
  Cost read() const {
    return {std::chrono::duration<double>(Clock::now() - start_).count(),
            static_cast<double>(std::clock() - processor_) / CLOCKS_PER_SEC};
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
  std::clock_t processor_ = std::clock();
};

// What a store adds to the columns of a record: its index entries packed, and the digest of the row.
struct Additions {
  std::string packed, digest;
};

// The same work for every peer: what is to be written, and what the store adds to it, in the order of the records. No
// additions: the peer writes records and index entries alone.
struct Work {
  const std::vector<ChangeSet>& changes;
  const std::vector<std::vector<Additions>>& additions;
  bool bare() const { return additions.empty(); }
};

// The index entries of a change set as (value, id), index by index, in the order in which their table keeps them.
std::map<std::string_view, std::vector<std::pair<std::string_view, std::string_view>>> sorted_entries(
    const ChangeSet& changes);

}  // namespace staysail::bench
