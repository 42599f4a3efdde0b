#include "staysail/cycle/plan_simulation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "night_consents.hpp"
#include "staysail/base/int128.hpp"
#include "staysail/statistics/proportion.hpp"
#include "staysail/strategy/plan_inputs.hpp"
#include "staysail/work/contact_log.hpp"

namespace staysail {
namespace {

using statistics::kWholeShare;

// The customers of a frame: of each row, as numbers from 0.
struct Customers {
  std::vector<std::uint32_t> of_row;
  std::uint32_t count = 0;
};

Result<Customers> customers_of(const Batch& frame) {
  STAYSAIL_TRY(const Column ids, frame.require("customer_id", ColumnType::text));
  std::vector<std::uint32_t> numbers(static_cast<std::size_t>(ids.dictionary().size()), 0);
  Customers customers;
  for (std::size_t row = 0; row < ids.size(); ++row) {
    std::uint32_t& number = numbers[static_cast<std::size_t>(ids.codes()[row])];
    if (number == 0) number = ++customers.count;
    customers.of_row.push_back(number - 1);
  }
  return customers;
}

Result<Batch> sample_of(const Batch& frame, const SimulationOptions& options) {
  if (options.share == kWholeShare) return frame;
  STAYSAIL_TRY(const Column ids, frame.require("customer_id", ColumnType::text));
  std::vector<std::int8_t> taken;
  for (std::int32_t code = 0; code < ids.dictionary().size(); ++code) {
    const auto customer = CustomerId::of(std::string(ids.dictionary().at(code)));
    taken.push_back(statistics::in_salted_sample(customer, options.salt, options.share) ? 1 : 0);
  }
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < frame.rows(); ++row)
    if (taken[static_cast<std::size_t>(ids.codes()[row])] != 0) rows.push_back(row);
  return frame.take(rows);
}

std::uint64_t share_of(std::uint64_t amount, std::uint32_t share) {
  const Int128 scaled = static_cast<Int128>(amount) * share + kWholeShare / 2;
  return static_cast<std::uint64_t>(scaled / kWholeShare);
}

void scale(std::optional<std::uint64_t>& contacts, std::uint32_t share) {
  if (contacts) contacts = share_of(*contacts, share);
}
void scale(std::optional<std::int64_t>& hundredths, std::uint32_t share) {
  if (hundredths) hundredths = static_cast<std::int64_t>(share_of(static_cast<std::uint64_t>(*hundredths), share));
}

// Budgets and places of the sample.
std::vector<Strategy> scaled(std::vector<Strategy> strategies, std::uint32_t share) {
  for (Strategy& strategy : strategies) {
    scale(strategy.budget, share);
    scale(strategy.money_budget_hundredths, share);
  }
  return strategies;
}

ContactPolicy scaled(ContactPolicy policy, std::uint32_t share) {
  scale(policy.budget, share);
  scale(policy.money_budget_hundredths, share);
  for (OfferCapacity& capacity : policy.offer_capacities) capacity.contacts = share_of(capacity.contacts, share);
  if (policy.column_capacity) policy.column_capacity->contacts = share_of(policy.column_capacity->contacts, share);
  return policy;
}

Result<Plan> plan_of(Store& store, const ModelCatalog& catalog, const NightRecord& night, const Playbook& playbook,
                     const SimulationOptions& options) {
  TaskDesk desk(store.entities());
  STAYSAIL_TRY(const auto population, Population::load(store, catalog, night.as_of, options.control, options.executor));
  STAYSAIL_TRY(const Persons persons, Persons::in_frame(night.decision));
  STAYSAIL_TRY(ContactHistory contacts, contact_history(desk, population));
  const ContactHistory history = std::move(contacts).of_persons(persons);
  STAYSAIL_TRY(const ConsentLedger consents, cycle::consents_of(population));
  STAYSAIL_TRY(AnswersAtRest answers, AnswersAtRest::of(night.refusals));
  const ContactPolicy policy = scaled(playbook.contact(), options.share);
  PlanRequest request;
  request.strategies = std::make_shared<const std::vector<Strategy>>(scaled(*playbook.strategies(), options.share));
  request.matcher = &playbook.matcher();
  request.policy = &policy;
  STAYSAIL_TRY(request.frame, sample_of(night.decision, options));
  request.as_of = night.as_of;
  request.history = &history;
  request.consent = consent_of_persons(consents, persons, night.as_of);
  request.actions = &answers;
  request.executor = options.executor;
  return make_plan(request, options.control);
}

// What customers have of one count, summed: enough for the variance of a share of lines between customers.
struct Spread {
  double squares = 0, with_lines = 0;  // of y * y and y * m over customers with y of their m lines counted
};

// By verdict; what matched at all stands in the place of no_match.
using SpreadRow = std::array<Spread, kVerdicts>;

// How many lines a customer has.
std::vector<std::uint32_t> lines_of(const Customers& customers) {
  std::vector<std::uint32_t> lines(customers.count, 0);
  for (const std::uint32_t customer : customers.of_row) ++lines[customer];
  return lines;
}

// By strategy, the total last.
std::vector<SpreadRow> spreads_of(const Plan& plan, const Customers& customers,
                                  const std::vector<std::uint32_t>& lines) {
  const std::size_t strategies = plan.strategies->size();
  std::vector<std::array<std::uint32_t, 3>> ends;  // strategy, verdict, customer
  for (const Candidate& candidate : plan.candidates)
    for (const std::uint32_t s : {candidate.strategy, static_cast<std::uint32_t>(strategies)})
      for (const Verdict verdict : {candidate.verdict, Verdict::no_match})
        ends.push_back({s, static_cast<std::uint32_t>(verdict), customers.of_row[candidate.row]});
  std::sort(ends.begin(), ends.end());
  std::vector<SpreadRow> spreads(strategies + 1);
  for (std::size_t begin = 0, end = 0; begin < ends.size(); begin = end) {
    while (end < ends.size() && ends[end] == ends[begin]) ++end;
    const double y = static_cast<double>(end - begin);
    Spread& spread = spreads[ends[begin][0]][ends[begin][1]];
    spread.squares += y * y;
    spread.with_lines += y * lines[ends[begin][2]];
  }
  return spreads;
}

// How many independent lines a sample of lines is worth that come by customer: at most as many as it has, and at most
// what the spread between customers leaves of them (the linearised variance of a ratio).
double worth_of(const Spread& spread, double counted, double pairs, double pairs_squared) {
  const double share = counted / pairs;
  const double between = spread.squares - 2 * share * spread.with_lines + share * share * pairs_squared;
  const double independent = pairs * share * (1 - share);
  return between <= independent || independent <= 0 ? pairs : pairs * independent / between;
}

Result<statistics::Interval> interval_of(std::uint64_t counted, double worth, std::uint64_t pairs, double all,
                                         double confidence) {
  const double share = static_cast<double>(counted) / static_cast<double>(pairs);
  statistics::Proportion proportion;
  proportion.trials = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::llround(worth)));
  proportion.successes = std::min(
      proportion.trials, static_cast<std::uint64_t>(std::llround(share * static_cast<double>(proportion.trials))));
  STAYSAIL_TRY(const auto interval, statistics::wilson(proportion, confidence));
  return statistics::Interval{interval.low * all, interval.high * all};
}

