#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <filesystem>
#include <string>
#include <vector>

#include "churn_arguments.hpp"
#include "interrupt.hpp"
#include "staysail/warning/hazard_model.hpp"

namespace staysail::python {
namespace {

HazardModel fit(const py::object& frame, const HazardTraining& training, std::size_t threads) {
  const std::vector<Batch> parts = parts_in(frame);
  Interrupt interrupt(threads);
  return interruptible(interrupt, [&](Executor& executor, const Control& control) {
    return HazardModel::fit(parts, training, &executor, control);
  });
}

Batch predict(const HazardModel& model, const py::object& frame, bool from_start, const std::string& language,
              std::size_t threads) {
  const Batch batch = batch_of(frame);
  Interrupt interrupt(threads);
  return interruptible(interrupt, [&](Executor& executor, const Control& control) {
    return model.predict(batch, {from_start, language_of(language), &executor, control});
  });
}

Batch survival(const HazardModel& model, const py::object& frame, const std::vector<std::uint32_t>& months,
               bool from_start, std::size_t threads) {
  const Batch batch = batch_of(frame);
  Interrupt interrupt(threads);
  return interruptible(interrupt, [&](Executor& executor, const Control& control) {
    return model.survival(batch, months, {from_start, ReasonLanguage::english, &executor, control});
  });
}

py::dict judge(const HazardModel& model, const py::object& frame, const std::vector<std::uint32_t>& months,
               std::size_t threads) {
  const Batch batch = batch_of(frame);
  Interrupt interrupt(threads);
  const HazardQuality quality = interruptible(interrupt, [&](Executor& executor, const Control& control) {
    return model.judge(batch, months, {true, ReasonLanguage::english, &executor, control});
  });
  py::list scores;
  for (const HazardQuality::Score& score : quality.scores)
    scores.append(
        py::dict(py::arg("month") = score.month, py::arg("brier") = score.brier, py::arg("expected") = score.expected));
  return py::dict(py::arg("customers") = quality.customers, py::arg("events") = quality.events,
                  py::arg("concordance") = quality.concordance, py::arg("scores") = scores);
}

py::dict card_of(const HazardModel& model) {
  const HazardCard& card = model.card();
  py::list kinds, features, bands;
  for (const HazardCard::Kind& kind : card.kinds)
    kinds.append(py::dict(py::arg("name") = kind.name, py::arg("events") = kind.events, py::arg("trees") = kind.trees,
                          py::arg("depth") = kind.depth));
  for (const HazardCard::Feature& feature : card.features)
    features.append(py::dict(py::arg("name") = feature.name, py::arg("kind") = feature.kind,
                             py::arg("importance") = feature.importance));
  for (const HazardCard::Band& band : card.bands)
    bands.append(py::dict(py::arg("months") = band.months, py::arg("events") = band.events,
                          py::arg("expected") = band.expected));
  return py::dict(py::arg("customers") = card.customers, py::arg("months") = card.months,
                  py::arg("last_month") = card.last_month, py::arg("kinds") = kinds, py::arg("features") = features,
                  py::arg("concordance") = card.concordance, py::arg("bands") = bands,
                  py::arg("warnings") = card.warnings);
}

}  // namespace

void bind_hazard(py::module_& m) {
  py::class_<HazardModel>(m, "FittedHazardModel")
      .def("predict", &predict, py::arg("frame"), py::arg("from_start"), py::arg("language"), py::arg("threads"))
      .def("survival", &survival, py::arg("frame"), py::arg("months"), py::arg("from_start"), py::arg("threads"))
      .def("judge", &judge, py::arg("frame"), py::arg("months"), py::arg("threads"))
      .def("card", &card_of)
      .def("encode", [](const HazardModel& self) { return py::bytes(self.encode()); })
      .def(
          "save",
          [](const HazardModel& self, const std::filesystem::path& path) {
            unlocked([&] { return self.save(path.string()); });
          },
          py::arg("path"));
  m.def(
      "fit_hazard_model",
      [](const py::object& frame, const std::string& duration, const std::string& event, const std::string& positive,
         const std::string& kind, const std::string& entry, const std::string& contract_end, const std::string& id,
         std::uint64_t seed, std::size_t threads) {
        return fit(frame, {duration, event, positive, kind, entry, contract_end, id, seed}, threads);
      },
      py::arg("frame"), py::arg("duration"), py::arg("event"), py::arg("positive"), py::arg("kind"), py::arg("entry"),
      py::arg("contract_end"), py::arg("id"), py::arg("seed"), py::arg("threads"));
  m.def(
      "load_hazard_model",
      [](const std::filesystem::path& path) { return unlocked([&] { return HazardModel::load(path.string()); }); },
      py::arg("path"));
}

}  // namespace staysail::python
