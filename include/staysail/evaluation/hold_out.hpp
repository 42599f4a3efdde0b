// HoldOut: the customers who are left alone on purpose, so that what a strategy does can be told from what would have
// happened anyway.
//
// Who is held out follows from the customer's id and a salt alone: no state, no random generator, the same answer in a
// night run and for one event. The strategy room asks the same question (statistics/salted_sample.hpp) when it matches.
#pragma once

#include <cstdint>
#include <string>

#include "staysail/base/id.hpp"
#include "staysail/base/result.hpp"

namespace staysail {

struct HoldOut {
  std::string salt;            // names the experiment; another salt gives an independent hold-out
  std::uint32_t share = 1000;  // basis points of all customers

  // `invalid_argument` for an empty salt or a share of nobody or of everybody.
  Status validate() const;
  bool contains(const CustomerId& customer) const;
};

}  // namespace staysail
