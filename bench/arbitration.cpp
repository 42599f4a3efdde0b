// bench_arbitration UNITS ITEMS [--seed N] [--threads T] [--export DIR]
//
// Customers and offers with capacities, one offer a customer: first come, the greedy peer and prices with a proved gap,
// least of three runs. --export writes the problem and our answer for an exact solver (bench/arbitration.py). A choice
// that breaks a capacity, or is worth more than the bound, ends the program.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <limits>
#include <numeric>
#include <random>
#include <string>

#include "staysail/statistics/allocation.hpp"

namespace {

using namespace staysail;
using namespace staysail::statistics;

constexpr std::uint64_t kNothing = std::numeric_limits<std::uint64_t>::max();

struct Options {
  std::size_t units = 0, items = 0, threads = 1;
  std::uint64_t seed = 7;
  std::string folder;
};

void demand(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "bench_arbitration: %s\n", what);
  std::exit(1);
}

Options options_of(int count, char** words) {
  Options options;
  demand(count >= 3, "bench_arbitration UNITS ITEMS [--seed N] [--threads T] [--export DIR]");
  options.units = std::strtoull(words[1], nullptr, 10);
  options.items = std::strtoull(words[2], nullptr, 10);
  for (int i = 3; i + 1 < count; i += 2) {
    const std::string name = words[i], value = words[i + 1];
    if (name == "--seed") options.seed = std::strtoull(value.c_str(), nullptr, 10);
    if (name == "--threads") options.threads = std::strtoull(value.c_str(), nullptr, 10);
    if (name == "--export") options.folder = value;
  }
  return options;
}

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  double roll() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }

 private:
  std::mt19937_64 engine_;
};

// Each offer suits 1 to 50 % of the customers and there is enough of it for 1 to 11 % of those; a value is the chance
// of a yes times the offer's worth times the customer's own.
AllocationProblem made_up(const Options& options) {
  Dice dice(options.seed);
  AllocationProblem problem;
  std::vector<double> suits(options.items), worth(options.items);
  for (std::size_t j = 0; j < options.items; ++j) {
    suits[j] = 0.01 * std::pow(50.0, dice.roll());
    worth[j] = std::exp(2 + 2 * dice.roll());
    const double places = static_cast<double>(options.units) * suits[j] * (0.01 + 0.10 * dice.roll());
    problem.capacity.push_back(std::max<std::int64_t>(1, static_cast<std::int64_t>(places)));
    problem.items.push_back({static_cast<std::uint32_t>(j), false, {{static_cast<std::uint32_t>(j), 1}}});
  }
  problem.first.push_back(0);
  for (std::size_t i = 0; i < options.units; ++i) {
    const double own = 0.3 + dice.roll();
    for (std::size_t j = 0; j < options.items; ++j) {
      if (dice.roll() >= suits[j]) continue;
      problem.item.push_back(static_cast<std::uint32_t>(j));
      problem.value.push_back(std::llround(std::pow(dice.roll(), 3) * 0.4 * worth[j] * own * 1000));
    }
    problem.first.push_back(problem.item.size());
  }
  return problem;
}

std::int64_t first_come(const AllocationProblem& problem) {
  std::vector<std::int64_t> left = problem.capacity;
  std::int64_t sum = 0;
  for (std::size_t unit = 0; unit < problem.units(); ++unit) {
    std::uint64_t best = kNothing;
    for (std::uint64_t entry = problem.first[unit]; entry < problem.first[unit + 1]; ++entry) {
      if (left[problem.item[entry]] > 0 && (best == kNothing || problem.value[entry] > problem.value[best]))
        best = entry;
    }
    if (best == kNothing) continue;
    --left[problem.item[best]];
    sum += problem.value[best];
  }
  return sum;
}

// All pairs by value, each given if customer and offer are still free.
std::int64_t greedy(const AllocationProblem& problem) {
  std::vector<std::uint32_t> order(problem.entries()), unit_of(problem.entries());
  std::iota(order.begin(), order.end(), 0u);
  for (std::uint32_t unit = 0; unit < problem.units(); ++unit) {
    for (std::uint64_t entry = problem.first[unit]; entry < problem.first[unit + 1]; ++entry) unit_of[entry] = unit;
  }
  std::sort(order.begin(), order.end(), [&problem](std::uint32_t a, std::uint32_t b) {
    return problem.value[a] != problem.value[b] ? problem.value[a] > problem.value[b] : a < b;
  });
  std::vector<std::int64_t> left = problem.capacity;
  std::vector<std::uint8_t> served(problem.units(), 0);
  std::int64_t sum = 0;
  for (const std::uint32_t entry : order) {
    if (served[unit_of[entry]] != 0 || left[problem.item[entry]] == 0) continue;
    served[unit_of[entry]] = 1;
    --left[problem.item[entry]];
    sum += problem.value[entry];
  }
  return sum;
}

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double least(const std::function<void()>& work) { return std::min({seconds(work), seconds(work), seconds(work)}); }

void check(const AllocationProblem& problem, const Allocation& answer) {
  std::vector<std::int64_t> left = problem.capacity;
  Int128 sum = 0;
  for (const std::uint64_t entry : answer.chosen) {
    demand(--left[problem.item[entry]] >= 0, "a capacity is broken");
    sum += problem.value[entry];
  }
  demand(sum == answer.value, "the value is not that of the choice");
  demand(sum <= answer.bound, "the bound lies below a choice");
}

template <class T>
void write_array(const std::string& path, const std::vector<T>& values) {
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(T)));
}

void export_all(const AllocationProblem& problem, const Allocation& answer, const std::string& folder) {
  write_array(folder + "/first", problem.first);
  write_array(folder + "/item", problem.item);
  write_array(folder + "/value", problem.value);
  write_array(folder + "/capacity", problem.capacity);
  std::ofstream(folder + "/answer") << static_cast<std::int64_t>(answer.value) << ' '
                                    << static_cast<std::int64_t>(answer.bound) << '\n';
}

void print(const char* name, double value, double bound, double time) {
  std::printf("%-12s value %16.0f   below the bound %8.4f %%   %8.3f s\n", name, value, 100 * (bound - value) / bound,
              time);
}

}  // namespace

int main(int count, char** words) {
  const Options options = options_of(count, words);
  const AllocationProblem problem = made_up(options);
  std::printf("%zu units, %zu items, %zu entries\n", problem.units(), problem.items.size(), problem.entries());
  ThreadPool pool(options.threads);
  AllocationOptions how;
  how.executor = &pool;
  Allocation answer;
  const double ours = least([&] { answer = allocate(problem, how).value(); });
  check(problem, answer);
  std::int64_t come = 0, sorted = 0;
  const double come_time = least([&] { come = first_come(problem); });
  const double sorted_time = least([&] { sorted = greedy(problem); });
  demand(sorted <= answer.bound && come <= answer.bound, "the bound lies below a peer");
  const auto bound = static_cast<double>(answer.bound);
  print("first come", static_cast<double>(come), bound, come_time);
  print("greedy", static_cast<double>(sorted), bound, sorted_time);
  print("prices", static_cast<double>(answer.value), bound, ours);
  std::printf("proved gap %.5f %%, %u passes over all entries, %.2f times the time of greedy\n", 100 * answer.gap(),
              answer.passes, ours / sorted_time);
  if (!options.folder.empty()) export_all(problem, answer, options.folder);
}
