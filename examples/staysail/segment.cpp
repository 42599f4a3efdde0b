// The verb segment: how many clusters, the clusters, what they are in words, who moved, how large a segment will be.
#include <algorithm>
#include <iostream>
#include <map>

#include <fmt/format.h>

#include "host.hpp"
#include "printing.hpp"
#include "segment_source.hpp"
#include "staysail/files/csv_writer.hpp"
#include "staysail/segments/cluster_rules.hpp"
#include "staysail/segments/segment_moves.hpp"
#include "staysail/segments/segment_size.hpp"
#include "staysail/statistics/cluster_count.hpp"
#include "staysail/statistics/continued_clusters.hpp"

namespace staysail::program {
namespace {

using statistics::kNoCluster;
using Rows = std::vector<std::vector<std::string>>;

std::string decimals(double value) { return fmt::format("{:.4f}", value); }

statistics::KMeansOptions k_means_options(const SegmentAsk& ask, Executor& executor, const Control& control) {
  statistics::KMeansOptions options;
  options.clusters = ask.clusters;
  options.iterations = ask.iterations;
  options.seed = ask.seed;
  options.executor = &executor;
  options.control = control;
  return options;
}

Result<SegmentSource> complete_source(const SegmentAsk& ask) {
  STAYSAIL_TRY(const auto source, segment_source(ask));
  STAYSAIL_TRY(auto complete, with_values(source, ask.columns));
  if (complete.left_out != 0)
    std::cerr << complete.left_out << " of " << source.rows.rows() << " rows lack a value and are left out\n";
  return complete;
}

Result<int> choose(const SegmentAsk& ask, Executor& executor, const Control& control) {
  STAYSAIL_TRY(const auto source, complete_source(ask));
  STAYSAIL_TRY(const auto chosen, source.rows.select(ask.columns));
  statistics::ClusterCountOptions options;
  options.k_means = k_means_options(ask, executor, control);
  std::vector<std::size_t> counts;
  for (std::size_t k = ask.least; k <= ask.most; ++k) counts.push_back(k);
  STAYSAIL_TRY(const auto found, statistics::compare_cluster_counts(chosen.columns(), counts, options));
  Rows rows;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto& each = found.counts[i];
    rows.push_back({std::to_string(counts[i]), decimals(each.stability), decimals(each.stability_error),
                    decimals(each.silhouette), decimals(each.fidelity), fmt::format("{:.1f}", each.model.inertia()),
                    i == found.chosen ? "chosen" : ""});
  }
  STAYSAIL_TRY(
      const auto table,
      text_rows({"k", "stability", "stability_error", "silhouette", "fidelity", "inertia", "verdict"}, rows, {"k"}));
  print(table, ask.format);
  return kOk;
}

// The clusters of last month's file, by row of the source; those are numbered from 1.
Result<std::vector<std::uint16_t>> clusters_before(const SegmentAsk& ask, const SegmentSource& source) {
  std::vector<std::uint16_t> before(source.ids.size(), kNoCluster);
  if (ask.before.empty()) return before;
  STAYSAIL_TRY(const auto known, read_segments(ask.before, ask));
  STAYSAIL_TRY(const auto numbers, known.require("segment", ColumnType::number));
  std::map<std::string_view, std::int64_t> by_id;
  for (std::size_t row = 0; row < known.rows(); ++row)
    if (!numbers.is_null(row)) by_id.emplace(known.column(0).text(row), numbers.numbers()[row]);
  for (std::size_t row = 0; row < before.size(); ++row) {
    const auto found = by_id.find(source.ids.text(row));
    const bool there =
        found != by_id.end() && found->second >= 1 && found->second <= static_cast<std::int64_t>(ask.clusters);
    if (there) before[row] = static_cast<std::uint16_t>(found->second - 1);
  }
  return before;
}

Column labels_of(const statistics::ContinuedClusters& found, std::size_t rows) {
  ColumnBuilder labels(Field{"cluster", ColumnType::number, 0, "cluster"});
  for (std::size_t row = 0; row < rows; ++row) labels.append_number(found.label(row) + 1);
  return labels.finish();
}

// One row a cluster, in order of the numbers that go on.
Result<Batch> clusters_table(const statistics::ContinuedClusters& found, std::size_t rows) {
  const auto& model = found.model;
  std::vector<std::string> names = {"cluster", "rows", "share"};
  names.insert(names.end(), model.columns().begin(), model.columns().end());
  Rows table(model.clusters());
  for (std::size_t cluster = 0; cluster < model.clusters(); ++cluster) {
    auto& cells = table[found.numbers[cluster]];
    cells = {std::to_string(found.numbers[cluster] + 1), std::to_string(model.sizes()[cluster]),
             decimals(static_cast<double>(model.sizes()[cluster]) / static_cast<double>(rows))};
    for (std::size_t c = 0; c < model.columns().size(); ++c)
      cells.push_back(decimals(model.centroids()[cluster * model.columns().size() + c]));
  }
  return text_rows(names, table, {"cluster", "rows"});
}

Result<int> fit(const SegmentAsk& ask, Executor& executor, const Control& control) {
  STAYSAIL_TRY(const auto source, complete_source(ask));
  STAYSAIL_TRY(const auto chosen, source.rows.select(ask.columns));
  STAYSAIL_TRY(const auto before, clusters_before(ask, source));
  STAYSAIL_TRY(const auto found,
               statistics::continue_clusters(chosen.columns(), before, k_means_options(ask, executor, control)));
  STAYSAIL_TRY(const auto table, clusters_table(found, chosen.rows()));
  if (!ask.out.empty()) {
    STAYSAIL_TRY(const auto labels, Batch::of({source.ids, labels_of(found, chosen.rows())}));
    STAYSAIL_CHECK(write_csv_file(ask.out, labels));
  }
  print(table, ask.format);
  return kOk;
}

// The groups of the rows: of a file of labels, else of a column of the frame.
Result<Column> groups_of(const SegmentAsk& ask, const SegmentSource& source) {
  const Column* column = source.rows.find(ask.segment);
  if (ask.labels.empty() && column != nullptr) return as_text(*column, ask.segment);
  if (ask.labels.empty())
    return Error(Errc::unknown_name, "the frame has no column " + ask.segment +
                                         "; name another with --segment, or a file of labels with --labels");
  STAYSAIL_TRY(const auto known, read_segments(ask.labels, ask));
  std::map<std::string_view, std::size_t> by_id;
  for (std::size_t row = 0; row < known.rows(); ++row) by_id.emplace(known.column(0).text(row), row);
  ColumnBuilder groups(Field{ask.segment, ColumnType::text, 0, {}});
  for (std::size_t row = 0; row < source.ids.size(); ++row) {
    const auto found = by_id.find(source.ids.text(row));
    const bool known_group = found != by_id.end() && !known.column(1).is_null(found->second);
    known_group ? groups.append_text(known.column(1).value_text(found->second)) : groups.append_null();
  }
  return groups.finish();
}

Result<int> explain(const SegmentAsk& ask, Executor& executor, const Control&) {
  STAYSAIL_TRY(const auto source, complete_source(ask));
  STAYSAIL_TRY(const auto groups, groups_of(ask, source));
  std::map<std::string, std::uint16_t> places;
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < groups.size(); ++row)
    if (!groups.is_null(row)) places.emplace(groups.text(row), 0), rows.push_back(row);
  std::vector<std::string> names;
  for (auto& [name, place] : places) place = static_cast<std::uint16_t>(names.size()), names.push_back(name);
  std::vector<std::uint16_t> labels;
  for (const auto row : rows) labels.push_back(places.find(std::string(groups.text(row)))->second);
  statistics::RuleTreeOptions options;
  options.depth = ask.depth;
  options.executor = &executor;
  STAYSAIL_TRY(const auto rules, cluster_rules(source.rows.take(rows), ask.columns, labels, names.size(), options));
  Rows table;
  for (const auto& rule : rules)
    table.push_back({names[rule.cluster], std::to_string(rule.rows), decimals(rule.fidelity), decimals(rule.precision),
                     decimals(rule.recall), rule.when});
  STAYSAIL_TRY(const auto shown,
               text_rows({"segment", "rows", "fidelity", "precision", "recall", "when"}, table, {"rows"}));
  print(shown, ask.format);
  return kOk;
}

