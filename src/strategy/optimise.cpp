// Arbitration by value: the plan as an allocation.
#include <algorithm>
#include <map>

#include "arbitration.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/decision/expression.hpp"

namespace staysail::strategy {
namespace {

constexpr std::int64_t kUnknownValue = -1;

// What values one FEEL text gives.
struct Worth {
  std::string text;
  Place place;
  std::vector<std::uint32_t> candidates;
};

// The survivors by the text that values them.
Result<std::vector<Worth>> worths_of(const Plan& plan, const Arbitration& policy) {
  std::map<std::string, std::size_t> places;
  std::vector<Worth> worths;
  for (const std::uint32_t index : survivors(plan)) {
    const Strategy& strategy = plan.strategy_of(plan.candidates[index]);
    const bool its_own = !strategy.value.empty();
    const std::string& text = its_own ? strategy.value : policy.value;
    if (text.empty()) {
      return Error(Errc::playbook_invalid,
                   "to optimise, a task must be worth something: give the strategy a `value`, or contact.toml one in "
                   "[arbitration]: " +
                       strategy.id.text());
    }
    const auto [place, fresh] = places.emplace(text, worths.size());
    if (fresh) worths.push_back({text, its_own ? strategy.value_place : policy.place, {}});
    worths[place->second].candidates.push_back(index);
  }
  return worths;
}

// Of each candidate, in hundredths; kUnknownValue where it is null.
Result<std::vector<std::int64_t>> values_of(const Plan& plan, const Arbitration& policy) {
  std::vector<std::int64_t> values(plan.candidates.size(), kUnknownValue);
  Scope scope = Scope::of(plan.frame.schema());
  scope.add("as_of", FeelType::date());
  const Inputs constants{{"as_of", Value::date(plan.as_of)}};
  STAYSAIL_TRY(const std::vector<Worth> worths, worths_of(plan, policy));
  for (const Worth& worth : worths) {
    STAYSAIL_TRY(const Expression expression, Expression::compile(worth.text, scope, worth.place));
    STAYSAIL_TRY(const Column column,
                 expression.evaluate(plan.frame, Field{"worth", ColumnType::number, 2, ""}, constants));
    for (const std::uint32_t index : worth.candidates) {
      const std::uint32_t row = plan.candidates[index].row;
      if (!column.is_null(row)) values[index] = column.numbers()[row];
    }
  }
  return values;
}

// Rows by customer, then subscription: the order that no order of rows changes.
std::vector<std::uint32_t> rows_in_order(const Plan& plan, const PlanFrame& frame) {
  std::vector<std::uint32_t> rows(plan.frame.rows());
  for (std::uint32_t row = 0; row < rows.size(); ++row) rows[row] = row;
  std::sort(rows.begin(), rows.end(), [&frame](std::uint32_t a, std::uint32_t b) {
    if (frame.person_code(a) != frame.person_code(b)) return frame.person(a) < frame.person(b);
    return frame.subscription(a) < frame.subscription(b);
  });
  return rows;
}

// The plan as an allocation: customers are its units, survivors its entries.
class PlanAllocation {
 public:
  PlanAllocation(Plan& plan, const PlanFrame& frame, const ContactPolicy& policy, std::vector<std::int64_t> values)
      : plan_(plan), frame_(frame), policy_(policy), values_(std::move(values)) {
    problem_.items.assign(plan.resources.items().begin(), plan.resources.items().end());
    for (const PlanResource& resource : plan.resources.all()) problem_.capacity.push_back(resource.capacity);
    problem_.choices = policy.tasks_per_customer;
    add_rows();
  }

  const statistics::AllocationProblem& problem() const { return problem_; }

  void carry_out(const statistics::Allocation& allocation) {
    chosen_.assign(entries_.size(), 0);
    for (const std::uint64_t entry : allocation.chosen) chosen_[entry] = 1;
    plan_.resources.set_prices(allocation.prices);
    for (std::size_t entry = 0; entry < entries_.size(); ++entry) give(entry);
    for (std::size_t unit = 0; unit < problem_.units(); ++unit) refuse_others(unit);
    plan_.value_hundredths = allocation.value;
    plan_.bound_hundredths = allocation.bound;
  }

 private:
  void add_rows() {
    std::vector<std::uint32_t> first(plan_.frame.rows() + 1, 0);
    for (const Candidate& candidate : plan_.candidates) ++first[candidate.row + 1];
    for (std::size_t row = 0; row < plan_.frame.rows(); ++row) first[row + 1] += first[row];
    std::int32_t customer = -1;
    problem_.first.push_back(0);
    for (const std::uint32_t row : rows_in_order(plan_, frame_)) {
      if (customer != frame_.person_code(row)) end_customer();
      customer = frame_.person_code(row);
      for (std::uint32_t index = first[row]; index < first[row + 1]; ++index) add_entry(index);
    }
    end_customer();
  }

