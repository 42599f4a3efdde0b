#include "staysail/cycle/night.hpp"

#include "night_run.hpp"
#include "staysail/base/guard.hpp"

namespace staysail {

Result<NightResult> run_night(const NightParts& parts, const NightOptions& options) {
  if (parts.store == nullptr || parts.catalog == nullptr)
    return Error(Errc::invalid_argument, "a night needs a store and a model catalog");
  return guarded([&] { return cycle::NightRun(parts, options).run(); });
}

}  // namespace staysail
