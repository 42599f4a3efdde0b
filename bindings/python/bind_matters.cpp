#include <pybind11/stl.h>

#include "frame.hpp"
#include "matters.hpp"
#include "named_store.hpp"
#include "staysail/view/population.hpp"
#include "staysail/work/assignment.hpp"
#include "staysail/work/matter_desk.hpp"
#include "staysail/work/office_rules.hpp"
#include "staysail/work/task_claim.hpp"
#include "staysail/work/task_frame.hpp"

namespace staysail::python {
namespace {

using Attributes = std::map<std::string, std::string>;
using Texts = std::vector<std::string>;

Result<Instant> moment_in(const std::string& text) { return Instant::parse(text); }

// A store, the gate of its staff at the moment asked for, and who asks. Any thread.
class Desk {
 public:
  Desk(const std::string& url, std::string as_staff, std::string playbook)
      : store_(unlocked([&] { return open_existing_store(url); })),
        staff_(std::move(as_staff)),
        rules_(unlocked([&] { return OfficeRules::load(playbook); })) {}

  // Calls `act` with a desk and the move; gives what it gives.
  template <class Act>
  auto at(const std::string& when, const std::string& note, const Attributes& set, const Act& act) {
    return unlocked([&]() -> decltype(act(std::declval<MatterDesk&>(), std::declval<const MatterMove&>())) {
      STAYSAIL_TRY(const Instant moment, moment_in(when));
      STAYSAIL_TRY(const auto population, Population::load(*store_, ModelCatalog(), moment.day()));
      STAYSAIL_TRY(Access access,
                   Access::of(population.entities("staff"), population.entities("units"), rules_.access));
      STAYSAIL_TRY(const Actor actor, access.actor(StaffId::of(staff_)));
      MatterDesk desk(store_->entities(), std::move(access), rules_.service);
      return act(desk, MatterMove{moment, actor, note, {set.begin(), set.end()}});
    });
  }

