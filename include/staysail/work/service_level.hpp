// ServiceLevel: how long each kind of matter may take, in working minutes, and what its clock says when.
//
// The clock of a matter warns when most of its time is gone, calls the manager when the time is up, and calls again,
// a bounded number of times. It stands while somebody else is waited for (MatterLife::clock_stops). Each call happens
// at a moment that follows from the matter alone, so it is written down once, however often or seldom one looks.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "staysail/work/matter.hpp"
#include "staysail/work/working_hours.hpp"

namespace staysail {

// A plain value.
struct ServiceLevel {
  WorkingHours hours;
  // By kind, or "kind:subject", which goes before. A kind that is not listed has no clock.
  std::map<std::string, std::int64_t, std::less<>> minutes_of;
  std::int32_t warn_percent = 75;         // of the time that is gone
  std::int64_t call_again_minutes = 480;  // after the time was up, and after each further call
  std::int64_t calls = 3;                 // of the manager, the first included; 0 = never

  // 0: no clock.
  std::int64_t minutes(const Matter& matter) const;
  // Sets due day and first timer from the moment of opening.
  void start(Matter& matter) const;
  // The clock stands from `at`, or runs again; neither does anything twice.
  void stand(Matter& matter, Instant at) const;
  void run_again(Matter& matter, Instant at) const;
  // Where the timer stands after it said something.
  void wind(Matter& matter) const;
};

}  // namespace staysail
