#include "staysail/strategy/contact_history.hpp"

#include <algorithm>

namespace staysail {
namespace {

struct ByCustomer {
  bool operator()(const PastContact& contact, std::string_view customer) const {
    return contact.customer_id < customer;
  }
  bool operator()(std::string_view customer, const PastContact& contact) const {
    return customer < contact.customer_id;
  }
};

}  // namespace

ContactHistory ContactHistory::of(std::vector<PastContact> contacts, Day as_of) {
  ContactHistory history;
  std::erase_if(contacts, [as_of](const PastContact& contact) { return contact.day >= as_of; });
  for (PastContact& contact : contacts) {
    if (contact.answer_day() <= as_of) continue;
    contact.result.clear();
    contact.answered.reset();
    contact.open = true;
  }
  std::sort(contacts.begin(), contacts.end());
  history.contacts_ = std::move(contacts);
  return history;
}

ContactHistory ContactHistory::of_persons(const Persons& persons) && {
  if (persons.together().empty()) return std::move(*this);
  for (PastContact& contact : contacts_) contact.customer_id = persons.first_customer(contact.customer_id);
  std::sort(contacts_.begin(), contacts_.end());
  return std::move(*this);
}

std::span<const PastContact> ContactHistory::of_customer(std::string_view customer_id) const {
  const auto [first, last] = std::equal_range(contacts_.begin(), contacts_.end(), customer_id, ByCustomer{});
  return {first, last};
}

}  // namespace staysail
