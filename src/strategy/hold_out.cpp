#include "staysail/strategy/hold_out.hpp"

#include "staysail/statistics/salted_sample.hpp"

namespace staysail {

Status HoldOut::validate() const {
  if (share_basis_points > statistics::kWholeShare / 2) {
    return Error(Errc::invalid_argument,
                 "a hold-out of more than half of the customers leaves too few to keep; take 5 to 20 %");
  }
  if (share_basis_points > 0 && salt.empty()) {
    return Error(Errc::invalid_argument,
                 "a hold-out needs a salt, a text that stays the same as long as the comparison runs");
  }
  return ok();
}

bool HoldOut::holds(const CustomerId& customer) const {
  return share_basis_points > 0 && statistics::in_salted_sample(customer, salt, share_basis_points);
}

}  // namespace staysail