  // Who has no entry is no unit.
  void end_customer() {
    if (problem_.first.back() == entries_.size()) return;
    problem_.first.push_back(entries_.size());
    const auto customer = CustomerId::of(std::string(frame_.person(plan_.candidates[entries_.back()].row)));
    problem_.observer.push_back(policy_.hold_out.holds(customer) ? 1 : 0);
  }

  void add_entry(std::uint32_t index) {
    const Candidate& candidate = plan_.candidates[index];
    if (candidate.verdict != Verdict::task) return;
    entries_.push_back(index);
    problem_.item.push_back(item_of(candidate));
    problem_.value.push_back(values_[index]);
    if (const auto own = own_of(candidate)) problem_.own.push_back(*own);
  }

  std::uint32_t item_of(const Candidate& candidate) const {
    return plan_.resources.item(candidate.strategy, candidate.channel);
  }
  std::optional<std::uint32_t> own_of(const Candidate& candidate) const {
    return own_resource(plan_, policy_, candidate);
  }

  void give(std::size_t entry) {
    if (chosen_[entry] == 0) return;
    Candidate& candidate = plan_.candidates[entries_[entry]];
    if (is_held_out(plan_, frame_, policy_, candidate)) candidate.verdict = Verdict::held_out;
    else plan_.resources.take(item_of(candidate), own_of(candidate));
  }

  void refuse_others(std::size_t unit) {
    std::vector<std::uint32_t> given;
    for (std::uint64_t entry = problem_.first[unit]; entry < problem_.first[unit + 1]; ++entry) {
      if (chosen_[entry] != 0) given.push_back(entries_[entry]);
    }
    for (std::uint64_t entry = problem_.first[unit]; entry < problem_.first[unit + 1]; ++entry) {
      if (chosen_[entry] == 0) refuse(entries_[entry], given);
    }
  }

  void refuse(std::uint32_t index, const std::vector<std::uint32_t>& given) {
    Candidate& candidate = plan_.candidates[index];
    candidate.verdict = Verdict::no_value;
    if (values_[index] <= 0) return;
    const std::uint32_t item = item_of(candidate);
    plan_.details[index] = price_text(index, plan_.resources.price_hundredths(item, own_of(candidate)));
    candidate.winner = rival_of(candidate, given);
    candidate.verdict = candidate.winner != kNoCandidate ? Verdict::outranked : shortage(candidate);
  }

  // By what the task lost: of the resources of which too little is left, the one that costs it most. Where there would
  // be enough of each, the price alone stood against it, and its dearest part is told.
  Verdict shortage(const Candidate& candidate) const {
    std::vector<statistics::ResourceUse> uses = plan_.resources.items()[item_of(candidate)].uses;
    if (const auto own = own_of(candidate)) uses.push_back({*own, 1});
    const auto weight = [this](const statistics::ResourceUse& use) {
      const bool missing = plan_.resources.all()[use.resource].left < use.amount;
      return std::pair(missing, Int128{plan_.resources.prices().of[use.resource]} * use.amount);
    };
    const auto decisive = std::max_element(uses.begin(), uses.end(),
                                           [&weight](const auto& a, const auto& b) { return weight(a) < weight(b); });
    return decisive == uses.end() ? Verdict::budget_spent
                                  : PlanResources::verdict_of(plan_.resources.all()[decisive->resource].kind);
  }

  std::string price_text(std::uint32_t index, std::int64_t price) const {
    return "worth " + decimal_text(values_[index], 2) + ", at a price of " + decimal_text(price, 2);
  }

  // One of the same strategy or group; else, when the customer has all that is allowed, what is worth most.
  std::uint32_t rival_of(const Candidate& candidate, const std::vector<std::uint32_t>& given) const {
    for (const std::uint32_t other : given) {
      if (same_group(plan_.strategy_of(plan_.candidates[other]), plan_.strategy_of(candidate))) return other;
    }
    if (given.size() < policy_.tasks_per_customer) return kNoCandidate;
    return *std::max_element(given.begin(), given.end(),
                             [this](std::uint32_t a, std::uint32_t b) { return values_[a] < values_[b]; });
  }

  Plan& plan_;
  const PlanFrame& frame_;
  const ContactPolicy& policy_;
  std::vector<std::int64_t> values_;
  statistics::AllocationProblem problem_;
  std::vector<std::uint32_t> entries_;  // candidates
  std::vector<std::uint8_t> chosen_;
};

}  // namespace

Status optimise(Plan& plan, const PlanFrame& frame, const PlanRequest& request, const Control& control) {
  STAYSAIL_TRY(std::vector<std::int64_t> values, values_of(plan, request.policy->arbitration));
  PlanAllocation of_plan(plan, frame, *request.policy, std::move(values));
  statistics::AllocationOptions options;
  options.executor = request.executor;
  STAYSAIL_TRY(const statistics::Allocation allocation, statistics::allocate(of_plan.problem(), options, control));
  of_plan.carry_out(allocation);
  return ok();
}

}  // namespace staysail::strategy
