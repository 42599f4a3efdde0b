// A stored night with the playbook that is held against it.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "binding.hpp"
#include "staysail/cycle/night_record.hpp"
#include "staysail/strategy/playbook.hpp"

namespace staysail::python {

struct NightAsked {
  std::string store;
  std::filesystem::path playbook;
  std::optional<std::string> period;
  std::optional<std::filesystem::path> mapping;
};

struct NightAtHand {
  std::unique_ptr<Store> store;
  NightRecord night;
  ModelCatalog catalog;
  Playbook playbook;
};

// The night of the period "YYYY-MM", the latest where none is asked for; `not_found` when there is none.
Result<NightRecord> night_of(Store& store, const std::optional<std::string>& period);
Result<NightAtHand> open_night(const NightAsked& asked);

// The folder of a Playbook, or what names one.
std::string folder_of(const py::object& playbook);

}  // namespace staysail::python
