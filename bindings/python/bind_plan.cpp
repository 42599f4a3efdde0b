#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <cmath>

#include "frame.hpp"
#include "interrupt.hpp"
#include "night_at_hand.hpp"
#include "staysail/cycle/plan_replay.hpp"
#include "staysail/cycle/plan_simulation.hpp"

namespace staysail::python {
namespace {

py::dict dict_of(const ReplayDifference& found) {
  py::dict told;
  told["table"] = found.table;
  told["row"] = found.row;
  told["column"] = found.column;
  told["stored"] = found.stored;
  told["replayed"] = found.replayed;
  return told;
}

py::dict replay(const std::string& store, const py::object& playbook, const std::optional<std::string>& period,
                const std::optional<std::filesystem::path>& mapping, std::size_t threads) {
  const NightAsked asked{store, folder_of(playbook), period, mapping};
  Interrupt interrupt(threads);
  const PlanReplay found = interruptible(interrupt, [&](Executor& executor, const Control& control) {
    return open_night(asked).and_then(
        [&](const NightAtHand& at_hand) { return replay_plan(at_hand.night, at_hand.playbook, &executor, control); });
  });
  py::list differences;
  for (const ReplayDifference& difference : found.differences) differences.append(dict_of(difference));
  py::dict told;
  told["same"] = found.same();
  told["same_playbook"] = found.same_playbook();
  told["decisions"] = found.decisions;
  told["changed_inputs"] = found.changed_inputs;
  told["differences"] = differences;
  return told;
}

// In per cent.
std::uint32_t share_of(double sample) {
  const double points = std::round(sample * 100);
  if (!(points >= 1 && points <= 10000) || std::abs(sample * 100 - points) > 1e-6)
    raise(Errc::invalid_argument, "a sample is more than 0 and at most 100 per cent, with at most two decimals");
  return static_cast<std::uint32_t>(points);
}

py::list counts_of(const PlanSimulation& simulation) {
  py::list counts;
  for (const SimulatedCount& count : simulation.counts) {
    py::dict told;
    told["strategy"] = count.strategy.empty() ? "*" : count.strategy.text();
    told["verdict"] = std::string(name_of(count.ended));
    told["in_sample"] = count.counted;
    told["expected"] = count.expected;
    told["low"] = count.interval.low;
    told["high"] = count.interval.high;
    counts.append(told);
  }
  return counts;
}

py::dict simulate(const std::string& store, const py::object& playbook, const std::optional<std::string>& period,
                  const std::optional<std::filesystem::path>& mapping, double sample, const std::string& salt,
                  double confidence, std::size_t threads) {
  const NightAsked asked{store, folder_of(playbook), period, mapping};
  SimulationOptions options;
  options.share = share_of(sample);
  options.salt = salt;
  options.confidence = confidence;
  Interrupt interrupt(threads);
  const PlanSimulation found = interruptible(interrupt, [&](Executor& executor, const Control& control) {
    options.executor = &executor;
    options.control = control;
    return open_night(asked).and_then([&](const NightAtHand& at_hand) {
      return simulate_plan(*at_hand.store, at_hand.catalog, at_hand.night, at_hand.playbook, options);
    });
  });
  py::dict told;
  told["customers"] = found.customers;
  told["sampled_customers"] = found.sampled_customers;
  told["lines"] = found.lines;
  told["sampled_lines"] = found.sampled_lines;
  told["funnel"] = found.funnel;
  told["counts"] = counts_of(found);
  return told;
}

}  // namespace

void bind_plan(py::module_& m) {
  m.def("replay_plan", &replay, py::kw_only(), py::arg("store"), py::arg("playbook"), py::arg("period") = py::none(),
        py::arg("mapping") = py::none(), py::arg("threads") = 1,
        "Makes the decisions of a stored night again and compares them bit for bit.");
  m.def("simulate_plan", &simulate, py::kw_only(), py::arg("store"), py::arg("playbook"),
        py::arg("period") = py::none(), py::arg("mapping") = py::none(), py::arg("sample") = 100.0,
        py::arg("salt") = "simulation", py::arg("confidence") = 0.95, py::arg("threads") = 1,
        "What a playbook would do with the lines of a stored night, counted before anything is issued.");
}

}  // namespace staysail::python