 private:
  std::unique_ptr<Store> store_;
  std::string staff_;
  OfficeRules rules_;
};

Result<Batch> frame_of(const Result<MovedMatter>& moved) {
  if (!moved) return moved.error();
  return matter_frame({moved->matter});
}

Batch open(Desk& desk, const std::string& kind, const std::string& occasion, const std::string& customer,
           const std::string& subject, const std::string& account, const std::string& subscription,
           const std::string& parent, const std::string& unit, const std::string& when, const std::string& note,
           const Attributes& set) {
  return desk.at(when, note, set, [&](MatterDesk& at, const MatterMove& move) -> Result<Batch> {
    Matter matter;
    STAYSAIL_TRY(matter.kind, matter_kind_of(kind));
    matter.occasion = occasion;
    matter.customer = CustomerId::of(customer);
    matter.subject = subject;
    matter.account = AccountId::of(account);
    matter.subscription = SubscriptionId::of(subscription);
    matter.parent = MatterId::of(parent);
    matter.unit = UnitId::of(unit);
    return frame_of(at.open_one(std::move(matter), move));
  });
}

Batch move(Desk& desk, const std::string& id, const std::string& event, const std::string& when,
           const std::string& note, const Attributes& set) {
  return desk.at(when, note, set, [&](MatterDesk& at, const MatterMove& move) {
    return frame_of(at.move(MatterId::of(id), event, move));
  });
}

Batch assign(Desk& desk, const std::string& id, const std::string& staff, const std::string& when,
             const std::string& note) {
  return desk.at(when, note, {}, [&](MatterDesk& at, const MatterMove& move) {
    return frame_of(at.assign(MatterId::of(id), StaffId::of(staff), move));
  });
}

Batch escalate(Desk& desk, const std::string& id, const std::string& when, const std::string& note) {
  return desk.at(when, note, {},
                 [&](MatterDesk& at, const MatterMove& move) { return frame_of(at.escalate(MatterId::of(id), move)); });
}

Batch split(Desk& desk, const std::string& id, const Texts& parts, const std::string& when, const std::string& note) {
  return desk.at(when, note, {}, [&](MatterDesk& at, const MatterMove& move) -> Result<Batch> {
    STAYSAIL_TRY(const OpenedMatters opened, at.split(MatterId::of(id), parts, move));
    return matter_frame(opened.matters);
  });
}

Batch merge(Desk& desk, const std::string& id, const std::string& into, const std::string& when,
            const std::string& note) {
  return desk.at(when, note, {}, [&](MatterDesk& at, const MatterMove& move) {
    return frame_of(at.merge(MatterId::of(id), MatterId::of(into), move));
  });
}

Batch list(Desk& desk, const std::string& when, const std::string& kind, const std::string& state,
           const std::string& customer, const std::string& assignee, bool only_open) {
  return desk.at(when, "", {}, [&](MatterDesk& at, const MatterMove& move) -> Result<Batch> {
    STAYSAIL_TRY(const auto matters, at.list({kind, "", state, customer, assignee, "", "", only_open, 0}, move.actor));
    return matter_frame(matters);
  });
}

Batch history(Desk& desk, const std::string& id, const std::string& when) {
  return desk.at(when, "", {}, [&](MatterDesk& at, const MatterMove& move) -> Result<Batch> {
    STAYSAIL_TRY(const Matter matter, at.find(MatterId::of(id), move.actor));
    return matter_history_frame({matter});
  });
}

std::map<std::string, std::uint64_t> tick(Desk& desk, const std::string& when) {
  using Told = Result<std::map<std::string, std::uint64_t>>;
  return desk.at(when, "", {}, [&](MatterDesk& at, const MatterMove& move) -> Told {
    STAYSAIL_CHECK(at.access().may(move.actor, {"clock", "tick", {}, {}}));
    STAYSAIL_TRY(const TickReport report, at.tick(move.at));
    return std::map<std::string, std::uint64_t>{{"warned", report.warned},
                                                {"called", report.called},
                                                {"handed_on", report.handed_on},
                                                {"stranded", report.stranded}};
  });
}

Result<Batch> claimed(const std::string& url, const ClaimAsk& ask, const std::string& when) {
  STAYSAIL_TRY(const auto store, open_existing_store(url));
  STAYSAIL_TRY(const Instant moment, moment_in(when));
  STAYSAIL_TRY(const auto population, Population::load(*store, ModelCatalog(), moment.day()));
  STAYSAIL_TRY(const auto roster, Roster::of(population.entities("staff"), population.entities("units"), {}));
  TaskDesk desk(store->entities());
  STAYSAIL_TRY(const auto tasks, claim_tasks(desk, ask, roster, {moment, ask.staff.text(), ""}));
  return task_frame(tasks);
}

Batch claim(const std::string& store, const std::string& staff, const std::string& at, const std::string& unit,
            std::size_t count) {
  return unlocked([&] { return claimed(store, {StaffId::of(staff), UnitId::of(unit), count}, at); });
}

std::string cell(const Batch& rows, const char* name, std::size_t row) {
  const Column* column = rows.find(name);
  return column == nullptr ? std::string() : column->value_text(row);
}

Result<std::uint32_t> count_in(const Batch& rows, const char* name, std::size_t row, std::uint32_t usual) {
  const Column* column = rows.find(name);
  if (column == nullptr || column->is_null(row)) return usual;
  if (column->type() == ColumnType::number && column->numbers()[row] >= 0 && column->numbers()[row] <= 1'000'000)
    return static_cast<std::uint32_t>(column->numbers()[row]);
  return Error(Errc::type_mismatch, std::string(name) + " is a whole number from 0 to 1000000");
}

Texts words_in(const std::string& text) {
  Texts words(1);
  for (const char letter : text) {
    if (letter == ' ') words.emplace_back();
    else words.back().push_back(letter);
  }
  return words;
}

Result<std::vector<Worker>> workers_in(const Batch& rows) {
  std::vector<Worker> workers;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    Worker worker{StaffId::of(cell(rows, "staff_id", row)),
                  UnitId::of(cell(rows, "unit_id", row)),
                  cell(rows, "region", row),
                  words_in(cell(rows, "skills", row)),
                  0,
                  0};
    STAYSAIL_TRY(worker.capacity, count_in(rows, "capacity", row, 60));
    STAYSAIL_TRY(worker.load, count_in(rows, "load", row, 0));
    workers.push_back(std::move(worker));
  }
  return workers;
}

std::vector<Job> jobs_in(const Batch& rows) {
  std::vector<Job> jobs;
  for (std::size_t row = 0; row < rows.rows(); ++row)
    jobs.push_back({cell(rows, "job_id", row), cell(rows, "skill", row), cell(rows, "region", row),
                    UnitId::of(cell(rows, "unit_id", row)), StaffId::of(cell(rows, "manager_id", row))});
  return jobs;
}

py::dict assign_jobs_in(const py::object& jobs_table, const py::object& workers_table, const py::object& units_table,
                        std::size_t exact_pairs) {
  const Batch job_rows = batch_of(jobs_table), worker_rows = batch_of(workers_table);
  const Batch units = units_table.is_none() ? Batch() : batch_of(units_table);
  const std::vector<Job> jobs = jobs_in(job_rows);
  std::vector<Worker> workers;
  AssignmentCosts costs;
  costs.exact_pairs = exact_pairs;
  const Assignments given = unlocked([&]() -> Result<Assignments> {
    STAYSAIL_TRY(workers, workers_in(worker_rows));
    STAYSAIL_TRY(const UnitTree tree, UnitTree::of(units));
    return assign_jobs(jobs, workers, tree, costs);
  });
  py::dict staff_of, told;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const auto& worker = given.worker_of[i];
    staff_of[py::str(jobs[i].id)] = worker ? py::object(py::str(workers[*worker].id.text())) : py::object(py::none());
  }
  told["staff"] = staff_of;
  told["cost"] = given.cost;
  told["bound"] = given.bound;
  told["gap"] = given.gap();
  told["exact"] = given.exact;
  return told;
}