Result<Batch> segments_of(Store& store, Month period, const std::string& column) {
  STAYSAIL_TRY(const auto night,
               NightRecord::load(store, period, {{&NightRecord::decision}, {"subscription_id", column}}));
  if (!night) return Error(Errc::not_found, "there was no night in " + period.to_string());
  const Column* segments = night->decision.find(column);
  if (segments == nullptr)
    return Error(Errc::unknown_name, "the night of " + period.to_string() + " has no column " + column);
  return Batch::of({*night->decision.find("subscription_id"), *segments});
}

Result<Batch> moves_of_store(const SegmentAsk& ask) {
  STAYSAIL_TRY(const auto store, open_named_store(ask.store, Opening::existing));
  STAYSAIL_TRY(const auto night, load_night(*store, ask.period));
  STAYSAIL_TRY(const auto before, segments_of(*store, night.period() - 1, ask.segment));
  STAYSAIL_TRY(const auto after, segments_of(*store, night.period(), ask.segment));
  return segment_moves(before, after, "subscription_id", ask.segment);
}

Result<Batch> moves_of_files(const SegmentAsk& ask) {
  if (ask.before.empty() || ask.after.empty())
    return Error(Errc::invalid_argument, "say between what: --store URL, or --before A.csv and --after B.csv");
  STAYSAIL_TRY(const auto before, read_segments(ask.before, ask));
  STAYSAIL_TRY(const auto after, read_segments(ask.after, ask));
  return segment_moves(before, after, "id", "segment");
}

