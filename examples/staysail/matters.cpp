// The verbs of matters: what people pursue for customers, through one gate.
#include "matters.hpp"

#include <iostream>

#include "host.hpp"
#include "manners.hpp"
#include "printing.hpp"
#include "staysail/boss/csv_frame.hpp"
#include "staysail/view/population.hpp"
#include "staysail/work/credit_policy.hpp"
#include "staysail/work/office_rules.hpp"
#include "staysail/work/task_claim.hpp"
#include "staysail/work/task_frame.hpp"

namespace staysail::program {
namespace {

// A desk with its gate, and who stands at it.
struct Counter {
  std::unique_ptr<MatterDesk> desk;
  MatterMove move;
};

Result<Counter> counter_of(Store& store, const MattersAsk& ask) {
  Counter counter;
  STAYSAIL_TRY(counter.move.at, Instant::parse(ask.at));
  STAYSAIL_TRY(OfficeRules rules, OfficeRules::load(ask.playbook));
  STAYSAIL_TRY(const auto population, Population::load(store, ModelCatalog(), counter.move.at.day()));
  STAYSAIL_TRY(Access access, Access::of(population.entities("staff"), population.entities("units"), rules.access));
  STAYSAIL_TRY(counter.move.actor, access.actor(StaffId::of(ask.as)));
  counter.move.note = ask.note;
  for (const std::string& pair : ask.attributes) {
    const std::size_t equals = std::min(pair.find('='), pair.size());
    counter.move.attributes.emplace_back(pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size())));
  }
  counter.desk = std::make_unique<MatterDesk>(store.entities(), std::move(access), std::move(rules.service));
  return counter;
}

MatterFilter filter_of(const MattersAsk& ask) {
  return {ask.kind, ask.subject, ask.state, ask.customer, ask.assignee, ask.unit, ask.parent, ask.only_open, ask.limit};
}

Result<Batch> frame_of(const Result<MovedMatter>& moved) {
  if (!moved) return moved.error();
  return matter_frame({moved->matter});
}

Result<Batch> opened(Counter& at, const MattersAsk& ask) {
  Matter matter;
  STAYSAIL_TRY(matter.kind, matter_kind_of(ask.kind));
  matter.subject = ask.subject;
  matter.occasion = ask.occasion;
  matter.customer = CustomerId::of(ask.customer);
  matter.account = AccountId::of(ask.account);
  matter.subscription = SubscriptionId::of(ask.subscription);
  matter.parent = MatterId::of(ask.parent);
  matter.unit = UnitId::of(ask.unit);
  return frame_of(at.desk->open_one(std::move(matter), at.move));
}

Result<Batch> ticked(Counter& at) {
  STAYSAIL_CHECK(at.desk->access().may(at.move.actor, {"clock", "tick", {}, {}}));
  STAYSAIL_TRY(const TickReport report, at.desk->tick(at.move.at));
  return text_rows({"warned", "called", "handed_on", "stranded"},
                   {{std::to_string(report.warned), std::to_string(report.called), std::to_string(report.handed_on),
                     std::to_string(report.stranded)}},
                   {"warned", "called", "handed_on", "stranded"});
}

std::string cell(const Batch& rows, const char* name, std::size_t row) {
  const Column* column = rows.find(name);
  return column == nullptr ? std::string() : column->value_text(row);
}

std::int64_t number(const Batch& rows, const char* name, std::size_t row) {
  const Column* column = rows.find(name);
  const bool there = column != nullptr && column->type() == ColumnType::number && !column->is_null(row);
  return there ? column->numbers()[row] : 0;
}

Result<std::vector<Arrears>> arrears_in(const std::string& path) {
  STAYSAIL_TRY(const CsvFrame file, read_csv_frame(path));
  std::vector<Arrears> all;
  for (std::size_t row = 0; row < file.rows.rows(); ++row) {
    Arrears owed;
    owed.customer = CustomerId::of(cell(file.rows, "customer_id", row));
    owed.account = AccountId::of(cell(file.rows, "account_id", row));
    owed.bill = cell(file.rows, "bill", row);
    owed.amount_minor = number(file.rows, "amount_minor", row);
    STAYSAIL_TRY(owed.due, Day::parse(cell(file.rows, "due", row)));
    owed.unit = UnitId::of(cell(file.rows, "unit", row));
    owed.profile = {number(file.rows, "tenure_months", row), number(file.rows, "punctual_percent", row),
                    number(file.rows, "mean_spend_minor", row), cell(file.rows, "identified", row) == "true"};
    all.push_back(std::move(owed));
  }
  return all;
}