// The counts of one row of the funnel.
class Counting {
 public:
  Counting(const Plan& plan, const PlanSimulation& simulation, const Customers& customers,
           const SimulationOptions& options)
      : plan_(plan), simulation_(simulation), options_(options), strategies_(plan.strategies->size()) {
    const std::vector<std::uint32_t> lines = lines_of(customers);
    for (const std::uint32_t count : lines) lines_squared_ += static_cast<double>(count) * count;
    if (sampled()) spreads_ = spreads_of(plan, customers, lines);
  }

  Status add(std::size_t row, std::vector<SimulatedCount>& counts) const {
    const FunnelRow& found = plan_.funnel[row];
    // Of the total every line comes once a strategy.
    const double times = row == strategies_ ? static_cast<double>(strategies_) : 1;
    for (std::size_t v = 0; v < kVerdicts; ++v) {
      SimulatedCount count;
      count.strategy = found.strategy;
      count.ended = static_cast<Verdict>(v);
      count.counted = found.ended[v];
      count.expected = static_cast<double>(count.counted);
      count.interval = {count.expected, count.expected};
      if (sampled() && found.considered != 0) STAYSAIL_CHECK(raise(row, times, found.considered, count));
      counts.push_back(count);
    }
    return ok();
  }

 private:
  bool sampled() const { return options_.share != kWholeShare; }

  Status raise(std::size_t row, double times, std::uint64_t pairs, SimulatedCount& count) const {
    const double all = static_cast<double>(simulation_.lines) * times;
    count.expected = all * static_cast<double>(count.counted) / static_cast<double>(pairs);
    // What did not match spreads as what did.
    const std::uint64_t spread_over = count.ended == Verdict::no_match ? pairs - count.counted : count.counted;
    Spread spread = spreads_[row][static_cast<std::size_t>(count.ended)];
    spread.with_lines *= times;
    const double worth =
        worth_of(spread, static_cast<double>(spread_over), static_cast<double>(pairs), times * times * lines_squared_);
    STAYSAIL_TRY(count.interval, interval_of(count.counted, worth, pairs, all, options_.confidence));
    return ok();
  }

  const Plan& plan_;
  const PlanSimulation& simulation_;
  const SimulationOptions& options_;
  std::size_t strategies_;
  double lines_squared_ = 0;
  std::vector<SpreadRow> spreads_;
};

}  // namespace

Status SimulationOptions::validate() const {
  if (share == 0 || share > kWholeShare)
    return Error(Errc::invalid_argument, "a sample is more than nothing and at most 100 % of the customers");
  if (share != kWholeShare && salt.empty())
    return Error(Errc::invalid_argument, "a sample needs a salt: the same text takes the same customers each time");
  if (!(confidence > 0 && confidence < 1))
    return Error(Errc::invalid_argument, "a confidence lies between 0 and 1, 0.95 is usual");
  return ok();
}

Result<PlanSimulation> simulate_plan(Store& store, const ModelCatalog& catalog, const NightRecord& night,
                                     const Playbook& playbook, const SimulationOptions& options) {
  STAYSAIL_CHECK(options.validate());
  if (night.decision.rows() == 0)
    return Error(Errc::not_found,
                 "the night of " + night.as_of.to_string() + " saw no line; there is nothing to count");
  STAYSAIL_TRY(const Plan plan, plan_of(store, catalog, night, playbook, options));
  STAYSAIL_TRY(const Customers all, customers_of(night.decision));
  STAYSAIL_TRY(const Customers sampled, customers_of(plan.frame));
  PlanSimulation simulation;
  simulation.lines = night.decision.rows();
  simulation.customers = all.count;
  simulation.sampled_lines = plan.frame.rows();
  simulation.sampled_customers = sampled.count;
  STAYSAIL_TRY(simulation.funnel, funnel_frame(plan));
  const Counting counting(plan, simulation, sampled, options);
  for (std::size_t row = 0; row < plan.funnel.size(); ++row) STAYSAIL_CHECK(counting.add(row, simulation.counts));
  return simulation;
}

}  // namespace staysail
