// Intake of an export: from its files to rows in a store in memory, on one thread. What a night does before it looks.
//
//     bench_intake EXPORT MAPPING [BATCH_ROWS]
//
// Prints processor seconds, the largest memory and a digest of what is then in the store: of two states of the library
// both must tell the same digest.
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>

#include "staysail/boss/file_feed.hpp"
#include "staysail/columns/batch_codec.hpp"
#include "staysail/store/store.hpp"
#include "staysail/view/intake.hpp"
#include "staysail/view/quarantine.hpp"

namespace {

using namespace staysail;

rusage used() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage;
}

double processor_seconds() {
  const rusage usage = used();
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

template <class T>
T demand(Result<T> result) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "%s\n", result.error().to_string().c_str());
  std::exit(1);
}

// Of every row of every table, with the versions of records and chunks left out, and of the quarantine.
Digest digest_of(Store& store, const ModelCatalog& catalog) {
  Digester digester;
  for (const auto& table : catalog.tables()) {
    FindRequest request;
    request.kind = table.name;
    for (const Record& record : demand(store.entities().find(request)).records)
      digester.add(record.key.id).add(record.payload);
    for (const Month month : demand(store.facts().months(table.name))) {
      ScanRequest scan;
      scan.table = table.name;
      scan.first = scan.last = month;
      for (const auto& chunk : demand(store.facts().scan(scan)).chunks) digester.add(encode_batch(chunk.batch));
    }
  }
  const Digest outside = demand(Quarantine::load(store)).digest();
  digester.add(static_cast<std::int64_t>(outside.high)).add(static_cast<std::int64_t>(outside.low));
  return digester.finish();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "bench_intake EXPORT MAPPING [BATCH_ROWS]\n");
    return 2;
  }
  const auto feed = demand(FileFeed::open_folder(argv[1], argv[2], std::nullopt));
  const ModelCatalog catalog = demand(Mapping::load(argv[2])).catalog;
  const auto store = make_memory_store();
  IntakeOptions options;
  if (argc > 3) options.request.rows_per_batch = static_cast<std::size_t>(std::strtoul(argv[3], nullptr, 10));
  const double start = processor_seconds();
  const RowCounts rows = demand(take_in(*feed, *store, catalog, options)).total;
  const double seconds = processor_seconds() - start;
  const long mebibytes = used().ru_maxrss / 1024;
  if (rows.read != rows.accepted + rows.duplicate + rows.quarantined) {
    std::fprintf(stderr, "rows are lost: report this\n");
    return 1;
  }
  std::printf("%llu rows read, %llu accepted, %llu duplicate, %llu quarantined; %.2f s, %ld MiB; digest %s\n",
              static_cast<unsigned long long>(rows.read), static_cast<unsigned long long>(rows.accepted),
              static_cast<unsigned long long>(rows.duplicate), static_cast<unsigned long long>(rows.quarantined),
              seconds, mebibytes, digest_of(*store, catalog).to_string().c_str());
  return 0;
}
