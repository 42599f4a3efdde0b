#include "night_at_hand.hpp"

#include <pybind11/stl/filesystem.h>

#include "named_store.hpp"
#include "staysail/cycle/night_playbook.hpp"

namespace staysail::python {
namespace {

Result<Month> month_of(Store& store, const std::optional<std::string>& period) {
  if (period) return Month::parse(*period);
  STAYSAIL_TRY(const auto months, NightRecord::periods(store));
  if (months.empty()) return Error(Errc::not_found, "this store has no night yet; begin with staysail.run()");
  return months.back();
}

}  // namespace

Result<NightRecord> night_of(Store& store, const std::optional<std::string>& period) {
  STAYSAIL_TRY(const Month month, month_of(store, period));
  STAYSAIL_TRY(auto night, NightRecord::load(store, month));
  if (night) return *std::move(night);
  return Error(Errc::not_found, "there was no night in " + month.to_string());
}

Result<NightAtHand> open_night(const NightAsked& asked) {
  STAYSAIL_TRY(auto store, open_existing_store(asked.store));
  STAYSAIL_TRY(auto night, night_of(*store, asked.period));
  STAYSAIL_TRY(ModelCatalog catalog, catalog_of(asked.mapping));
  STAYSAIL_TRY(auto playbook, playbook_of(night, asked.playbook.string(), catalog));
  return NightAtHand{std::move(store), std::move(night), std::move(catalog), std::move(playbook)};
}

std::string folder_of(const py::object& playbook) {
  if (py::isinstance<Playbook>(playbook)) return playbook.cast<const Playbook&>().folder();
  return playbook.cast<std::filesystem::path>().string();
}

}  // namespace staysail::python
