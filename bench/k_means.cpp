// k-means and the choice of k on made-up customers, on one thread and on two; `--export FOLDER` writes the rows and
// what was found, for bench/k_means.py to run a peer on.
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <limits>
#include <string>
#include <vector>

#include "staysail/statistics/cluster_count.hpp"

namespace {

using namespace staysail;
using statistics::KMeans;
using statistics::KMeansOptions;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kColumns = 8, kKinds = 12, kIterations = 20, kRepeats = 5;

// Uniform in (0, 1): Knuth's MMIX generator.
class Dice {
 public:
  double roll() {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return (static_cast<double>(state_ >> 12) + 0.5) / static_cast<double>(1ULL << 52);
  }
  double normal() { return std::sqrt(-2 * std::log(roll())) * std::cos(6.283185307179586 * roll()); }

 private:
  std::uint64_t state_ = 20261130;
};

// Customers of twelve kinds that overlap.
std::vector<Column> customers(std::size_t rows) {
  Dice dice;
  std::vector<double> middle(kKinds * kColumns);
  for (double& x : middle) x = 3 * dice.normal();
  std::vector<ColumnBuilder> builders;
  for (std::size_t j = 0; j < kColumns; ++j)
    builders.emplace_back(Field{"x" + std::to_string(j), ColumnType::real, 0, {}});
  for (std::size_t row = 0; row < rows; ++row) {
    const auto kind = static_cast<std::size_t>(dice.roll() * kKinds);
    for (std::size_t j = 0; j < kColumns; ++j)
      builders[j].append_real(middle[kind * kColumns + j] + 1.5 * dice.normal());
  }
  std::vector<Column> columns;
  for (ColumnBuilder& builder : builders) columns.push_back(builder.finish());
  return columns;
}

// The rows where the peer and we begin.
std::vector<double> start_of(const std::vector<Column>& columns, std::size_t clusters) {
  std::vector<double> start;
  for (std::size_t c = 0; c < clusters; ++c)
    for (const Column& column : columns) start.push_back(column.reals()[c * (column.size() / clusters)]);
  return start;
}

template <class T>
void write(const std::string& path, std::span<const T> values) {
  std::ofstream out(path, std::ios::binary);
  out.write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(values.size_bytes()));
}

struct Run {
  double seconds = std::numeric_limits<double>::infinity(), cpu_seconds = seconds;
  std::optional<KMeans> model;
};

Run best_of(const std::vector<Column>& columns, KMeansOptions options, std::size_t threads) {
  ThreadPool pool(threads);
  options.executor = &pool;
  Run run;
  for (std::size_t i = 0; i < kRepeats; ++i) {
    const auto begin = Clock::now();
    const std::clock_t cpu = std::clock();
    run.model = KMeans::fit(columns, options).value();
    run.seconds = std::min(run.seconds, std::chrono::duration<double>(Clock::now() - begin).count());
    run.cpu_seconds = std::min(run.cpu_seconds, static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC);
  }
  return run;
}

void measure(const std::vector<Column>& columns, std::size_t clusters, const std::string& folder) {
  KMeansOptions options;
  options.clusters = clusters;
  options.iterations = kIterations;
  options.start = start_of(columns, clusters);
  const auto units = static_cast<double>(columns.front().size() * kColumns * clusters);
  std::ofstream found(folder.empty() ? "/dev/null" : folder + "/found_" + std::to_string(clusters) + ".txt");
  for (const std::size_t threads : {1, 2}) {
    const Run run = best_of(columns, options, threads);
    // The last round only assigns.
    const double rounds = static_cast<double>(run.model->iterations() + 1), each = 1e9 / units / rounds;
    std::printf(
        "%zu clusters, %zu threads, %.0f rounds: %.3f s, %.3f CPU s; a point, dimension, centroid and round "
        "%.3f ns, %.3f CPU ns\n",
        clusters, threads, rounds, run.seconds, run.cpu_seconds, run.seconds * each, run.cpu_seconds * each);
    found << threads << ' ' << run.seconds << ' ' << run.cpu_seconds << ' ' << run.model->iterations() << ' ';
    found.precision(17);
    found << run.model->inertia() << '\n';
  }
}

// What choosing k of 2 to 12 costs, on one thread and on two.
void measure_choice(const std::vector<Column>& columns) {
  const std::size_t counts[] = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  for (const std::size_t threads : {1, 2}) {
    ThreadPool pool(threads);
    statistics::ClusterCountOptions options;
    options.k_means.executor = &pool;
    const auto begin = Clock::now();
    const std::clock_t cpu = std::clock();
    const auto found = statistics::compare_cluster_counts(columns, counts, options).value();
    std::printf("2 to 12 clusters compared, %zu threads: %.3f s, %.3f CPU s; %zu taken\n", threads,
                std::chrono::duration<double>(Clock::now() - begin).count(),
                static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC, counts[found.chosen]);
  }
}

}  // namespace

int main(int count, char** words) {
  const std::size_t rows = count > 1 ? std::strtoull(words[1], nullptr, 10) : 1'000'000;
  const std::string folder = count > 3 && std::string(words[2]) == "--export" ? words[3] : "";
  const auto columns = customers(rows);
  for (const Column& column : columns)
    if (!folder.empty()) write(folder + "/" + column.field().name + ".values", column.reals());
  for (const std::size_t clusters : {4, 8, 12}) measure(columns, clusters, folder);
  if (folder.empty()) measure_choice(columns);
}
