#include <pybind11/stl.h>

#include "frame.hpp"
#include "interrupt.hpp"
#include "number_columns.hpp"
#include "staysail/segments/cluster_rules.hpp"
#include "staysail/segments/recency_frequency_money.hpp"
#include "staysail/segments/segment_grid.hpp"
#include "staysail/segments/segment_moves.hpp"
#include "staysail/segments/segment_size.hpp"
#include "staysail/statistics/cluster_count.hpp"

namespace staysail::python {
namespace {

using statistics::KMeans;
using statistics::KMeansOptions;

std::vector<Column> columns_of(const Batch& frame, const std::vector<std::string>& names) {
  const Batch chosen = frame.select(names).value();
  return chosen.columns();
}

KMeansOptions options_of(std::size_t clusters, std::size_t iterations, std::uint64_t seed, bool standardise) {
  KMeansOptions options;
  options.clusters = clusters;
  options.iterations = iterations;
  options.seed = seed;
  options.standardise = standardise;
  return options;
}

KMeans fit(const py::object& frame, const std::vector<std::string>& names, std::size_t clusters, std::size_t iterations,
           std::uint64_t seed, bool standardise, const std::vector<double>& start, std::size_t threads) {
  const auto columns = columns_of(batch_of(frame), names);
  KMeansOptions options = options_of(clusters, iterations, seed, standardise);
  options.start = start;
  Interrupt interrupt(threads);
  return interruptible(interrupt, [&](Executor& executor, const Control& control) {
    options.executor = &executor;
    options.control = control;
    return KMeans::fit(columns, options);
  });
}

// The place of the chosen number, and by number the model, stability and its error, silhouette, fidelity.
py::tuple choose_k(const py::object& frame, const std::vector<std::string>& names,
                   const std::vector<std::size_t>& counts, std::size_t iterations, std::uint64_t seed, bool standardise,
                   std::size_t replicates, std::size_t depth, std::size_t threads) {
  const auto columns = columns_of(batch_of(frame), names);
  statistics::ClusterCountOptions options;
  options.k_means = options_of(2, iterations, seed, standardise);
  options.replicates = replicates;
  options.tree_depth = depth;
  Interrupt interrupt(threads);
  const auto found = interruptible(interrupt, [&](Executor& executor, const Control& control) {
    options.k_means.executor = &executor;
    options.k_means.control = control;
    return statistics::compare_cluster_counts(columns, counts, options);
  });
  py::list rows;
  for (const auto& each : found.counts)
    rows.append(py::make_tuple(each.model, each.stability, each.stability_error, each.silhouette, each.fidelity));
  return py::make_tuple(found.chosen, rows);
}

// By cluster: the condition, its rows, fidelity, precision, recall.
py::list explain(const KMeans& model, const py::object& frame, std::size_t depth, std::uint64_t seed) {
  const Batch batch = batch_of(frame);
  statistics::RuleTreeOptions options;
  options.depth = depth;
  options.seed = seed;
  const auto rules =
      unlocked([&] { return cluster_rules(batch, model.columns(), model.labels(), model.clusters(), options); });
  py::list rows;
  for (const ClusterRule& rule : rules)
    rows.append(py::make_tuple(rule.cluster, rule.when, rule.rows, rule.fidelity, rule.precision, rule.recall));
  return rows;
}

// (column, quantile or natural or cuts, number of bands, cut points)
using Measure = std::tuple<std::string, std::string, std::uint32_t, std::vector<std::string>>;

RfmMeasure measure_of(const Measure& told) {
  const auto& [column, method, count, cuts] = told;
  RfmMeasure measure{column, RfmBands::quantiles, count, cuts};
  if (method == "cuts") measure.bands = RfmBands::cut_points;
  else if (method == "natural") measure.bands = RfmBands::natural_breaks;
  else if (method != "quantile")
    raise(Errc::invalid_argument, "bands are cut by quantile or natural; given: " + method);
  return measure;
}

Batch rfm(const py::object& frame, const Measure& recency, const Measure& frequency, const Measure& money) {
  const Batch batch = batch_of(frame);
  const RfmOptions options{measure_of(recency), measure_of(frequency), measure_of(money)};
  return unlocked([&] { return recency_frequency_money(batch, options); });
}

Batch moves(const py::object& before, const py::object& after, const std::string& id, const std::string& segment) {
  const Batch was = batch_of(before), is = batch_of(after);
  return unlocked([&] { return segment_moves(was, is, id, segment); });
}

template <class T>
py::array_t<std::int64_t> whole_array(std::span<const T> values) {
  py::array_t<std::int64_t> array(static_cast<py::ssize_t>(values.size()));
  std::copy(values.begin(), values.end(), array.mutable_data());
  return array;
}

py::array_t<double> centroids_of(const KMeans& model) {
  const auto rows = static_cast<py::ssize_t>(model.clusters());
  return py::array_t<double>({rows, static_cast<py::ssize_t>(model.columns().size())}, model.centroids().data());
}

py::array_t<std::int64_t> nearest(const KMeans& model, const py::object& frame) {
  const auto columns = columns_of(batch_of(frame), model.columns());
  const auto labels = unlocked([&] { return model.nearest(columns); });
  return whole_array(std::span(labels));
}

using Labels = py::array_t<std::uint16_t, py::array::c_style | py::array::forcecast>;

std::span<const std::uint16_t> labels_of(const Labels& labels) {
  return {labels.data(), static_cast<std::size_t>(labels.size())};
}

py::array_t<std::int64_t> renumber(const Labels& before, const Labels& after, std::size_t clusters) {
  const auto numbers = unlocked([&] { return kept_numbers(labels_of(before), labels_of(after), clusters); });
  return whole_array(std::span(numbers));
}

std::vector<std::uint64_t> overlap(const std::vector<std::vector<std::uint8_t>>& members) {
  return unlocked([&] { return segment_overlap(members); });
}

// Rows asked, rows held, customers and the interval of those.
py::tuple size(const py::object& frame, const std::string& when, std::uint32_t sample, const std::string& id,
               double confidence) {
  const Batch batch = batch_of(frame);
  const auto found = unlocked([&] { return segment_size(batch, when, {sample, id, confidence}); });
  return py::make_tuple(found.asked, found.held, found.customers, found.interval.low, found.interval.high);
}

Batch grid(const py::object& frame, const std::vector<std::string>& columns, const std::string& measure) {
  const Batch batch = batch_of(frame);
  return unlocked([&] { return segment_grid(batch, columns, measure); });
}

void bind_moves(py::module_& m) {
  m.def("segment_grid", &grid, py::arg("frame"), py::arg("columns"), py::arg("measure"));
  m.def("segment_size", &size, py::arg("frame"), py::arg("when"), py::arg("sample"), py::arg("id"),
        py::arg("confidence"));
  m.def("choose_k", &choose_k, py::arg("frame"), py::arg("columns"), py::arg("counts"), py::arg("iterations"),
        py::arg("seed"), py::arg("standardise"), py::arg("replicates"), py::arg("depth"), py::arg("threads"));
  m.def("explain_clusters", &explain, py::arg("model"), py::arg("frame"), py::arg("depth"), py::arg("seed"));
  m.def("rfm", &rfm, py::arg("frame"), py::arg("recency"), py::arg("frequency"), py::arg("money"));
  m.def("segment_moves", &moves, py::arg("before"), py::arg("after"), py::arg("id"), py::arg("segment"));
  m.def("kept_numbers", &renumber, py::arg("before"), py::arg("after"), py::arg("clusters"));
  m.def("segment_overlap", &overlap, py::arg("members"));
}

}  // namespace

void bind_segment(py::module_& m) {
  py::class_<KMeans>(m, "KMeansModel")
      .def_static("fit", &fit, py::arg("frame"), py::arg("columns"), py::arg("clusters"), py::arg("iterations"),
                  py::arg("seed"), py::arg("standardise"), py::arg("start"), py::arg("threads"))
      .def("nearest", &nearest, py::arg("frame"))
      .def_property_readonly("centroids", &centroids_of)
      .def_property_readonly("columns", &KMeans::columns)
      .def_property_readonly("labels", [](const KMeans& model) { return whole_array(model.labels()); })
      .def_property_readonly("sizes", [](const KMeans& model) { return whole_array(model.sizes()); })
      .def_property_readonly("inertia", &KMeans::inertia)
      .def_property_readonly("iterations", &KMeans::iterations)
      .def_property_readonly("converged", &KMeans::converged);
  bind_moves(m);
}

}  // namespace staysail::python
