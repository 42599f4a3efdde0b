#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <filesystem>
#include <optional>

#include "frame.hpp"
#include "interrupt.hpp"
#include "staysail/warning/churn_model.hpp"

namespace staysail::python {
namespace {

std::vector<Batch> parts_in(const py::object& frame) {
  if (!py::isinstance<py::list>(frame)) return {batch_of(frame)};
  std::vector<Batch> parts;
  for (const py::handle part : frame) parts.push_back(batch_of(py::reinterpret_borrow<py::object>(part)));
  return parts;
}

ChurnModel fit(const py::object& frame, const std::string& target, const std::string& positive, const std::string& id,
               std::uint64_t seed, std::size_t threads) {
  const std::vector<Batch> parts = parts_in(frame);
  Interrupt interrupt(threads);
  return interruptible(interrupt, [&](Executor& executor, const Control& control) {
    return ChurnModel::fit(parts, {target, positive, id, seed}, &executor, control);
  });
}

ReasonLanguage language_of(const std::string& name) {
  if (name == "en") return ReasonLanguage::english;
  if (name == "zh") return ReasonLanguage::chinese;
  raise(Errc::invalid_argument, "reasons are written in 'en' or 'zh': " + name);
}

using Scored = Result<Batch> (ChurnModel::*)(const Batch&, const ChurnScoring&) const;

template <Scored score>
Batch scored(const ChurnModel& model, const py::object& frame, const std::string& language,
             std::optional<double> base_rate, std::size_t threads) {
  const Batch batch = batch_of(frame);
  Interrupt interrupt(threads);
  return interruptible(interrupt, [&](Executor& executor, const Control& control) {
    return (model.*score)(batch, {language_of(language), base_rate, &executor, control});
  });
}

py::dict quality_of(const statistics::Classification& quality) {
  py::dict figures;
  figures["roc_auc"] = quality.roc_auc;
  figures["pr_auc"] = quality.pr_auc;
  figures["log_loss"] = quality.log_loss;
  figures["brier"] = quality.brier;
  figures["ks"] = quality.ks;
  figures["lift_at_10_percent"] = quality.lift;
  figures["calibration_error"] = quality.calibration_error;
  return figures;
}

py::dict card_of(const ChurnModel& model) {
  const ChurnCard& card = model.card();
  py::list features;
  for (const ChurnCard::Feature& feature : card.features) {
    py::dict entry;
    entry["name"] = feature.name;
    entry["kind"] = feature.kind;
    entry["importance"] = feature.importance;
    entry["auc_alone"] = feature.auc_alone;
    features.append(entry);
  }
  py::dict result;
  result["rows"] = card.rows;
  result["events"] = card.events;
  result["held_out"] = quality_of(card.held_out);
  result["calibration"] = card.calibration;
  result["depth"] = card.depth;
  result["trees"] = card.trees;
  result["bands"] = py::dict(py::arg("high") = card.high, py::arg("medium") = card.medium);
  result["features"] = features;
  result["relations"] = card.relations;
  result["warnings"] = card.warnings;
  return result;
}

}  // namespace

void bind_churn(py::module_& m) {
  const auto keywords = [](auto& cls, const char* name, auto method) {
    cls.def(name, method, py::arg("frame"), py::arg("language"), py::arg("base_rate"), py::arg("threads"));
  };
  py::class_<ChurnModel> model(m, "FittedChurnModel");
  keywords(model, "predict", &scored<&ChurnModel::predict>);
  keywords(model, "contributions", &scored<&ChurnModel::contributions>);
  model.def("card", &card_of)
      .def("encode", [](const ChurnModel& self) { return py::bytes(self.encode()); })
      .def(
          "save",
          [](const ChurnModel& self, const std::filesystem::path& path) {
            unlocked([&] { return self.save(path.string()); });
          },
          py::arg("path"));
  m.def("fit_churn_model", &fit, py::arg("frame"), py::arg("target"), py::arg("positive"), py::arg("id"),
        py::arg("seed"), py::arg("threads"));
  m.def(
      "load_churn_model",
      [](const std::filesystem::path& path) { return unlocked([&] { return ChurnModel::load(path.string()); }); },
      py::arg("path"));
}

}  // namespace staysail::python