Result<int> migrate(const SegmentAsk& ask, Executor&, const Control&) {
  STAYSAIL_TRY(const auto moves, ask.store.empty() ? moves_of_files(ask) : moves_of_store(ask));
  print(moves, ask.format);
  return kOk;
}

Result<int> size(const SegmentAsk& ask, Executor&, const Control&) {
  SegmentAsk all = ask;
  all.when.clear();
  STAYSAIL_TRY(auto source, segment_source(all));
  SegmentSizeOptions options;
  options.sample = static_cast<std::uint32_t>(ask.sample * 100 + 0.5);
  options.id = source.ids.field().name;
  std::vector<Column> columns = source.rows.columns();
  for (Column& column : columns)
    if (column.field().name == options.id) column = source.ids;
  STAYSAIL_TRY(const auto rows, Batch::of(std::move(columns)));
  STAYSAIL_TRY(const auto found, segment_size(rows, ask.when, options));
  STAYSAIL_TRY(
      const auto table,
      text_rows({"asked", "held", "customers", "low", "high"},
                {{std::to_string(found.asked), std::to_string(found.held), fmt::format("{:.0f}", found.customers),
                  fmt::format("{:.0f}", found.interval.low), fmt::format("{:.0f}", found.interval.high)}},
                {"asked", "held", "customers", "low", "high"}));
  print(table, ask.format);
  return kOk;
}

}  // namespace

int segment(const SegmentAsk& ask) {
  static const std::map<std::string_view, Result<int> (*)(const SegmentAsk&, Executor&, const Control&)> kActions = {
      {"choose", choose}, {"fit", fit}, {"explain", explain}, {"migrate", migrate}, {"size", size}};
  Progress progress;
  ThreadPool pool(ask.threads);
  const auto done = kActions.find(ask.action)->second(ask, pool, progress.control());
  return done ? *done : failed(done.error());
}

}  // namespace staysail::program
