#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <optional>

#include "binding.hpp"
#include "interrupt.hpp"
#include "staysail/statistics/allocation.hpp"

namespace staysail::python {
namespace {

using statistics::AllocationProblem;

template <class T>
using Array = py::array_t<T, py::array::c_style | py::array::forcecast>;

template <class T>
std::vector<T> copied(const Array<T>& array) {
  return {array.data(), array.data() + array.size()};
}

// What every strategy may take, then what they share.
struct Limits {
  std::vector<std::optional<std::int64_t>> capacity;
  std::vector<std::int64_t> cost;  // of a task, by strategy
  std::optional<std::int64_t> contacts, money;
  std::vector<std::uint32_t> group;
};

void add_limits(const Limits& limits, AllocationProblem& problem) {
  const auto add = [&problem](std::int64_t capacity) {
    problem.capacity.push_back(capacity);
    return static_cast<std::uint32_t>(problem.capacity.size() - 1);
  };
  std::optional<std::uint32_t> contacts, money;
  if (limits.contacts) contacts = add(*limits.contacts);
  if (limits.money) money = add(*limits.money);
  for (std::size_t i = 0; i < limits.capacity.size(); ++i) {
    statistics::AllocationItem item;
    item.group = limits.group.at(i);
    if (limits.capacity[i]) item.uses.push_back({add(*limits.capacity[i]), 1});
    if (contacts) item.uses.push_back({*contacts, 1});
    if (money) item.uses.push_back({*money, limits.cost.at(i)});
    problem.items.push_back(std::move(item));
  }
}

// What a task of each strategy must be worth.
std::vector<double> prices_of(const AllocationProblem& problem, const statistics::ResourcePrices& prices) {
  std::vector<double> of_items;
  for (const auto& item : problem.items) {
    double price = 0;
    for (const auto& use : item.uses) price += prices.price(use.resource) * static_cast<double>(use.amount);
    of_items.push_back(price);
  }
  return of_items;
}

py::tuple told(const AllocationProblem& problem, const statistics::Allocation& found) {
  std::vector<std::uint64_t> chosen = found.chosen;
  return py::make_tuple(py::array(py::ssize_t(chosen.size()), chosen.data()), static_cast<double>(found.value),
                        static_cast<double>(found.bound), prices_of(problem, found.prices));
}

py::tuple optimise(const Array<std::uint64_t>& first, const Array<std::uint32_t>& item,
                   const Array<std::int64_t>& value, const py::tuple& limits, std::uint32_t choices, double gap,
                   std::size_t threads) {
  AllocationProblem problem;
  problem.first = copied(first);
  problem.item = copied(item);
  problem.value = copied(value);
  problem.choices = choices;
  add_limits({limits[0].cast<std::vector<std::optional<std::int64_t>>>(), limits[1].cast<std::vector<std::int64_t>>(),
              limits[2].cast<std::optional<std::int64_t>>(), limits[3].cast<std::optional<std::int64_t>>(),
              limits[4].cast<std::vector<std::uint32_t>>()},
             problem);
  Interrupt interrupt(threads);
  const auto found = interruptible(interrupt, [&](Executor& executor, const Control& control) {
    statistics::AllocationOptions options;
    options.gap = gap;
    options.executor = &executor;
    return statistics::allocate(problem, options, control);
  });
  return told(problem, found);
}

}  // namespace

void bind_allocation(py::module_& m) {
  m.def("optimise", &optimise, py::arg("first"), py::arg("item"), py::arg("value"), py::arg("limits"),
        py::arg("choices"), py::arg("gap"), py::arg("threads"));
}

}  // namespace staysail::python
