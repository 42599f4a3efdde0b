// The parts of matching one by one, under Google Benchmark: coding by type of column, and matching by instruction set.
#include <benchmark/benchmark.h>

#include "workload.hpp"

namespace {

using namespace staysail;
using namespace staysail::bench;

constexpr std::size_t kCustomers = 100'000;

const Workload& workload() {
  static const Workload work = make_workload(kCustomers, 1000, 1);
  return work;
}

BoundMatcher matcher_of(const Batch& frame) {
  return Matcher::compile(workload().rules, Scope::of(workload().frame.schema()))
      .value()
      .bind(frame.schema(), {})
      .value();
}

// The argument is the column: 0 money, 1 text, 2 a count, 3 a day, 5 a boolean.
void encode_column(benchmark::State& state) {
  const auto column = static_cast<std::size_t>(state.range(0));
  std::vector<MatchRule> rules;
  const std::string& name = workload().columns[column].name;
  for (const MatchRule& rule : workload().rules)
    if (rule.when.find(name + " ") != std::string::npos) rules.push_back(rule);
  const BoundMatcher bound = Matcher::compile(std::move(rules), Scope::of(workload().frame.schema()))
                                 .value()
                                 .bind(workload().frame.schema(), {})
                                 .value();
  InlineExecutor executor;
  std::size_t coded = 0;
  for (auto _ : state) coded += bound.encode(workload().frame, executor)->values_coded();
  state.SetItemsProcessed(static_cast<std::int64_t>(coded));
}

void count_matches(benchmark::State& state) {
  const auto set = static_cast<std::size_t>(state.range(0));
  if (set >= instruction_sets().size()) return state.SkipWithError("this processor does not have the instructions");
  InlineExecutor executor;
  const BoundMatcher bound = matcher_of(workload().frame);
  const RowCodes codes = bound.encode(workload().frame, executor).value();
  for (auto _ : state)
    benchmark::DoNotOptimize(bound.counts(codes, executor, MatchOptions{65536, instruction_sets()[set]}));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kCustomers * workload().rules.size()));
}

BENCHMARK(encode_column)->Arg(0)->Arg(1)->Arg(2)->Arg(3)->Arg(5)->Unit(benchmark::kMillisecond);
BENCHMARK(count_matches)->Arg(0)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
