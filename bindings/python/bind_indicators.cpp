#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "frame.hpp"
#include "interrupt.hpp"
#include "night_at_hand.hpp"
#include "staysail/cycle/indicator_study.hpp"
#include "staysail/cycle/night_playbook.hpp"

namespace staysail::python {
namespace {

Result<IndicatorStudy> study_of(const NightAtHand& at_hand, Executor& executor, const Control& control) {
  return IndicatorStudy::open(*at_hand.store, at_hand.night, at_hand.catalog, &executor, control);
}

py::object text_or_none(const std::string& text) { return text.empty() ? py::object(py::none()) : py::str(text); }

py::dict dict_of(const std::vector<std::pair<std::string, std::string>>& pairs) {
  py::dict told;
  for (const auto& [name, value] : pairs) told[py::str(name)] = text_or_none(value);
  return told;
}

py::list dicts_of(const std::vector<FactUsed>& facts) {
  py::list told;
  for (const FactUsed& fact : facts) {
    py::dict one;
    one["month"] = fact.month.to_string();
    one["owner"] = std::string(name_of(fact.grain));
    one["values"] = dict_of(fact.values);
    told.append(one);
  }
  return told;
}

py::dict dict_of(const NightEvidence& found) {
  py::dict told;
  told["indicator"] = found.evidence.indicator;
  told["definition"] = found.evidence.definition;
  told["rule"] = found.evidence.rule;
  told["unit"] = found.evidence.unit;
  told["value"] = text_or_none(found.evidence.value);
  told["kept"] = text_or_none(found.kept);
  told["as_kept"] = found.as_kept;
  told["inputs"] = dict_of(found.evidence.inputs);
  told["facts"] = dicts_of(found.evidence.facts);
  return told;
}

py::dict explain(const std::string& indicator, const std::string& subscription, const std::string& store,
                 const py::object& playbook, const std::optional<std::string>& period,
                 const std::optional<std::filesystem::path>& mapping, std::size_t threads) {
  const NightAsked asked{store, folder_of(playbook), period, mapping};
  Interrupt interrupt(threads);
  return dict_of(interruptible(interrupt, [&](Executor& executor, const Control& control) -> Result<NightEvidence> {
    STAYSAIL_TRY(const NightAtHand at_hand, open_night(asked));
    STAYSAIL_TRY(const auto study, study_of(at_hand, executor, control));
    return study.explain(at_hand.playbook, indicator, subscription);
  }));
}

Batch diff(const std::string& store, const py::object& playbook, const py::object& against,
           const std::optional<std::string>& period, const std::optional<std::filesystem::path>& mapping,
           std::size_t threads) {
  const NightAsked asked{store, folder_of(playbook), period, mapping};
  const std::string other = folder_of(against);
  Interrupt interrupt(threads);
  return interruptible(interrupt, [&](Executor& executor, const Control& control) -> Result<Batch> {
    STAYSAIL_TRY(const NightAtHand at_hand, open_night(asked));
    STAYSAIL_TRY(const Playbook after, playbook_of(at_hand.night, other, at_hand.catalog));
    STAYSAIL_TRY(const auto study, study_of(at_hand, executor, control));
    STAYSAIL_TRY(const auto changes, study.compare(at_hand.playbook, after));
    return change_table(changes);
  });
}

}  // namespace

void bind_indicators(py::module_& m) {
  m.def("explain_indicator", &explain, py::arg("indicator"), py::arg("subscription"), py::kw_only(), py::arg("store"),
        py::arg("playbook"), py::arg("period") = py::none(), py::arg("mapping") = py::none(), py::arg("threads") = 1,
        "Which facts, attributes and other indicators made one figure of one subscription: a dict with its rule, "
        "value, inputs and facts. `kept` is what the night of `period` (the latest without it) wrote down; `as_kept` "
        "is False when facts or rules have changed since.");
  m.def("diff_indicators", &diff, py::kw_only(), py::arg("store"), py::arg("playbook"), py::arg("against"),
        py::arg("period") = py::none(), py::arg("mapping") = py::none(), py::arg("threads") = 1,
        "What the catalogue of the playbook `against` would change over the facts of a night: one row an indicator, "
        "with its effect (added, removed, declared_otherwise, follows), both rules, and how many lines get another "
        "figure.");
}

}  // namespace staysail::python
