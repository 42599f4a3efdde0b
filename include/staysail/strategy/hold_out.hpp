// HoldOut: the customers to whom nothing is done, so that what is done can be measured against them.
//
// Membership follows from the customer's id and the salt alone: the same on every machine, in every month, for every
// order of rows, until the salt changes. A larger share keeps everybody whom a smaller one took.
#pragma once

#include <cstdint>
#include <string>

#include "staysail/base/id.hpp"
#include "staysail/base/result.hpp"

namespace staysail {

struct HoldOut {
  std::uint32_t share_basis_points = 0;  // 1000 = 10 %
  std::string salt;

  // `invalid_argument` when the share is over a half, or there is a share without a salt.
  Status validate() const;
  bool holds(const CustomerId& customer) const;
};

}  // namespace staysail
