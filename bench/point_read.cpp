// The point read of a customer as all feeds know it, from SQLite: bench_point_read [CUSTOMERS].
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "staysail/boss/memory_feed.hpp"
#include "staysail/boss/table_schema.hpp"
#include "staysail/store/sqlite_store.hpp"
#include "staysail/view/customer_view.hpp"
#include "staysail/view/intake.hpp"

namespace {

using namespace staysail;
using Clock = std::chrono::steady_clock;

template <class T>
T required(Result<T> result) {
  if (result) return *std::move(result);
  std::fprintf(stderr, "%s\n", result.error().to_string().c_str());
  std::exit(1);
}

// Of this thread: what other programs take is not in it.
double processor_micros() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e6 * static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1000;
}

Batch table_of(const char* table, std::size_t rows, const std::vector<std::pair<std::string, std::string>>& prefixes) {
  BatchBuilder builder(schema_of(*find_model_table(table)));
  const TableDescription& described = *find_model_table(table);
  for (std::size_t row = 0; row < rows; ++row)
    for (std::size_t i = 0; i < described.attributes.size(); ++i) {
      const auto value = std::find_if(prefixes.begin(), prefixes.end(),
                                      [&](const auto& one) { return one.first == described.attributes[i].name; });
      if (value == prefixes.end()) builder.column(i).append_null();
      else builder.column(i).append_text(value->second + std::to_string(row));
    }
  return required(builder.finish());
}

void take_in_customers(Store& store, std::size_t customers) {
  MemoryFeed feed;
  const auto add = [&](const char* table, const std::vector<std::pair<std::string, std::string>>& prefixes) {
    required(feed.add(table, table, table_of(table, customers, prefixes)));
  };
  add("parties", {{"party_id", "P"}, {"name", "Wang "}, {"phone", "1380000"}});
  add("customers", {{"customer_id", "C"}, {"party_id", "P"}, {"region", "R"}});
  add("accounts", {{"account_id", "A"}, {"customer_id", "C"}});
  add("subscriptions", {{"subscription_id", "S"}, {"customer_id", "C"}, {"account_id", "A"}});
  add("agreements", {{"agreement_id", "G"}, {"subscription_id", "S"}});
  required(take_in(feed, store, ModelCatalog(), {}));
}

void bench_point_read(const std::filesystem::path& folder, std::size_t customers) {
  constexpr std::size_t kReads = 20'000;
  const auto store = required(open_sqlite_store({(folder / "view.db").string()}));
  take_in_customers(*store, customers);
  std::mt19937_64 dice(2);
  std::vector<double> micros, processor;
  std::size_t things = 0;
  for (std::size_t read = 0; read < kReads; ++read) {
    const std::string id = "C" + std::to_string(dice() % customers);
    const double used = processor_micros();
    const auto start = Clock::now();
    const CustomerView view = required(view_customer(store->entities(), id, Purpose()));
    micros.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
    processor.push_back(processor_micros() - used);
    things += view.things.size();
  }
  std::sort(micros.begin(), micros.end());
  std::sort(processor.begin(), processor.end());
  std::printf(
      "SQLite, the whole view of one of %zu customers (%.1f things): p50 %.1f us, p99 %.1f us; processor time "
      "p50 %.1f us\n",
      customers, static_cast<double>(things) / kReads, micros[kReads / 2], micros[kReads * 99 / 100],
      processor[kReads / 2]);
}

}  // namespace

int main(int count, char** words) {
  std::string pattern = (std::filesystem::temp_directory_path() / "staysail-bench-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) return 1;
  bench_point_read(pattern, count > 1 ? std::stoul(words[1]) : 10'000);
  std::filesystem::remove_all(pattern);
  return 0;
}
