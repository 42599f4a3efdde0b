// Validated, typed ingest of a bills file: from the bytes of the file to batches of a feed, on one thread.
//
//     bench_ingest [MEGABYTES] [--runs N] [--export DIR] [--encoding utf-8|gb18030] [--scattered-ids]
//                  [--batch-rows N]
//
// Writes a bills file made from a seed in UTF-8 and in GB18030, reads each through FileFeed (decoded, split, typed,
// validated, digested) and prints megabytes (10^6 bytes of the file) per second of processor time, the least time of
// the runs. Sums and counts of both must be equal. --export keeps the files and writes found.txt for ingest.py.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "bill_file.hpp"
#include "staysail/boss/file_feed.hpp"

namespace {

using namespace staysail;
using bench::BillFile;

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

template <class T>
T demand(Result<T> result) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "%s\n", result.error().to_string().c_str());
  std::exit(1);
}

// What is read, so that two ways of reading can be held against each other.
struct Found {
  std::uint64_t rows = 0, rejected = 0, nulls = 0, texts = 0;
  std::int64_t amount = 0, days = 0;
  Digest digest;
  friend bool operator==(const Found&, const Found&) = default;
};

void add_column(const Column& column, Found& found) {
  found.nulls += column.null_count();
  if (column.type() == ColumnType::number && column.field().scale == 3)
    for (const std::int64_t value : column.numbers()) found.amount += value;
  if (column.type() == ColumnType::day)
    for (const std::int32_t value : column.days()) found.days += value;
  if (column.type() == ColumnType::text)
    for (const std::int32_t code : column.codes()) found.texts += static_cast<std::uint64_t>(code >= 0);
}

void add(const FeedBatch& batch, Found& found, SetDigest& rows) {
  found.rows += batch.rows.size();
  found.rejected += batch.rejects.size();
  for (const auto& part : batch.parts)
    for (const Column& column : part.batch.columns()) add_column(column, found);
  for (const auto& row : batch.rows) rows.add(row.digest);
}

struct Ask {
  std::size_t megabytes = 200;
  std::size_t rows_per_batch = FeedRequest().rows_per_batch;
  int runs = 5;
  bool scattered_ids = false;
  std::string folder;
  std::vector<std::string> encodings{"utf-8", "gb18030"};
};

struct Times {
  double plan = 0, read = 0;
};

Times read_once(FileFeed& feed, const FeedRequest& request, Found& found) {
  Times times;
  SetDigest rows;
  const double start = processor_seconds();
  const auto splits = demand(feed.plan(request));
  const double planned = processor_seconds();
  const auto reader = demand(feed.open(request, splits.at(0)));
  FeedBatch batch;
  double aside = 0;  // what holds the results against each other is no part of reading
  while (demand(reader->next(batch))) {
    const double read = processor_seconds();
    add(batch, found, rows);
    aside += processor_seconds() - read;
  }
  times.read = processor_seconds() - planned - aside;
  times.plan = planned - start;
  found.digest = rows.finish();
  return times;
}

Found measure(const BillFile& file, const Ask& ask) {
  const auto feed = demand(FileFeed::open_folder(file.folder, file.mapping));
  Found found;
  Times best{1e9, 1e9};
  for (int run = 0; run < ask.runs; ++run) {
    found = Found{};
    const Times times = read_once(*feed, FeedRequest{ask.rows_per_batch}, found);
    best.plan = std::min(best.plan, times.plan);
    best.read = std::min(best.read, times.read);
  }
  const double megabytes = static_cast<double>(file.bytes) / 1e6;
  std::printf("%-8s %.0f MB, %llu rows (%.0f bytes each): plan %.3f s, read %.3f s, %.0f MB per CPU second",
              file.encoding.c_str(), megabytes, static_cast<unsigned long long>(found.rows),
              static_cast<double>(file.bytes) / static_cast<double>(found.rows), best.plan, best.read,
              megabytes / best.read);
  std::printf(", %.0f with its planning\n", megabytes / (best.read + best.plan));
  std::ofstream(file.folder + "/../found_" + file.encoding + ".txt")
      << best.read << ' ' << best.plan << ' ' << file.bytes << ' ' << found.rows << ' ' << found.amount << ' '
      << found.nulls << '\n';
  return found;
}

Ask read_words(int count, char** words) {
  Ask ask;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word == "--runs" && i + 1 < count) ask.runs = std::max(1, std::atoi(words[++i]));
    else if (word == "--scattered-ids") ask.scattered_ids = true;
    else if (word == "--batch-rows" && i + 1 < count) ask.rows_per_batch = std::strtoul(words[++i], nullptr, 10);
    else if (word == "--encoding" && i + 1 < count) ask.encodings = {words[++i]};
    else if (word == "--export" && i + 1 < count) ask.folder = words[++i];
    else ask.megabytes = static_cast<std::size_t>(std::max(1, std::atoi(words[i])));
  }
  return ask;
}

}  // namespace

int main(int count, char** words) {
  const Ask ask = read_words(count, words);
  namespace fs = std::filesystem;
  const fs::path folder =
      ask.folder.empty() ? fs::temp_directory_path() / "staysail_bench_ingest" : fs::path(ask.folder);
  std::vector<Found> found;
  for (const auto& encoding : ask.encodings)
    found.push_back(
        measure(bench::write_bills(folder.string(), encoding, ask.megabytes * 1'000'000, ask.scattered_ids), ask));
  if (ask.folder.empty()) fs::remove_all(folder);
  if (found.front() == found.back() && found.front().rejected == 0) return 0;
  std::fprintf(stderr, "the two encodings were read differently, or rows were refused\n");
  return 1;
}
