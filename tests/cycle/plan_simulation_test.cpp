#include "staysail/cycle/plan_simulation.hpp"

#include <doctest/doctest.h>

#include "cycle/small_operator.hpp"
#include "staysail/columns/batch_codec.hpp"
#include "staysail/cycle/night_playbook.hpp"
#include "store/temporary_folder.hpp"

using namespace staysail;
using test::Host;

namespace {

constexpr std::uint32_t kTenPercent = 1000;

// Customers with one to five lines each; lines of a customer are alike, as they are in life.
NightRecord large_night(std::size_t customers) {
  ColumnBuilder lines({"subscription_id", ColumnType::text, 0, ""}), owners({"customer_id", ColumnType::text, 0, ""}),
      months({"contract_months", ColumnType::number, 0, ""});
  std::size_t number = 0;
  for (std::size_t c = 0; c < customers; ++c) {
    const std::uint64_t dice = hash_of(std::to_string(c), 7);
    for (std::size_t line = 0; line < 1 + dice % 5; ++line) {
      const std::string id = std::to_string(number++);
      lines.append_text("S" + std::string(7 - id.size(), '0') + id);
      owners.append_text("C" + std::to_string(c));
      months.append_number(static_cast<std::int64_t>(dice / 8 % 24));
    }
  }
  NightRecord night;
  night.as_of = Day::of(2026, 1, 1).value();
  night.decision = Batch::of({lines.finish(), owners.finish(), months.finish()}).value();
  return night;
}

Playbook small_playbook() {
  const store::TemporaryFolder folder;
  store::write_file(folder.file("playbook.toml"), "name = \"small\"\nversion = \"1\"\n");
  store::write_file(folder.file("indicators.toml"),
                    "[lines]\nfact = \"bills.amount\"\naggregate = \"count\"\nwindow = "
                    "\"3 months\"\n");
  store::write_file(
      folder.file("strategies.toml"),
      "[[strategy]]\nid = \"long\"\nkind = \"care\"\npriority = 9\nwhen = 'contract_months >= 18'\ntactic = {en = "
      "\"call\"}\n[[strategy]]\nid = \"rare\"\nkind = \"care\"\nwhen = 'contract_months = 3'\ntactic = {en = "
      "\"call\"}\nbudget = 50\n");
  return Playbook::load(folder.file("")).value();
}

PlanSimulation simulated(Store& store, const NightRecord& night, const Playbook& playbook, std::uint32_t share,
                         const std::string& salt = "simulation") {
  SimulationOptions options;
  options.share = share;
  options.salt = salt;
  return simulate_plan(store, ModelCatalog(), night, playbook, options).value();
}

}  // namespace

TEST_CASE("the whole of the customers gives the funnel of the night, and nothing is written") {
  Host host;
  const NightResult spent = host.night().value();
  const NightRecord night = NightRecord::load(*host.store, spent.record.period()).value().value();
  const Playbook playbook = playbook_of(night, host.parts.playbook, *host.parts.catalog).value();
  const auto simulation = simulate_plan(*host.store, *host.parts.catalog, night, playbook).value();
  CHECK(encode_batch(simulation.funnel) == encode_batch(night.funnel));
  CHECK(simulation.sampled_lines == night.decision.rows());
  CHECK(host.night().value().record.digest == spent.record.digest);
  for (const SimulatedCount& count : simulation.counts) {
    CHECK(count.expected == doctest::Approx(static_cast<double>(count.counted)));
    CHECK(count.interval.low == count.interval.high);
  }
}

TEST_CASE("a sample takes whole customers, the same each time, and its intervals hold the truth") {
  const auto store = make_memory_store();
  const NightRecord night = large_night(4000);
  const Playbook playbook = small_playbook();
  const PlanSimulation whole = simulated(*store, night, playbook, statistics::kWholeShare);
  std::size_t held = 0, asked = 0;
  for (int salt = 0; salt < 60; ++salt) {
    const PlanSimulation sample = simulated(*store, night, playbook, kTenPercent, "salt" + std::to_string(salt));
    REQUIRE(sample.counts.size() == whole.counts.size());
    CHECK(sample.sampled_customers < 600);
    CHECK(sample.sampled_customers > 250);
    for (std::size_t i = 0; i < whole.counts.size(); ++i) {
      if (whole.counts[i].ended != Verdict::no_match) continue;
      ++asked;
      held += sample.counts[i].interval.contains(static_cast<double>(whole.counts[i].counted)) ? 1 : 0;
    }
  }
  // Of 95 % intervals; the width for independent lines would hold it about 70 times in 100.
  CHECK(static_cast<double>(held) >= 0.91 * static_cast<double>(asked));
  const PlanSimulation once = simulated(*store, night, playbook, kTenPercent),
                       twice = simulated(*store, night, playbook, kTenPercent);
  CHECK(once.sampled_lines == twice.sampled_lines);
  CHECK(once.counts[0].counted == twice.counts[0].counted);
}

TEST_CASE("a budget counts by the share of the sample") {
  const auto store = make_memory_store();
  const Playbook playbook = small_playbook();
  const PlanSimulation sample = simulated(*store, large_night(4000), playbook, kTenPercent);
  CHECK(sample.counts[kVerdicts + static_cast<std::size_t>(Verdict::task)].counted == 5);
}

TEST_CASE("what cannot be sampled is refused") {
  const auto store = make_memory_store();
  const Playbook playbook = small_playbook();
  const NightRecord night = large_night(10);
  SimulationOptions options;
  options.share = 0;
  CHECK(simulate_plan(*store, {}, night, playbook, options).error().code() == Errc::invalid_argument);
  options.share = 10001;
  CHECK(simulate_plan(*store, {}, night, playbook, options).error().code() == Errc::invalid_argument);
  options.share = kTenPercent;
  options.salt.clear();
  CHECK(simulate_plan(*store, {}, night, playbook, options).error().code() == Errc::invalid_argument);
  CHECK(simulate_plan(*store, {}, NightRecord(), playbook).error().code() == Errc::not_found);
}
