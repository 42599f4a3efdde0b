#include <pybind11/stl.h>

#include "feel_value.hpp"
#include "frame.hpp"
#include "named_store.hpp"
#include "staysail/view/population.hpp"
#include "staysail/work/portfolio.hpp"

namespace staysail::python {
namespace {

Day day_in(const py::object& object) {
  const auto day = optional_day(object);
  if (!day) raise(Errc::invalid_argument, "a day is a date, or its ISO text");
  return *day;
}

Result<Batch> portfolios_of(const std::string& url, Day day) {
  STAYSAIL_TRY(const auto store, open_existing_store(url));
  STAYSAIL_TRY(const auto population, Population::load(*store, ModelCatalog(), day));
  STAYSAIL_TRY(const auto portfolios, Portfolios::load(store->entities()));
  TaskFilter open;
  open.only_open = true;
  STAYSAIL_TRY(const auto tasks, TaskDesk(store->entities()).list(open));
  return portfolio_frame(portfolios, population.entities("customers"), population.entities("staff"), tasks, day);
}

Batch portfolios(const std::string& store, const py::object& as_of) {
  const Day day = day_in(as_of);
  return unlocked([&] { return portfolios_of(store, day); });
}

Result<HandOverReport> hand_over_in(const std::string& url, const HandOver& asked) {
  STAYSAIL_TRY(const auto store, open_existing_store(url));
  STAYSAIL_TRY(const auto population, Population::load(*store, ModelCatalog(), asked.since));
  STAYSAIL_TRY(const auto roster, Roster::of(population.entities("staff"), population.entities("units"), {}));
  TaskDesk desk(store->entities());
  return hand_over(desk, asked, roster);
}

py::dict hand_over_portfolio(const std::string& store, const std::string& from, const std::string& to,
                             const py::object& since, const std::string& decided, const std::string& actor,
                             const std::string& reason, const std::vector<std::string>& customers) {
  HandOver asked{StaffId::of(from), StaffId::of(to), day_in(since), {}, Instant::parse(decided).value(), actor, reason};
  for (const std::string& customer : customers) asked.customers.push_back(CustomerId::of(customer));
  const HandOverReport report = unlocked([&] { return hand_over_in(store, asked); });
  py::dict told;
  told["repeated"] = report.repeated;
  told["tasks_moved"] = report.tasks;
  py::list left;
  for (const TaskId& task : report.stuck) left.append(task.text());
  told["tasks_left"] = left;
  return told;
}

}  // namespace

void bind_portfolio(py::module_& m) {
  m.def(
      "portfolios", &portfolios, py::arg("store"), py::kw_only(), py::arg("as_of"),
      "Customers and open tasks of each person on a day, hand-overs followed, as a Frame of manager_id, unit_id, team, "
      "status, customers and open_tasks.");
  m.def("hand_over", &hand_over_portfolio, py::arg("store"), py::kw_only(), py::arg("from_staff"), py::arg("to_staff"),
        py::arg("since"), py::arg("decided"), py::arg("actor"), py::arg("reason"),
        py::arg("customers") = std::vector<std::string>(),
        "From a day on what was one person's is another's: all customers, or those named; open tasks go along. Holds "
        "until the BOSS itself names somebody else; repeated, it moves what is left. Gives repeated, tasks_moved and "
        "tasks_left, the ids of tasks that moved after the decision.");
}

}  // namespace staysail::python
