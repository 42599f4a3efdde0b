// The verbs of portfolio: who has which customers, and how they change hands.
#include "staysail/work/portfolio.hpp"

#include <algorithm>
#include <iostream>

#include "host.hpp"
#include "manners.hpp"
#include "printing.hpp"
#include "staysail/view/population.hpp"

namespace staysail::program {
namespace {

Result<Batch> portfolios(Store& store, const PortfolioAsk& ask) {
  STAYSAIL_TRY(const Day day, Day::parse(ask.as_of));
  STAYSAIL_TRY(const auto population, Population::load(store, ModelCatalog(), day));
  STAYSAIL_TRY(const auto hand_overs, Portfolios::load(store.entities()));
  TaskFilter open;
  open.only_open = true;
  STAYSAIL_TRY(const auto tasks, TaskDesk(store.entities()).list(open));
  return portfolio_frame(hand_overs, population.entities("customers"), population.entities("staff"), tasks, day);
}

bool is(const Batch& frame, const char* column, std::size_t row, const std::string& wanted) {
  return wanted.empty() || (!frame.find(column)->is_null(row) && frame.find(column)->text(row) == wanted);
}

Batch those_of(const Batch& frame, const PortfolioAsk& ask) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < frame.rows(); ++row)
    if (is(frame, "unit_id", row, ask.unit) && is(frame, "team", row, ask.team)) rows.push_back(row);
  return frame.take(rows);
}

Result<HandOver> asked_for(const HandOverAsk& ask) {
  HandOver asked{StaffId::of(ask.from), StaffId::of(ask.to), {}, {}, {}, ask.actor, ask.reason};
  STAYSAIL_TRY(asked.since, Day::parse(ask.since));
  STAYSAIL_TRY(asked.decided, Instant::parse(ask.at));
  for (const std::string& customer : ask.customers) asked.customers.push_back(CustomerId::of(customer));
  return asked;
}

Result<int> carry_out(Store& store, const HandOverAsk& ask) {
  STAYSAIL_TRY(const HandOver asked, asked_for(ask));
  STAYSAIL_TRY(const Manners manners, manners_of(store, ask.playbook, ask.mapping));
  STAYSAIL_TRY(const Roster roster, roster_of(store, asked.since, manners.roster));
  TaskDesk desk(store.entities());
  STAYSAIL_TRY(const HandOverReport report, hand_over(desk, asked, roster));
  std::vector<std::vector<std::string>> rows = {{ask.from, ask.to, ask.since, report.repeated ? "repeated" : "new",
                                                 std::to_string(report.tasks), std::to_string(report.stuck.size())}};
  STAYSAIL_TRY(const Batch told, text_rows({"from", "to", "since", "hand_over", "tasks_moved", "tasks_left"}, rows,
                                           {"tasks_moved", "tasks_left"}));
  print(told, ask.format);
  for (const TaskId& task : report.stuck)
    std::cerr << "staysail: this task stays with " << ask.from << ", it moved after the decision: " << task.text()
              << "\n";
  return report.stuck.empty() ? kOk : kFindings;
}

}  // namespace

int portfolio_list(const PortfolioAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto rows = portfolios(**store, ask);
  if (!rows) return failed(rows.error());
  print(those_of(*rows, ask), ask.format);
  return kOk;
}

int portfolio_hand_over(const HandOverAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto done = carry_out(**store, ask);
  return done ? *done : failed(done.error());
}

}  // namespace staysail::program
