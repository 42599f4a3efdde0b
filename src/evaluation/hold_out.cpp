#include "staysail/evaluation/hold_out.hpp"

#include "staysail/statistics/salted_sample.hpp"

namespace staysail {

Status HoldOut::validate() const {
  if (salt.empty())
    return Error(Errc::invalid_argument,
                 "a hold-out needs a salt that names its experiment, for instance \"2026-spring\"");
  if (share == 0 || share >= statistics::kWholeShare)
    return Error(Errc::invalid_argument,
                 "a hold-out takes 1 to 9999 basis points of the customers; given: " + std::to_string(share));
  return ok();
}

bool HoldOut::contains(const CustomerId& customer) const { return statistics::in_salted_sample(customer, salt, share); }

}  // namespace staysail
