// bench_match CUSTOMERS STRATEGIES [--seed N] [--export DIR] [--naive CUSTOMERS]
//
// How fast a workload is compiled, coded and matched: one thread, its processor time, the least of several runs.
// --export writes the workload for other engines (bench/match.py), --naive walks a tree for so many customers beside
// us. Counts that differ end the program.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <limits>
#include <string>

#include "naive_tree.hpp"
#include "staysail/decision/condition_index.hpp"
#include "workload.hpp"

namespace {

using namespace staysail;
using namespace staysail::bench;

struct Options {
  std::size_t customers = 0, strategies = 0, naive = 0;
  std::uint64_t seed = 1;
  std::string folder;
};

// Of this thread on a processor: what else runs on the machine does not count, what it does to the caches does.
double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double least(int runs, const std::function<void()>& work) {
  double best = std::numeric_limits<double>::infinity();
  for (int i = 0; i < runs; ++i) {
    const double start = processor_seconds();
    work();
    best = std::min(best, processor_seconds() - start);
  }
  return best;
}

void demand(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "bench_match: %s\n", what);
  std::exit(1);
}

Options options_of(int count, char** words) {
  Options options;
  demand(count >= 3, "bench_match CUSTOMERS STRATEGIES [--seed N] [--export DIR] [--naive CUSTOMERS]");
  options.customers = std::strtoull(words[1], nullptr, 10);
  options.strategies = std::strtoull(words[2], nullptr, 10);
  for (int i = 3; i + 1 < count; i += 2) {
    const std::string name = words[i], value = words[i + 1];
    if (name == "--seed") options.seed = std::strtoull(value.c_str(), nullptr, 10);
    if (name == "--naive") options.naive = std::strtoull(value.c_str(), nullptr, 10);
    if (name == "--export") options.folder = value;
  }
  return options;
}

template <class T>
void write_array(const std::string& path, const std::vector<T>& values) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(T)));
}

void export_workload(const Workload& work, const std::string& folder, const std::vector<std::uint64_t>& counts) {
  std::ofstream columns(folder + "/columns.txt"), questions(folder + "/questions.jsonl");
  for (const PlainColumn& column : work.columns) {
    columns << column.name << '\n';
    write_array(folder + "/" + column.name + ".values", column.values);
    write_array(folder + "/" + column.name + ".present", column.present);
  }
  for (std::size_t i = 0; i < counts.size(); ++i)
    questions << "{\"count\": " << counts[i] << ", \"when\": " << to_json(work.questions[i]) << "}\n";
}

struct Matching {
  Matcher matcher;
  BoundMatcher bound;
  RowCodes codes;
};

Matching compile_and_encode(const Workload& work) {
  InlineExecutor executor;
  const Scope scope = Scope::of(work.frame.schema());
  const Schema& schema = work.frame.schema();
  std::vector<MatchRule> copies[3] = {work.rules, work.rules, work.rules};
  std::size_t next = 0;
  Matcher matcher;
  const double compiled = least(3, [&] { matcher = Matcher::compile(std::move(copies[next++]), scope).value(); });
  const double tied = least(3, [&] { matcher.bind(schema, {}).value(); });
  const BoundMatcher bound = matcher.bind(schema, {}).value();
  const double encoded = least(5, [&] { bound.encode(work.frame, executor).value(); });
  RowCodes codes = bound.encode(work.frame, executor).value();
  const double kept = least(5, [&] { bound.encode(work.frame, executor, &codes).value(); });
  const BoundConditions::Shape shape = bound.conditions().shape();
  std::printf("compile %.1f ms, bind %.1f ms: %zu predicates, %zu groups, %zu columns\n", compiled * 1e3, tied * 1e3,
              shape.predicates, shape.groups, shape.columns);
  std::printf("encode %.2f ns a value; kept codes %.3f ms a frame\n",
              encoded * 1e9 / static_cast<double>(codes.values_coded()), kept * 1e3);
  return {std::move(matcher), bound, std::move(codes)};
}

