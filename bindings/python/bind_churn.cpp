#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <filesystem>
#include <optional>

#include "churn_arguments.hpp"
#include "interrupt.hpp"
#include "staysail/warning/churn_model.hpp"

namespace staysail::python {
namespace {

ChurnModel fit(const py::object& frame, const std::string& target, const std::string& positive, const std::string& id,
               const std::string& period, std::uint64_t seed, std::size_t threads) {
  const std::vector<Batch> parts = parts_in(frame);
  Interrupt interrupt(threads);
  return interruptible(interrupt, [&](Executor& executor, const Control& control) {
    return ChurnModel::fit(parts, {target, positive, id, seed, period}, &executor, control);
  });
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

py::tuple pair_of(const statistics::Interval& interval) { return py::make_tuple(interval.low, interval.high); }

py::dict intervals_of(const statistics::QualityIntervals& sure) {
  py::dict pairs;
  pairs["roc_auc"] = pair_of(sure.roc_auc);
  pairs["pr_auc"] = pair_of(sure.pr_auc);
  pairs["log_loss"] = pair_of(sure.log_loss);
  pairs["brier"] = pair_of(sure.brier);
  pairs["lift_at_10_percent"] = pair_of(sure.lift);
  return pairs;
}

py::list bands_of(const statistics::Reliability& reliability) {
  py::list bands;
  for (const statistics::ReliabilityBand& band : reliability.bands)
    bands.append(py::dict(py::arg("rows") = band.rows, py::arg("events") = band.events,
                          py::arg("predicted") = band.predicted, py::arg("frequency") = pair_of(band.frequency)));
  return bands;
}

py::list gains_of(const std::vector<statistics::Gain>& gains) {
  py::list list;
  for (const statistics::Gain& gain : gains)
    list.append(py::dict(py::arg("rows") = gain.rows, py::arg("events") = gain.events,
                         py::arg("captured") = gain.captured, py::arg("lift") = gain.lift));
  return list;
}

py::dict quality_of(const ChurnQuality& quality) {
  py::dict figures;
  figures["rows"] = quality.rows;
  figures["events"] = quality.events;
  figures["roc_auc"] = quality.figures.roc_auc;
  figures["pr_auc"] = quality.figures.pr_auc;
  figures["log_loss"] = quality.figures.log_loss;
  figures["brier"] = quality.figures.brier;
  figures["ks"] = quality.figures.ks;
  figures["lift_at_10_percent"] = quality.figures.lift;
  figures["calibration_error"] = quality.reliability.error;
  figures["calibration_noise_floor"] = quality.reliability.noise_floor;
  figures["calibration_slope"] = quality.reliability.slope;
  figures["calibration_intercept"] = quality.reliability.intercept;
  figures["intervals"] = intervals_of(quality.intervals);
  figures["reliability"] = bands_of(quality.reliability);
  figures["gains"] = gains_of(quality.gains);
  return figures;
}

py::dict judge(const ChurnModel& model, const py::object& frame, std::optional<double> base_rate, std::size_t threads) {
  const Batch batch = batch_of(frame);
  Interrupt interrupt(threads);
  return quality_of(interruptible(interrupt, [&](Executor& executor, const Control& control) {
    return model.judge(batch, {ReasonLanguage::english, base_rate, &executor, control});
  }));
}

Batch drift(const ChurnModel& model, const py::object& frame, std::size_t threads) {
  const Batch batch = batch_of(frame);
  Interrupt interrupt(threads);
  return interruptible(interrupt, [&](Executor& executor, const Control& control) {
    return model.drift(batch, {ReasonLanguage::english, {}, &executor, control});
  });
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
  result["period"] = card.period;
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
      .def("judge", &judge, py::arg("frame"), py::arg("base_rate"), py::arg("threads"))
      .def("drift", &drift, py::arg("frame"), py::arg("threads"))
      .def("encode", [](const ChurnModel& self) { return py::bytes(self.encode()); })
      .def(
          "save",
          [](const ChurnModel& self, const std::filesystem::path& path) {
            unlocked([&] { return self.save(path.string()); });
          },
          py::arg("path"));
  m.def("fit_churn_model", &fit, py::arg("frame"), py::arg("target"), py::arg("positive"), py::arg("id"),
        py::arg("period"), py::arg("seed"), py::arg("threads"));
  m.def(
      "load_churn_model",
      [](const std::filesystem::path& path) { return unlocked([&] { return ChurnModel::load(path.string()); }); },
      py::arg("path"));
}

}  // namespace staysail::python