Result<Batch> collected(Counter& at, const MattersAsk& ask) {
  STAYSAIL_CHECK(at.desk->access().may(at.move.actor, {"clock", "collect", {}, {}}));
  STAYSAIL_TRY(const auto arrears, arrears_in(ask.arrears));
  STAYSAIL_TRY(const auto report, collect(*at.desk, CreditPolicy::usual(), arrears, at.move.at.day()));
  const std::vector<std::string> names = {"opened", "repeated", "settled", "climbed", "promises_broken"};
  return text_rows(names,
                   {{std::to_string(report.opened), std::to_string(report.repeated), std::to_string(report.settled),
                     std::to_string(report.climbed), std::to_string(report.promises_broken)}},
                   names);
}

Result<Batch> listed(Counter& at, const MattersAsk& ask) {
  if (ask.action == "list") {
    STAYSAIL_TRY(const auto matters, at.desk->list(filter_of(ask), at.move.actor));
    return matter_frame(matters);
  }
  STAYSAIL_TRY(const Matter matter, at.desk->find(MatterId::of(ask.id), at.move.actor));
  return matter_history_frame({matter});
}

Result<Batch> answer(Counter& at, const MattersAsk& ask) {
  const MatterId id = MatterId::of(ask.id);
  if (ask.action == "open") return opened(at, ask);
  if (ask.action == "move") return frame_of(at.desk->move(id, ask.event, at.move));
  if (ask.action == "assign") return frame_of(at.desk->assign(id, StaffId::of(ask.staff), at.move));
  if (ask.action == "escalate") return frame_of(at.desk->escalate(id, at.move));
  if (ask.action == "merge") return frame_of(at.desk->merge(id, MatterId::of(ask.into), at.move));
  if (ask.action == "tick") return ticked(at);
  if (ask.action == "collect") return collected(at, ask);
  if (ask.action != "split") return listed(at, ask);
  STAYSAIL_TRY(const auto split, at.desk->split(id, ask.parts, at.move));
  return matter_frame(split.matters);
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

// Every row of the state tables: what leads where, who may, and what must hold.
Result<Batch> lives(const std::string& wanted) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < kMatterKinds; ++i) {
    const MatterLife& life = life_of(static_cast<MatterKind>(i));
    if (!wanted.empty() && name_of(life.kind) != wanted) continue;
    for (const StateShape::Row& row : life.shape.rows) {
      const LifeEvent& event = life.events[row.event];
      std::vector<std::string> guards;
      for (const MatterGuard guard : event.guards) guards.emplace_back(name_of(guard));
      rows.push_back({std::string(name_of(life.kind)), std::string(life.shape.states[row.from]),
                      std::string(event.name), std::string(life.shape.states[row.to]),
                      joined({event.roles.begin(), event.roles.end()}), joined(guards)});
    }
  }
  return text_rows({"kind", "state", "event", "to", "roles", "guards"}, rows);
}

// What fits a terminal; the other formats have everything.
Result<Batch> for_people(const Batch& rows) {
  if (rows.find("matter_id") == nullptr || rows.find("kind") == nullptr) return rows;
  return rows.select({"matter_id", "kind", "subject", "occasion", "customer_id", "state", "assignee", "due"});
}

int show(const Result<Batch>& rows, const std::string& format) {
  if (!rows) return failed(rows.error());
  const auto shown = format == "table" ? for_people(*rows) : rows;
  if (!shown) return failed(shown.error());
  print(*shown, format);
  return kOk;
}

Result<Batch> claimed(Store& store, const ClaimVerbAsk& ask) {
  TaskMove move;
  STAYSAIL_TRY(move.at, Instant::parse(ask.at));
  move.actor = ask.staff;
  STAYSAIL_TRY(const Manners manners, manners_of(store, ask.playbook, ask.mapping));
  STAYSAIL_TRY(const Roster roster, roster_of(store, move.at.day(), manners.roster));
  TaskDesk desk(store.entities());
  STAYSAIL_TRY(const auto tasks,
               claim_tasks(desk, {StaffId::of(ask.staff), UnitId::of(ask.unit), ask.count}, roster, move));
  STAYSAIL_TRY(const Batch rows, task_frame(tasks));
  if (ask.format != "table") return rows;
  return rows.select({"task_id", "customer_id", "strategy_id", "stage", "assignee", "due", "state"});
}

}  // namespace

int matters(const MattersAsk& ask) {
  if (ask.action == "lives") return show(lives(ask.kind), ask.format);
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  auto counter = counter_of(**store, ask);
  if (!counter) return failed(counter.error());
  return show(answer(*counter, ask), ask.format);
}

int claim(const ClaimVerbAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  return show(claimed(**store, ask), ask.format);
}

}  // namespace staysail::program
