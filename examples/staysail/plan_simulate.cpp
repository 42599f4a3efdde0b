// The verb plan simulate: what a playbook would do with the lines of a past night, before anything is issued.
#include <cmath>
#include <iostream>

#include "host.hpp"
#include "printing.hpp"
#include "staysail/cycle/night_playbook.hpp"
#include "staysail/cycle/plan_simulation.hpp"

namespace staysail::program {
namespace {

// In per cent with at most two decimals.
Result<std::uint32_t> share_of(double percent) {
  const double points = percent * 100;
  const auto share = static_cast<std::uint32_t>(std::llround(points));
  if (std::abs(points - share) < 1e-6) return share;
  return Error(Errc::invalid_argument, "a sample is given in per cent with at most two decimals, as 2.5");
}

std::string whole(double number) { return std::to_string(std::llround(number)); }

// The funnel as it is, or a row a count that the sample tells of.
Result<Batch> table_of(const PlanSimulation& simulation, bool sampled) {
  if (!sampled) return simulation.funnel;
  std::vector<std::vector<std::string>> rows;
  for (const auto& count : simulation.counts) {
    if (count.counted == 0) continue;
    rows.push_back({count.strategy.empty() ? "*" : count.strategy.text(), std::string(name_of(count.ended)),
                    std::to_string(count.counted), whole(count.expected), whole(std::floor(count.interval.low)),
                    whole(std::ceil(count.interval.high))});
  }
  return text_rows({"strategy_id", "verdict", "in_sample", "expected", "low", "high"}, rows,
                   {"in_sample", "expected", "low", "high"});
}

Result<SimulationOptions> options_of(const PlanSimulateAsk& ask, Executor& executor, const Control& control) {
  SimulationOptions options;
  STAYSAIL_TRY(options.share, share_of(ask.sample));
  options.salt = ask.salt;
  options.executor = &executor;
  options.control = control;
  return options;
}

Status carry_out(Store& store, const PlanSimulateAsk& ask) {
  Progress progress;
  ThreadPool pool(ask.threads);
  STAYSAIL_TRY(const auto options, options_of(ask, pool, progress.control()));
  STAYSAIL_TRY(const auto night, load_night(store, ask.period));
  STAYSAIL_TRY(const auto catalog, catalog_of(ask.mapping));
  STAYSAIL_TRY(const auto playbook, playbook_of(night, ask.playbook, catalog));
  STAYSAIL_TRY(const auto simulation, simulate_plan(store, catalog, night, playbook, options));
  STAYSAIL_TRY(const Batch rows, table_of(simulation, options.share != statistics::kWholeShare));
  print(rows, ask.format);
  std::cerr << "the night of " << night.as_of.to_string() << ", playbook " << playbook.identity().name << " "
            << playbook.identity().version << ": " << simulation.sampled_customers << " of " << simulation.customers
            << " customers, " << simulation.sampled_lines << " of " << simulation.lines
            << " lines; nothing was written\n";
  return ok();
}

}  // namespace

int plan_simulate(const PlanSimulateAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto done = carry_out(**store, ask);
  return done ? kOk : failed(done.error());
}

}  // namespace staysail::program
