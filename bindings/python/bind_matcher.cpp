#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <map>

#include "feel_value.hpp"
#include "frame.hpp"
#include "interrupt.hpp"
#include "staysail/files/byte_source.hpp"
#include "staysail/strategy/matcher.hpp"
#include "staysail/strategy/strategy_file.hpp"

namespace staysail::python {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20;

// A matcher with the names that are no columns: as_of and the like.
struct CompiledStrategies {
  Matcher matcher;
  Inputs constants;

  Matches match(const Batch& frame, std::size_t threads, std::size_t batch_rows) const {
    Interrupt interrupt(threads);
    return interruptible(interrupt, [&](Executor& executor, const Control& control) {
      return matcher.match(frame, constants, executor, MatchOptions{batch_rows}, control);
    });
  }
};

py::object required(const py::dict& strategy, const char* key) {
  if (!strategy.contains(key))
    raise(Errc::invalid_argument,
          std::string("a strategy is a dict of id, when and priority; there is no '") + key + "'");
  return strategy[key];
}

MatchRule rule_of(const py::dict& strategy, std::size_t number) {
  MatchRule rule;
  rule.id = StrategyId::of(text_in(required(strategy, "id"), "the id of a strategy"));
  rule.when = text_in(required(strategy, "when"), "the condition of a strategy");
  if (strategy.contains("priority")) rule.priority = strategy["priority"].cast<std::int64_t>();
  rule.place = Place{"strategies[" + std::to_string(number) + "]", 1, 1};
  return rule;
}

std::vector<MatchRule> rules_of(const py::object& strategies) {
  if (py::isinstance<py::str>(strategies) || py::hasattr(strategies, "__fspath__")) {
    const auto path = strategies.cast<std::filesystem::path>().string();
    return parse_match_rules(read_file(path, kMostBytes).value(), path).value();
  }
  std::vector<MatchRule> rules;
  for (const py::handle strategy : strategies) rules.push_back(rule_of(dict_in(strategy, "a strategy"), rules.size()));
  return rules;
}

CompiledStrategies compile_strategies(const py::object& strategies, const py::object& schema,
                                      const py::dict& constants) {
  const Inputs inputs = inputs_of(constants);
  Scope scope = Scope::of(batch_of(schema).schema());
  for (const auto& [name, value] : inputs.values()) scope.add(name, FeelType::of(value));
  std::vector<MatchRule> rules = rules_of(strategies);
  return {unlocked([&] { return Matcher::compile(std::move(rules), scope); }), inputs};
}

std::vector<std::string> ids_of(const CompiledStrategies& compiled) {
  std::vector<std::string> ids;
  for (const MatchRule& rule : compiled.matcher.rules()) ids.push_back(rule.id.text());
  return ids;
}

py::dict counts(const CompiledStrategies& compiled, const py::object& frame, std::size_t threads,
                std::size_t batch_rows) {
  const Matches matches = compiled.match(batch_of(frame), threads, batch_rows);
  py::dict counted;
  std::size_t strategy = 0;
  for (const std::string& id : ids_of(compiled)) counted[py::str(id)] = matches.count(strategy++);
  return counted;
}

Batch top(const CompiledStrategies& compiled, const py::object& frame, std::size_t k, std::size_t threads,
          std::size_t batch_rows) {
  const Matches matches = compiled.match(batch_of(frame), threads, batch_rows);
  return unlocked([&] { return compiled.matcher.top(matches, k); });
}

Batch match(const CompiledStrategies& compiled, const py::object& frame, std::size_t threads, std::size_t batch_rows) {
  return top(compiled, frame, compiled.matcher.rules().size(), threads, batch_rows);
}

std::vector<std::string> match_one(const CompiledStrategies& compiled, const py::dict& customer) {
  Inputs inputs = compiled.constants;
  for (const auto& [name, value] : customer) inputs.set(py::cast<std::string>(name), value_of(value));
  std::vector<std::string> ids;
  for (const std::uint32_t strategy : compiled.matcher.match_one(inputs))
    ids.push_back(compiled.matcher.rules()[strategy].id.text());
  return ids;
}

std::string shown(const CompiledStrategies& compiled) {
  return "Matcher(" + std::to_string(compiled.matcher.rules().size()) + " strategies)";
}

}  // namespace

void bind_matcher(py::module_& m) {
  const auto threads = py::arg("threads") = 1;
  const auto batch_rows = py::arg("batch_rows") = MatchOptions{}.batch_rows;
  py::class_<CompiledStrategies> matcher(
      m, "Matcher", "Compiled strategies: which of them hold for which rows. Immutable; any thread.");
  matcher.def_property_readonly("ids", &ids_of, "The strategies, in the order they were given.")
      .def("counts", &counts, py::arg("frame"), py::kw_only(), threads, batch_rows,
           "How many rows each strategy holds for.")
      .def("top", &top, py::arg("frame"), py::arg("k"), py::kw_only(), threads, batch_rows,
           "The first k strategies of each row by priority, as a Frame of row and strategy.")
      .def("match", &match, py::arg("frame"), py::kw_only(), threads, batch_rows,
           "Every pair of row and strategy that holds, by row, then priority.")
      .def("match_one", &match_one, py::arg("customer"),
           "The ids of the strategies that hold for one customer; names that are absent count as null.")
      .def("__repr__", &shown);
  show_in(matcher, "staysail");
  m.def("compile_strategies", &compile_strategies, py::arg("strategies"), py::kw_only(), py::arg("schema"),
        py::arg("constants") = py::dict(),
        "Compiles a strategies.toml, or a list of {id, when, priority}, against the columns of `schema` and the names "
        "of `constants`.");
}

}  // namespace staysail::python
