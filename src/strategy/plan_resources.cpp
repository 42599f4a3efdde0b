#include "staysail/strategy/plan_resources.hpp"

#include <algorithm>

namespace staysail {
namespace {

using statistics::kMostAllocationValue;
using statistics::ResourceUse;

std::int64_t bounded(std::uint64_t contacts) {
  return static_cast<std::int64_t>(std::min<std::uint64_t>(contacts, kMostAllocationValue));
}

}  // namespace

PlanResources PlanResources::of(const std::vector<Strategy>& strategies, const ContactPolicy& policy,
                                std::vector<std::string> own_values) {
  PlanResources made;
  made.choices_ = policy.tasks_per_customer;
  made.add_policy(policy);
  std::map<std::string, std::uint32_t> groups;
  for (const Strategy& strategy : strategies) {
    // Ids are no names of groups: they stand under a sign of their own.
    const std::string group =
        strategy.exclusion_group.empty() ? "=" + strategy.id.text() : "+" + strategy.exclusion_group;
    const auto place = groups.emplace(group, static_cast<std::uint32_t>(groups.size())).first;
    made.add_strategy(strategy, place->second, policy);
  }
  if (policy.column_capacity) made.add_own(std::move(own_values), policy);
  return made;
}

std::uint32_t PlanResources::add(PlanResourceKind kind, std::string of, std::int64_t capacity) {
  resources_.push_back({kind, std::move(of), capacity, capacity});
  return static_cast<std::uint32_t>(resources_.size() - 1);
}

void PlanResources::add_policy(const ContactPolicy& policy) {
  if (policy.budget) contacts_ = add(PlanResourceKind::contacts, "", bounded(*policy.budget));
  if (policy.money_budget_hundredths) money_ = add(PlanResourceKind::money, "", *policy.money_budget_hundredths);
  for (const OfferCapacity& offer : policy.offer_capacities)
    offers_[offer.offer] = add(PlanResourceKind::offer, offer.offer, bounded(offer.contacts));
}

void PlanResources::add_strategy(const Strategy& strategy, std::uint32_t group, const ContactPolicy& policy) {
  std::vector<ResourceUse> uses;
  if (strategy.budget)
    uses.push_back({add(PlanResourceKind::contacts, strategy.id.text(), bounded(*strategy.budget)), 1});
  if (contacts_) uses.push_back({*contacts_, 1});
  if (const auto offer = offers_.find(strategy.offer); offer != offers_.end()) uses.push_back({offer->second, 1});
  std::optional<std::uint32_t> own_money;
  if (strategy.money_budget_hundredths)
    own_money = add(PlanResourceKind::money, strategy.id.text(), *strategy.money_budget_hundredths);
  first_item_.push_back(static_cast<std::uint32_t>(items_.size()));
  for (std::size_t channel = 0; channel < std::max<std::size_t>(strategy.channels.size(), 1); ++channel) {
    const std::int64_t by_channel =
        strategy.channels.empty() ? 0 : policy.contact_cost_hundredths(strategy.channels[channel]);
    statistics::AllocationItem item{group, strategy.hold_out, uses};
    for (const auto& money : {own_money, money_}) {
      if (money) item.uses.push_back({*money, strategy.cost_hundredths + by_channel});
    }
    items_.push_back(std::move(item));
  }
}

void PlanResources::add_own(std::vector<std::string> values, const ContactPolicy& policy) {
  std::sort(values.begin(), values.end());
  endless_ = add(PlanResourceKind::column, "", kMostAllocationValue);
  for (std::string& value : values) {
    if (!value.empty()) own_[value] = add(PlanResourceKind::column, value, bounded(policy.column_capacity->contacts));
  }
}

std::optional<std::uint32_t> PlanResources::own(std::string_view value) const {
  const auto found = own_.find(value);
  return found == own_.end() ? endless_ : found->second;
}

std::optional<std::uint32_t> PlanResources::short_of(std::uint32_t item, std::optional<std::uint32_t> own) const {
  for (const ResourceUse& use : items_[item].uses) {
    if (resources_[use.resource].left < use.amount) return use.resource;
  }
  return own && resources_[*own].left < 1 ? own : std::nullopt;
}

void PlanResources::take(std::uint32_t item, std::optional<std::uint32_t> own) {
  for (const ResourceUse& use : items_[item].uses) resources_[use.resource].left -= use.amount;
  if (own) --resources_[*own].left;
}

Verdict PlanResources::verdict_of(PlanResourceKind kind) {
  return kind == PlanResourceKind::contacts || kind == PlanResourceKind::money ? Verdict::budget_spent
                                                                               : Verdict::capacity_full;
}

std::int64_t PlanResources::price_hundredths(std::uint32_t item, std::optional<std::uint32_t> own) const {
  if (prices_.of.empty()) return 0;
  Int128 price = own ? prices_.of[*own] : 0;
  for (const ResourceUse& use : items_[item].uses) price += Int128{prices_.of[use.resource]} * use.amount;
  const Int128 whole = (price + ((Int128{1} << prices_.fraction_bits) - 1)) >> prices_.fraction_bits;
  return static_cast<std::int64_t>(std::min<Int128>(whole, std::numeric_limits<std::int64_t>::max()));
}

std::vector<std::uint32_t> PlanResources::choose(std::span<const Bid> bids) const {
  std::vector<std::uint32_t> item, own;
  std::vector<std::int64_t> value;
  for (const Bid& bid : bids) {
    item.push_back(this->item(bid.strategy, bid.channel));
    value.push_back(bid.value_hundredths);
    if (const auto resource = this->own(bid.own)) own.push_back(*resource);
  }
  statistics::ResourcePrices prices = prices_;
  if (prices.of.empty()) prices.of.resize(resources_.size());
  return statistics::choose_at_prices(items_, prices, choices_, item, value, own);
}

}  // namespace staysail
