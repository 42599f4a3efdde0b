#include "past_periods.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace staysail::cycle {
namespace {

// Results after which the customer cannot be said to have been spoken to.
bool reached(const Task& task) { return !task.result.empty() && task.result != "not_reached" && task.result != "left"; }

bool took_it(const Task& task) {
  constexpr std::array yes = {"accepted", "done", "renewed", "upgraded"};
  return std::find(yes.begin(), yes.end(), task.result) != yes.end();
}

std::uint32_t customer_of(const FactBatch& facts, std::size_t row, const Population& population,
                          const std::vector<std::uint32_t>& of_account) {
  const std::uint32_t owner = facts.owner[row];
  if (owner == kNoRow) return kNoRow;
  switch (facts.grain[row]) {
    case Grain::subscription: return population.customer_of()[owner];
    case Grain::account: return of_account[owner];
    case Grain::customer: return owner;
    default: return kNoRow;
  }
}

std::vector<std::uint32_t> customers_of_accounts(const Population& population) {
  const Batch& accounts = population.entities("accounts");
  std::vector<std::uint32_t> rows(accounts.rows(), kNoRow);
  const Column* ids = accounts.find("customer_id");
  for (std::size_t row = 0; ids != nullptr && row < rows.size(); ++row)
    rows[row] = population.find(Grain::customer, ids->text(row));
  return rows;
}

// Lines of each customer that the period's strategies were about.
using LinesOf = std::map<std::string, std::set<std::string>>;

constexpr std::string_view kLeft = "churned";

bool is_of(std::string_view stage, Whom whom) { return (stage == kLeft) == (whom == Whom::leavers); }

LinesOf exposed_lines(const NightRecord& past, const std::vector<Task>& tasks, Whom whom) {
  LinesOf lines;
  for (const auto& task : tasks)
    if (is_of(task.stage, whom)) lines[task.customer.text()].insert(task.subscription.text());
  const Batch& held_out = past.held_out;
  for (std::size_t row = 0; row < held_out.rows(); ++row)
    if (is_of(held_out.find("stage")->text(row), whom))
      lines[std::string(held_out.find("customer_id")->text(row))].insert(
          std::string(held_out.find("subscription_id")->text(row)));
  return lines;
}

// Customers with a line that began on `since` or later.
std::set<std::string, std::less<>> joined_since(const Batch& decision, Day since) {
  std::set<std::string, std::less<>> customers;
  const Column *ids = decision.find("customer_id"), *begun = decision.find("activated");
  for (std::size_t row = 0; ids != nullptr && begun != nullptr && row < decision.rows(); ++row)
    if (!ids->is_null(row) && !begun->is_null(row) && begun->days()[row] >= since.days_since_epoch())
      customers.emplace(ids->text(row));
  return customers;
}

// `stages`: of the population's subscriptions, in its order; null when there are none.
bool is_alive(const Population& population, const Column* stages, const std::string& subscription) {
  const std::uint32_t row = population.find(Grain::subscription, subscription);
  return row != kNoRow && (stages == nullptr || stages->text(row) != kLeft);
}

Result<std::vector<std::int64_t>> billed_by_customer(const Population& population, Month month) {
  std::vector<std::int64_t> billed(population.size(Grain::customer), 0);
  const auto of_account = customers_of_accounts(population);
  STAYSAIL_TRY(const Column ids, population.entities("customers").require("customer_id", ColumnType::text));
  STAYSAIL_TRY(const auto chunks, population.facts("bills", month, month, {"amount"}));
  for (const auto& facts : chunks) {
    const Column& amounts = *facts.rows.find("amount");
    for (std::size_t row = 0; row < facts.rows.rows(); ++row) {
      const std::uint32_t customer = customer_of(facts, row, population, of_account);
      if (customer == kNoRow || amounts.is_null(row)) continue;
      if (__builtin_add_overflow(billed[customer], amounts.numbers()[row], &billed[customer]))
        return Error(Errc::amount_overflow, "the bills of customer " + std::string(ids.text(customer)) + " in " +
                                                month.to_string() +
                                                " add up to more than 64 bits; correct the rows and send them again");
    }
  }
  return billed;
}

}  // namespace

Result<std::span<const std::int64_t>> BilledMonths::of(Month month) {
  const auto found = known_.find(month);
  if (found != known_.end()) return std::span<const std::int64_t>(found->second);
  STAYSAIL_TRY(auto billed, billed_by_customer(population_, month));
  return std::span<const std::int64_t>(known_.emplace(month, std::move(billed)).first->second);
}

std::vector<Exposure> exposures_of(const NightRecord& past, const std::vector<Task>& tasks) {
  std::vector<Exposure> exposures;
  std::set<std::pair<std::string, std::string>> tasked;
  for (const auto& task : tasks) {
    tasked.emplace(task.customer.text(), task.strategy.text());
    exposures.push_back(Exposure{task.customer, task.strategy, task.segment, task.stage, Arm::treated, past.period(),
                                 reached(task), took_it(task)});
  }
  const Batch& held_out = past.held_out;
  const auto text = [&](const char* column, std::size_t row) { return std::string(held_out.find(column)->text(row)); };
  for (std::size_t row = 0; row < held_out.rows(); ++row) {
    const std::string customer = text("customer_id", row), strategy = text("strategy_id", row);
    const bool crossed = tasked.count({customer, strategy}) != 0;
    exposures.push_back(Exposure{CustomerId::of(customer), StrategyId::of(strategy), text("segment", row),
                                 text("stage", row), Arm::held_out, past.period(), crossed, false});
  }
  return exposures;
}

bool concerns(const Exposure& exposure, Whom whom) { return is_of(exposure.stage, whom); }

Result<std::vector<Outcome>> outcomes_of(const NightRecord& past, const std::vector<Task>& tasks, const Batch& decision,
                                         BilledMonths& bills, Whom whom) {
  const Population& population = bills.population();
  STAYSAIL_TRY(const auto before, bills.of(past.period() - 1));
  STAYSAIL_TRY(const auto after, bills.of(population.as_of().month_of() - 1));
  std::vector<Outcome> outcomes;
  const auto returned =
      whom == Whom::leavers ? joined_since(decision, past.as_of) : std::set<std::string, std::less<>>();
  const Column* stages = decision.find("stage");
  const auto alive = [&](const std::string& line) { return is_alive(population, stages, line); };
  for (const auto& [customer, lines] : exposed_lines(past, tasks, whom)) {
    Outcome outcome;
    outcome.customer = CustomerId::of(customer);
    outcome.kept = returned.count(customer) != 0 || std::all_of(lines.begin(), lines.end(), alive);
    const std::uint32_t row = population.find(Grain::customer, customer);
    if (row != kNoRow) outcome.revenue_before = before[row];
    if (row != kNoRow && outcome.kept) outcome.revenue_after = after[row];
    outcomes.push_back(std::move(outcome));
  }
  return outcomes;
}

}  // namespace staysail::cycle
