#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <chrono>
#include <filesystem>

#include "feel_value.hpp"
#include "frame.hpp"
#include "interrupt.hpp"
#include "night_at_hand.hpp"
#include "run.hpp"
#include "staysail/strategy/playbook.hpp"

namespace staysail::python {
namespace {

// Seconds by step, as progress is heard of.
class StepClock {
 public:
  void hear(std::string_view step) {
    close_step();
    if (seconds_.empty() || seconds_.back().first != step) seconds_.emplace_back(step, 0.0);
  }
  StepSeconds seconds() {
    close_step();
    return seconds_;
  }

 private:
  void close_step() {
    const auto now = std::chrono::steady_clock::now();
    if (!seconds_.empty()) seconds_.back().second += std::chrono::duration<double>(now - since_).count();
    since_ = now;
  }

  StepSeconds seconds_;
  std::chrono::steady_clock::time_point since_;
};

Day required_day(const py::object& as_of) {
  const auto day = optional_day(as_of);
  if (!day) raise(Errc::invalid_argument, "as_of is the day the run is made for: a date, or its ISO text");
  return *day;
}

Run run(const std::filesystem::path& boss, const std::optional<std::filesystem::path>& mapping,
        const py::object& playbook, const std::string& store, const py::object& as_of,
        const std::optional<std::filesystem::path>& out, std::size_t threads, std::size_t batch_rows,
        const std::string& language, const std::optional<std::string>& changed_since,
        const std::optional<std::string>& orders, const std::optional<std::filesystem::path>& statements) {
  RunRequest request;
  request.boss = boss.string();
  if (mapping) request.mapping = mapping->string();
  request.playbook = folder_of(playbook);
  request.store = store;
  request.changed_since = changed_since.value_or("");
  request.orders = orders.value_or("");
  if (statements) request.statements = statements->string();
  if (out) request.out = out->string();
  request.options.as_of = required_day(as_of);
  request.options.batch_rows = batch_rows;
  request.options.language = language;
  StepClock clock;
  Interrupt interrupt(threads, [&](std::string_view step, std::uint64_t, std::uint64_t) { clock.hear(step); });
  return interruptible(interrupt, [&](Executor& executor, const Control& control) {
    request.options.executor = &executor;
    request.options.control = control;
    return Run::spend(request, [&] { return clock.seconds(); });
  });
}

py::object summary(const Run& run) { return py::module_::import("json").attr("loads")(run.receipt()); }

py::list dicts_of(const std::vector<Condition>& all) {
  py::list conditions;
  for (const Condition& condition : all) {
    py::dict told;
    told["text"] = condition.text;
    told["actual"] = condition.actual;
    told["bound"] = condition.bound;
    told["holds"] = object_of(condition.holds);
    conditions.append(told);
  }
  return conditions;
}

py::list names_of(const std::vector<Verdict>& guards) {
  py::list names;
  for (const Verdict guard : guards) names.append(std::string(name_of(guard)));
  return names;
}

py::dict dict_of(const StrategyId& strategy, const Explanation& explanation) {
  py::dict told;
  told["strategy"] = strategy.text();
  told["verdict"] = std::string(name_of(explanation.verdict));
  told["sentence"] = explanation.sentence;
  told["conditions"] = dicts_of(explanation.conditions);
  told["all_conditions"] = dicts_of(explanation.every);
  told["guards"] = names_of(explanation.guards);
  told["detail"] = explanation.detail;
  told["winner"] = explanation.winner.text();
  told["winner_subscription"] = explanation.winner_subscription.text();
  return told;
}

py::list explain_all_of(const Run& run, const std::string& id) {
  py::list told;
  for (const auto& [strategy, explanation] : unlocked([&] { return run.why_not(SubscriptionId::of(id), {}); }))
    told.append(dict_of(strategy, explanation));
  return told;
}

py::dict why_not(const Run& run, const std::string& id, const std::string& action) {
  if (action.empty())
    raise(Errc::invalid_argument, "why_not(id, action) asks for one strategy by its id; explain(id) tells of all");
  const auto told = unlocked([&] { return run.why_not(SubscriptionId::of(id), StrategyId::of(action)); });
  return dict_of(told.front().first, told.front().second);
}

py::dict moved(const Run& run) {
  py::dict places;
  for (const MovedFile& file : run.moved()) places[py::str(file.file)] = file.to;
  return places;
}

std::string shown(const Run& run) {
  return "Run(" + run.night().as_of.to_string() + ", " + std::to_string(run.result().subscriptions) +
         " subscriptions, " + std::to_string(run.result().tasks_issued) + " tasks issued)";
}

}  // namespace

void bind_run(py::module_& m) {
  py::class_<Run> cls(m, "Run", "What one night found and decided. Immutable.");
  cls.def_property_readonly(
         "summary", &summary,
         "The receipt of the run as a dict: rows read and what became of them, stages, funnel, tasks, digest.")
      .def_property_readonly(
          "indicators", [](const Run& self) { return self.indicators().value(); },
          "One row a subscription, by id: the columns of the catalogue, then stage, churn, segment, ranking and "
          "warning; "
          "the table of indicators.csv.")
      .def_property_readonly(
          "decision", [](const Run& self) { return self.night().decision; },
          "All that rules saw: attributes, indicators, stage, segment, ranking, warning.")
      .def_property_readonly(
          "matches", [](const Run& self) { return self.night().matches; },
          "One row a subscription and strategy that holds for it, with its verdict.")
      .def_property_readonly(
          "tasks", [](const Run& self) { return self.result().tasks; }, "The tasks of the period.")
      .def_property_readonly(
          "rooms", [](const Run& self) { return self.night().rooms; }, "Every room, and why one could not run.")
      .def_property_readonly(
          "moved", &moved,
          "Of an exchange: where each file of the run stands now, by its name; empty for one that was left.")
      .def(
          "funnel", [](const Run& self) { return self.night().funnel; },
          "One row a strategy and the total: how many were left after each guard.")
      .def("why_not", &why_not, py::arg("id"), py::arg("action"),
           "Why the strategy `action` is, or is not, done for a subscription, by the rules of the run.")
      .def("explain", &explain_all_of, py::arg("id"), "The same for every strategy of the playbook.")
      .def("__repr__", &shown);
  show_in(cls, "staysail");
  m.def("run", &run, py::kw_only(), py::arg("boss"), py::arg("mapping") = py::none(), py::arg("playbook"),
        py::arg("store"), py::arg("as_of"), py::arg("out") = py::none(), py::arg("threads") = 1,
        py::arg("batch_rows") = NightOptions{}.batch_rows, py::arg("language") = "zh",
        py::arg("changed_since") = py::none(), py::arg("orders") = py::none(), py::arg("statements") = py::none(),
        "One night: from a BOSS export to indicators, stages, matches and tasks. The result never depends on threads "
        "or batch_rows. `boss` is a folder, or a database: sqlite:PATH, postgres://HOST/DATABASE, or a BOSS that is "
        "asked, tmf:https://...; of a database's tables with "
        "changed_by only the rows since `changed_since`, when it is given. "
        "`orders` is the database that takes orders to the BOSS, by the `statements` of a TOML file, instead of an "
        "outbox.");
}

}  // namespace staysail::python
