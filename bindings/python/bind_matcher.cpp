#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "feel_value.hpp"
#include "frame.hpp"
#include "interrupt.hpp"
#include "staysail/strategy/matcher.hpp"
#include "staysail/strategy/rule_list.hpp"

namespace staysail::python {
namespace {

// A matcher tied to the columns of a schema and to the names that are no columns, as_of and the like. Keeps the codes
// of the last frame: the next question about it, or about one that differs little, is answered from them.
class CompiledStrategies {
 public:
  CompiledStrategies(Matcher matcher, Scope names, Schema columns, Inputs constants)
      : matcher_(std::move(matcher)),
        names_(std::move(names)),
        columns_(std::move(columns)),
        constants_(std::move(constants)),
        bound_(matcher_.bind(columns_, constants_).value()) {}

  const Matcher& matcher() const { return matcher_; }
  const BoundMatcher& bound() const { return bound_; }
  const Inputs& constants() const { return constants_; }
  const Scope& names() const { return names_; }
  // Made when the first customer comes.
  const ConditionIndex& index() const {
    std::call_once(kept_->indexed, [this] { kept_->index = bound_.index(); });
    return *kept_->index;
  }
  // The same strategies with the customer's values for the constants.
  BoundMatcher with_constants(const Inputs& customer) const {
    Inputs own = constants_;
    for (const auto& [name, value] : constants_.values())
      if (const Value* given = customer.find(name)) own.set(name, *given);
    return matcher_.bind(columns_, own).value();
  }

  // What `ask(codes, executor, control)` says of the frame, a Result.
  template <class Ask>
  auto answer(const Batch& frame, std::size_t threads, Ask ask) const {
    Interrupt interrupt(threads);
    return interruptible(interrupt, [&](Executor& executor, const Control& control) {
      return codes_of(frame, executor, control).and_then([&](const RowCodes& codes) {
        return ask(codes, executor, control);
      });
    });
  }

 private:
  struct Kept {
    std::mutex mutex;
    std::optional<RowCodes> codes;
    std::once_flag indexed;
    std::optional<ConditionIndex> index;
  };

  Result<RowCodes> codes_of(const Batch& frame, Executor& executor, const Control& control) const {
    std::optional<RowCodes> last;
    {
      const std::lock_guard lock(kept_->mutex);
      last = kept_->codes;
    }
    STAYSAIL_TRY(RowCodes codes, bound_.encode(frame, executor, last ? &*last : nullptr, control));
    const std::lock_guard lock(kept_->mutex);
    kept_->codes = codes;
    return codes;
  }

  Matcher matcher_;
  Scope names_;
  Schema columns_;
  Inputs constants_;
  BoundMatcher bound_;
  std::unique_ptr<Kept> kept_ = std::make_unique<Kept>();
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
    return load_match_rules(strategies.cast<std::filesystem::path>().string()).value();
  }
  std::vector<MatchRule> rules;
  for (const py::handle strategy : strategies) rules.push_back(rule_of(dict_in(strategy, "a strategy"), rules.size()));
  return rules;
}

CompiledStrategies compile_strategies(const py::object& strategies, const py::object& schema,
                                      const py::dict& constants) {
  const Inputs inputs = inputs_of(constants);
  const Schema columns = batch_of(schema).schema();
  Scope scope = Scope::of(columns);
  for (const auto& [name, value] : inputs.values()) scope.add(name, FeelType::of(value));
  std::vector<MatchRule> rules = rules_of(strategies);
  Matcher matcher = unlocked([&] { return Matcher::compile(std::move(rules), scope); });
  return {std::move(matcher), std::move(scope), columns, inputs};
}

std::vector<std::string> ids_of(const CompiledStrategies& compiled) {
  std::vector<std::string> ids;
  for (const MatchRule& rule : compiled.matcher().rules()) ids.push_back(rule.id.text());
  return ids;
}

py::dict counts(const CompiledStrategies& compiled, const py::object& frame, std::size_t threads,
                std::size_t batch_rows) {
  const auto counts =
      compiled.answer(batch_of(frame), threads, [&](const RowCodes& codes, Executor& executor, const Control& control) {
        return compiled.bound().counts(codes, executor, MatchOptions{batch_rows}, control);
      });
  py::dict counted;
  std::size_t strategy = 0;
  for (const std::string& id : ids_of(compiled)) counted[py::str(id)] = counts[strategy++];
  return counted;
}

Batch top(const CompiledStrategies& compiled, const py::object& frame, std::size_t k, std::size_t threads,
          std::size_t batch_rows) {
  return compiled.answer(batch_of(frame), threads,
                         [&](const RowCodes& codes, Executor& executor, const Control& control) {
                           return compiled.bound()
                               .top(codes, k, executor, MatchOptions{batch_rows}, control)
                               .and_then([&](const RankedMatches& ranked) { return compiled.bound().table(ranked); });
                         });
}

Batch match(const CompiledStrategies& compiled, const py::object& frame, std::size_t threads, std::size_t batch_rows) {
  return compiled.answer(
      batch_of(frame), threads, [&](const RowCodes& codes, Executor& executor, const Control& control) {
        return compiled.bound()
            .list(codes, executor, MatchOptions{batch_rows}, control)
            .and_then([&](const ConditionRows& rows) { return compiled.bound().table(rows, codes.rows()); });
      });
}

// Whether the customer has another value for a name that was bound as a constant.
bool overrides(const CompiledStrategies& compiled, const Inputs& customer) {
  for (const auto& [name, value] : compiled.constants().values()) {
    const Value* own = customer.find(name);
    if (own != nullptr && !(*own == value)) return true;
  }
  return false;
}

// The strategies of a customer in the order they were given.
std::vector<std::uint32_t> strategies_of(const CompiledStrategies& compiled, const Inputs& customer) {
  std::optional<ConditionIndex> own;
  if (overrides(compiled, customer)) own = compiled.with_constants(customer).index();
  const ConditionIndex& index = own ? *own : compiled.index();
  EventState event = index.code(customer);
  std::vector<std::uint32_t> found = index.match(event);
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::string> match_one(const CompiledStrategies& compiled, const py::dict& customer) {
  Inputs inputs;
  for (const auto& [name, value] : customer) inputs.set(py::cast<std::string>(name), value_of(value));
  compiled.names().admits(inputs).value();
  std::vector<std::string> ids;
  for (const std::uint32_t strategy : strategies_of(compiled, inputs))
    ids.push_back(compiled.matcher().rules()[strategy].id.text());
  return ids;
}

std::string shown(const CompiledStrategies& compiled) {
  return "Matcher(" + std::to_string(compiled.matcher().rules().size()) + " strategies)";
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
           "The ids of the strategies that hold for one customer, in the order they were given; names that are absent "
           "count as null.")
      .def("__repr__", &shown);
  show_in(matcher, "staysail");
  m.def("compile_strategies", &compile_strategies, py::arg("strategies"), py::kw_only(), py::arg("schema"),
        py::arg("constants") = py::dict(),
        "Compiles a strategies.toml, a .csv or .json list, or a list of {id, when, priority}, against the columns of "
        "`schema` and the names "
        "of `constants`.");
}

}  // namespace staysail::python
