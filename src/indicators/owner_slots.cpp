#include "owner_slots.hpp"

#include "staysail/view/households.hpp"

namespace staysail::indicators {
namespace {

std::vector<std::uint32_t> customers_of_accounts(const Population& population) {
  const auto& accounts = population.entities("accounts");
  std::vector<std::uint32_t> customers(accounts.rows(), kNoRow);
  const auto* column = accounts.find("customer_id");
  if (column == nullptr) return customers;
  const auto row_of_code = population.rows_of(Grain::customer, column->dictionary());
  for (std::size_t row = 0; row < customers.size(); ++row)
    if (!column->is_null(row)) customers[row] = row_of_code[static_cast<std::size_t>(column->codes()[row])];
  return customers;
}

// What each line's customer has; kNoRow where nobody has anything.
std::vector<std::uint32_t> of_customers(std::span<const std::uint32_t> of_customer,
                                        std::span<const std::uint32_t> customer_of) {
  std::vector<std::uint32_t> of_line(customer_of.size(), kNoRow);
  for (std::size_t line = 0; line < of_line.size(); ++line)
    if (customer_of[line] != kNoRow && !of_customer.empty()) of_line[line] = of_customer[customer_of[line]];
  return of_line;
}

}  // namespace

Ownership ownership_of(const Population& population) {
  const auto accounts = population.account_of(), customers = population.customer_of();
  Ownership ownership{population.subscriptions().rows(),
                      population.size(Grain::account),
                      population.size(Grain::customer),
                      {accounts.begin(), accounts.end()},
                      {customers.begin(), customers.end()},
                      customers_of_accounts(population),
                      population.households() == nullptr ? 0 : population.households()->all.size(),
                      of_customers(population.household_of(), customers),
                      of_customers(population.group_place_of(), customers),
                      &population.groups()};
  return ownership;
}

OwnerSlots::OwnerSlots(const Ownership& ownership, Grain grain) : ownership_(&ownership), grain_(grain) {
  first_account_ = grain == Grain::subscription ? ownership.subscriptions : 0;
  first_customer_ = grain == Grain::customer ? 0 : first_account_ + ownership.accounts;
  size_ = first_customer_ + ownership.customers;
}

std::uint32_t OwnerSlots::account_slot(std::uint32_t account) const {
  return account == kNoRow ? kNoRow : static_cast<std::uint32_t>(first_account_ + account);
}

std::uint32_t OwnerSlots::customer_slot(std::uint32_t customer) const {
  return customer == kNoRow ? kNoRow : static_cast<std::uint32_t>(first_customer_ + customer);
}

std::uint32_t OwnerSlots::account_of(std::size_t subscription) const {
  return ownership_->account_of.empty() ? kNoRow : ownership_->account_of[subscription];
}

std::uint32_t OwnerSlots::customer_of(std::size_t subscription) const {
  return ownership_->customer_of.empty() ? kNoRow : ownership_->customer_of[subscription];
}

// A fact finer than the grain belongs to its owner's account or customer.
std::uint32_t OwnerSlots::slot(Grain owner_grain, std::uint32_t owner) const {
  if (owner == kNoRow) return kNoRow;
  switch (owner_grain) {
    case Grain::subscription:
      if (grain_ == Grain::subscription) return owner;
      return grain_ == Grain::account ? account_slot(account_of(owner)) : customer_slot(customer_of(owner));
    case Grain::account:
      return grain_ == Grain::customer ? customer_slot(ownership_->customer_of_account[owner]) : account_slot(owner);
    case Grain::customer: return customer_slot(owner);
    default: return kNoRow;
  }
}

std::vector<std::uint32_t> OwnerSlots::of_facts(const FactBatch& facts) const {
  std::vector<std::uint32_t> slots(facts.owner.size());
  for (std::size_t row = 0; row < slots.size(); ++row) slots[row] = slot(facts.grain[row], facts.owner[row]);
  return slots;
}

std::array<std::uint32_t, 3> OwnerSlots::seen_by(std::size_t subscription) const {
  const auto account = account_slot(account_of(subscription)), customer = customer_slot(customer_of(subscription));
  switch (grain_) {
    case Grain::subscription: return {static_cast<std::uint32_t>(subscription), account, customer};
    case Grain::account: return {account, customer, kNoRow};
    default: return {customer, kNoRow, kNoRow};
  }
}

}  // namespace staysail::indicators
