// The one check of a confidence level, shared by every interval of this room.
#pragma once

#include <string>

#include "staysail/base/result.hpp"

namespace staysail::statistics {

inline Status check_confidence(double confidence) {
  if (confidence > 0 && confidence < 1) return ok();
  return Error(Errc::invalid_argument,
               "a confidence lies between 0 and 1, for instance 0.95; given: " + std::to_string(confidence));
}

}  // namespace staysail::statistics
