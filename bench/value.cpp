// bench_value CUSTOMERS [--export DIR]
//
// How fast laws of repeat purchases (BG/NBD, on a grid of days) and Cox's model (8 covariates, 36 months, Efron's ties)
// are fitted to so many customers, one thread, the least of three runs. --export writes the columns as float64 files
// for other programs (bench/value.py), and what was found as found.txt.
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "staysail/statistics/bg_nbd.hpp"
#include "staysail/statistics/cox.hpp"

namespace {

using namespace staysail;
using namespace staysail::statistics;
using Column = std::vector<double>;

double least(const std::function<void()>& work) {
  double best = 1e300;
  for (int run = 0; run < 3; ++run) {
    const auto start = std::chrono::steady_clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

class Random {
 public:
  double uniform() { return (static_cast<double>(engine_() >> 12) + 0.5) / static_cast<double>(1ULL << 52); }
  double wait(double rate) { return -std::log(uniform()) / rate; }
  double normal() { return std::sqrt(-2 * std::log(uniform())) * std::cos(6.283185307179586 * uniform()); }
  // Gamma of any shape, by Marsaglia and Tsang 2000.
  double gamma(double shape) {
    if (shape < 1) return gamma(shape + 1) * std::pow(uniform(), 1 / shape);
    const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
    for (;;) {
      const double x = normal(), v = std::pow(1 + c * x, 3);
      if (v > 0 && std::log(uniform()) < x * x / 2 + d - d * v + d * std::log(v)) return d * v;
    }
  }

 private:
  std::mt19937_64 engine_{20261129};
};

struct Purchases {
  Column frequency, recency, observed;
};

// As CDNOW's customers, in days: observed for 27 to 39 weeks.
Purchases purchases(std::size_t customers) {
  Random random;
  Purchases all;
  for (std::size_t i = 0; i < customers; ++i) {
    const double rate = random.gamma(.25) / 31;
    const double a = random.gamma(.8), leaves = a / (a + random.gamma(2.4));
    const double observed = 189 + std::floor(85 * random.uniform());
    double count = 0, last = 0;
    for (double now = random.wait(rate); now < observed; now += random.wait(rate)) {
      ++count;
      last = std::max(1.0, std::floor(now));
      if (random.uniform() < leaves) break;
    }
    all.frequency.push_back(count);
    all.recency.push_back(last);
    all.observed.push_back(observed);
  }
  return all;
}

struct Tenures {
  std::array<Column, 8> covariates;
  Column duration;
  std::vector<std::uint8_t> event;
};

Tenures tenures(std::size_t customers) {
  constexpr std::array kEffects = {.5, -.3, .2, .1, 0.0, 0.0, -.1, .05};
  Random random;
  Tenures all;
  for (std::size_t i = 0; i < customers; ++i) {
    double risk = 0;
    for (std::size_t j = 0; j < 8; ++j) {
      all.covariates[j].push_back(random.normal());
      risk += kEffects[j] * all.covariates[j].back();
    }
    const double months = std::ceil(20 * random.wait(std::exp(risk)));
    all.duration.push_back(std::min(months, 36.0));
    all.event.push_back(months <= 36 ? 1 : 0);
  }
  return all;
}

void write(const std::string& folder, const std::string& name, const Column& column) {
  std::ofstream file(folder + "/" + name + ".values", std::ios::binary);
  file.write(reinterpret_cast<const char*>(column.data()),
             static_cast<std::streamsize>(column.size() * sizeof(double)));
}

void run_purchases(std::size_t customers, const std::string& folder, std::FILE* found) {
  const Purchases all = purchases(customers);
  RepeatHistories table;
  const double counted = least([&] { table = RepeatHistories::of(all.frequency, all.recency, all.observed).value(); });
  Estimates estimates;
  const double fitted = least([&] { estimates = BgNbd::fit(table)->estimates(); });
  std::printf("BG/NBD, %zu customers: %.3f s (table of %zu histories %.3f s, fit %.3f s)\n", customers,
              counted + fitted, table.rows().size(), counted, fitted);
  const std::vector<double>& p = estimates.parameters;
  std::fprintf(found, "bg_nbd %.17g %.17g %.17g %.17g %.17g %.17g\n", counted + fitted, p[0], p[1], p[2], p[3],
               estimates.log_likelihood);
  if (folder.empty()) return;
  write(folder, "frequency", all.frequency);
  write(folder, "recency", all.recency);
  write(folder, "T", all.observed);
}

void run_tenures(std::size_t customers, const std::string& folder, std::FILE* found) {
  const Tenures all = tenures(customers);
  SurvivalColumns columns;
  for (std::size_t j = 0; j < 8; ++j) {
    columns.names.push_back(std::string("x").append(std::to_string(j)));
    columns.covariates.emplace_back(all.covariates[j]);
  }
  columns.duration = all.duration;
  columns.event = all.event;
  Estimates estimates;
  const double seconds = least([&] { estimates = CoxModel::fit(columns)->estimates(); });
  std::printf("Cox (Efron), %zu customers x 8, 36 months: %.3f s\n", customers, seconds);
  std::fprintf(found, "cox %.17g", seconds);
  for (const double each : estimates.parameters) std::fprintf(found, " %.17g", each);
  std::fprintf(found, " %.17g\n", estimates.log_likelihood);
  if (folder.empty()) return;
  for (std::size_t j = 0; j < 8; ++j) write(folder, columns.names[j], all.covariates[j]);
  write(folder, "duration", all.duration);
  write(folder, "event", Column(all.event.begin(), all.event.end()));
}

}  // namespace

int main(int count, char** words) {
  if (count < 2 || (count > 2 && (count != 4 || std::string(words[2]) != "--export"))) {
    std::fprintf(stderr, "bench_value CUSTOMERS [--export DIR]\n");
    return 2;
  }
  const std::size_t customers = std::strtoull(words[1], nullptr, 10);
  const std::string folder = count > 3 ? words[3] : "";
  std::FILE* found = std::fopen(folder.empty() ? "/dev/null" : (folder + "/found.txt").c_str(), "w");
  if (found == nullptr) return 2;
  run_purchases(customers, folder, found);
  run_tenures(customers, folder, found);
  std::fclose(found);
}
