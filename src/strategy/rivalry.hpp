// Whether one strategy stands in another's way, as guards and arbitration let it.
#pragma once

#include <string>
#include <vector>

#include "staysail/strategy/contact_policy.hpp"
#include "staysail/strategy/strategy.hpp"

namespace staysail::strategy {

// What lets the lower strategy through although the higher one holds, in words.
struct Loophole {
  std::string english, chinese;
};

// Days on which both are valid.
bool share_days(const Strategy& a, const Strategy& b);
bool share_group(const Strategy& a, const Strategy& b);
// Of one subscription only one of the two becomes a task: they share a group, or a customer has one task a plan.
bool compete(const Strategy& a, const Strategy& b, const ContactPolicy& policy);
// Whether `a` is asked first for the same subscription.
bool goes_first(const Strategy& a, const Strategy& b);
// For customers for whom both hold and `higher` goes first: when `lower` may become the task all the same. Empty:
// never.
std::vector<Loophole> loopholes(const Strategy& lower, const Strategy& higher, const ContactPolicy& policy);

}  // namespace staysail::strategy