void match_all(const Matching& made, const Options& options, std::vector<std::uint64_t>& counts) {
  InlineExecutor executor;
  const double pairs = static_cast<double>(options.customers) * static_cast<double>(options.strategies);
  for (const InstructionSet set : instruction_sets()) {
    const MatchOptions with{65536, set};
    std::vector<std::uint64_t> found;
    ConditionRows list;
    const double counted = least(7, [&] { found = made.bound.counts(made.codes, executor, with).value(); });
    const double marked = least(5, [&] { made.bound.match(made.codes, executor, with).value(); });
    const double top = least(5, [&] { made.bound.top(made.codes, 3, executor, with).value(); });
    const double listed = least(5, [&] { list = made.bound.list(made.codes, executor, with).value(); });
    demand(counts.empty() || counts == found, "the instruction sets do not agree");
    counts = found;
    std::printf("%-8s ns a pair: counts %.4f, bit maps %.4f, best three %.4f; every match %.2f ns a match (%zu)\n",
                std::string(name_of(set)).c_str(), counted * 1e9 / pairs, marked * 1e9 / pairs, top * 1e9 / pairs,
                listed * 1e9 / static_cast<double>(std::max<std::size_t>(1, list.rows.size())), list.rows.size());
  }
}

void walk_trees(const Workload& work, const Matching& made, std::size_t customers) {
  InlineExecutor executor;
  const RowCodes codes = made.bound.encode(work.frame.slice(0, customers), executor).value();
  std::vector<std::uint64_t> counts;
  const double walked = least(1, [&] { counts = naive_counts(work, customers); });
  demand(counts == made.bound.counts(codes, executor).value(), "the naive tree counts otherwise");
  std::printf("naive tree: %.2f ns a pair\n",
              walked * 1e9 / static_cast<double>(customers) / static_cast<double>(work.rules.size()));
}

struct Spread {
  double median = 0, high = 0;  // microseconds: 50 % and 99 % of the events are no slower
};

Spread spread(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  return {times[times.size() / 2] * 1e6, times[times.size() * 99 / 100] * 1e6};
}

void show(const char* what, std::vector<double> times) {
  const Spread found = spread(std::move(times));
  std::printf("one event, %s: p50 %.2f us, p99 %.2f us\n", what, found.median, found.high);
}

void match_events(const Workload& work, const Matching& made) {
  ConditionIndex index = made.bound.index();
  std::printf("index %.1f ms\n", least(2, [&] { index = made.bound.index(); }) * 1e3);
  const std::size_t events = std::min<std::size_t>(2000, work.frame.rows());
  std::vector<double> coding, best, all, changed;
  for (std::size_t row = 0; row < events; ++row) {
    const Inputs inputs = Inputs::of_row(work.frame.columns(), row);
    const ConditionIndex::Change change[] = {
        {work.columns[row % 36].name, Value::of_row(work.frame.column(row % 36), (row + 1) % events)}};
    EventState event = index.code(inputs);
    coding.push_back(seconds([&] { event = index.code(inputs); }));
    best.push_back(seconds([&] { index.first(event, 3); }));
    all.push_back(seconds([&] { index.match(event); }));
    changed.push_back(seconds([&] { index.change(event, change); }));
  }
  show("coding 36 values", std::move(coding));
  show("best three", std::move(best));
  show("every match", std::move(all));
  show("one value changed", std::move(changed));
}

}  // namespace

int main(int count, char** words) {
  const Options options = options_of(count, words);
  const Workload work = make_workload(options.customers, options.strategies, options.seed);
  std::printf("%zu customers, %zu strategies, seed %llu\n", options.customers, options.strategies,
              static_cast<unsigned long long>(options.seed));
  const Matching made = compile_and_encode(work);
  std::vector<std::uint64_t> counts;
  match_all(made, options, counts);
  if (options.naive > 0) walk_trees(work, made, std::min(options.naive, options.customers));
  match_events(work, made);
  if (!options.folder.empty()) export_workload(work, options.folder, counts);
}