py::list lives() {
  py::list rows;
  for (std::size_t i = 0; i < kMatterKinds; ++i) {
    const MatterLife& life = life_of(static_cast<MatterKind>(i));
    for (const StateShape::Row& row : life.shape.rows)
      rows.append(py::make_tuple(std::string(name_of(life.kind)), std::string(life.shape.states[row.from]),
                                 std::string(life.shape.events[row.event]), std::string(life.shape.states[row.to])));
  }
  return rows;
}

}  // namespace

void bind_matters(py::module_& m) {
  const Attributes none;
  py::class_<Desk> desk(m, "Desk",
                        "Matters of a store, through the gate of a role: tickets, debts, leads, quotes, visits ...");
  show_in(desk, "staysail.work");
  desk.def(py::init<const std::string&, std::string, std::string>(), py::arg("store"), py::kw_only(),
           py::arg("as_staff"), py::arg("playbook") = "")
      .def("open", &open, py::arg("kind"), py::kw_only(), py::arg("occasion"), py::arg("customer") = "",
           py::arg("subject") = "", py::arg("account") = "", py::arg("subscription") = "", py::arg("parent") = "",
           py::arg("unit") = "", py::arg("at"), py::arg("note") = "", py::arg("set") = none)
      .def("move", &move, py::arg("id"), py::arg("event"), py::kw_only(), py::arg("at"), py::arg("note") = "",
           py::arg("set") = none)
      .def("assign", &assign, py::arg("id"), py::arg("staff"), py::kw_only(), py::arg("at"), py::arg("note") = "")
      .def("escalate", &escalate, py::arg("id"), py::kw_only(), py::arg("at"), py::arg("note") = "")
      .def("split", &split, py::arg("id"), py::arg("parts"), py::kw_only(), py::arg("at"), py::arg("note") = "")
      .def("merge", &merge, py::arg("id"), py::arg("into"), py::kw_only(), py::arg("at"), py::arg("note") = "")
      .def("list", &list, py::kw_only(), py::arg("at"), py::arg("kind") = "", py::arg("state") = "",
           py::arg("customer") = "", py::arg("assignee") = "", py::arg("only_open") = false)
      .def("history", &history, py::arg("id"), py::kw_only(), py::arg("at"))
      .def("tick", &tick, py::kw_only(), py::arg("at"));
  m.def("claim_tasks", &claim, py::arg("store"), py::kw_only(), py::arg("staff"), py::arg("at"), py::arg("unit") = "",
        py::arg("count") = 10, "Takes the next tasks that nobody has; each as it is afterwards.");
  m.def("assign_jobs", &assign_jobs_in, py::arg("jobs"), py::arg("workers"), py::kw_only(),
        py::arg("units") = py::none(), py::arg("exact_pairs") = AssignmentCosts{}.exact_pairs,
        "Many jobs to many people at least cost: staff by job id, cost, bound, gap, exact.");
  m.def("lives", &lives, "The state tables of all matters: (kind, state, event, next state).");
}

}  // namespace staysail::python
