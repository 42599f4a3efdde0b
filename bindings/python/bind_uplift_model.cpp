#include <pybind11/stl.h>

#include "frame.hpp"
#include "interrupt.hpp"
#include "numbers.hpp"
#include "staysail/evaluation/uplift_model.hpp"

namespace staysail::python {
namespace {

UpliftTraining training_of(const std::string& learner, const std::string& outcome, const std::string& treated,
                           const std::string& id, std::uint64_t seed) {
  return {outcome, treated, id, uplift_learner_of(learner).value(), seed};
}

UpliftModel fit(const py::object& frame, const std::string& learner, const std::string& outcome,
                const std::string& treated, const std::string& id, std::uint64_t seed) {
  const Batch batch = batch_of(frame);
  const UpliftTraining training = training_of(learner, outcome, treated, id, seed);
  Interrupt interrupt(1);
  return interruptible(interrupt,
                       [&](Executor&, const Control& control) { return UpliftModel::fit(batch, training, control); });
}

py::array predict(const UpliftModel& model, const py::object& frame) {
  const Batch batch = batch_of(frame);
  return read_only(unlocked([&] { return model.scores(batch); }).uplift);
}

Batch segments(const UpliftModel& model, const py::object& frame, double least_gain, std::optional<double> sure) {
  const Batch batch = batch_of(frame);
  return unlocked([&] { return model.predict(batch, {least_gain, sure}); });
}

// (name, qini, interval, interval of the difference to the first) for each learner, whether the first orders, the model
py::tuple choose(const py::object& frame, const std::string& outcome, const std::string& treated, const std::string& id,
                 std::uint64_t seed, const std::vector<std::string>& learners, std::uint32_t folds, double confidence) {
  const Batch batch = batch_of(frame);
  UpliftSearch search{{}, folds, confidence};
  for (const std::string& name : learners) search.learners.push_back(uplift_learner_of(name).value());
  const UpliftTraining training{outcome, treated, id, UpliftLearner::t_learner, seed};
  Interrupt interrupt(1);
  const UpliftChoice choice = interruptible(interrupt, [&](Executor&, const Control& control) {
    return choose_uplift_model(batch, training, search, control);
  });
  py::list candidates;
  for (const UpliftCandidate& candidate : choice.candidates)
    candidates.append(py::make_tuple(std::string(name_of(candidate.learner)), candidate.qini,
                                     tuple_of(candidate.interval), tuple_of(candidate.behind_first)));
  return py::make_tuple(candidates, choice.orders, choice.model);
}

}  // namespace

void bind_uplift_model(py::module_& m) {
  py::class_<UpliftModel> model(m, "FittedUpliftModel");
  model.def("predict", &predict, py::arg("frame"))
      .def("segments", &segments, py::arg("frame"), py::arg("least_gain"), py::arg("sure"));
  m.def("fit_uplift_model", &fit, py::arg("frame"), py::arg("learner"), py::arg("outcome"), py::arg("treated"),
        py::arg("id"), py::arg("seed"));
  m.def("choose_uplift_model", &choose, py::arg("frame"), py::arg("outcome"), py::arg("treated"), py::arg("id"),
        py::arg("seed"), py::arg("learners"), py::arg("folds"), py::arg("confidence"));
}

}  // namespace staysail::python
