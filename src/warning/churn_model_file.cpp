// The bytes of a model: a line "staysail churn model 2 DIGEST", then tables (model_tables.hpp). The digest is that of
// all that follows the line. Read back by churn_model_reader.cpp.
#include "staysail/files/atomic_file.hpp"
#include "warning/churn_model_bytes.hpp"
#include "warning/model_tables.hpp"
#include "warning/tree_tables.hpp"

namespace staysail {
namespace {

using State = ChurnModel::State;
using statistics::Interval;

void append_training(std::string& bytes, const State& state) {
  const ChurnCard& card = state.card;
  Cells told = text_cells("texts");
  for (const std::string* text :
       {&state.training.target, &state.training.positive, &state.training.id, &state.training.period})
    told.put(*text);
  append_table(bytes, {told.finish()});
  append_table(bytes, {number_cells("counts")
                           .put_bits(state.training.seed)
                           .put_bits(card.rows)
                           .put_bits(card.events)
                           .put(std::int64_t{card.depth})
                           .put(state.trees.base)
                           .put(std::int64_t{state.trees.bags})
                           .put(static_cast<std::int64_t>(state.calibration.kind()))
                           .finish()});
  Cells warnings = text_cells("warnings");
  for (const std::string& warning : card.warnings) warnings.put(warning);
  append_table(bytes, {warnings.finish()});
  Cells calibration = real_cells("calibration");
  for (const double number : state.calibration.numbers()) calibration.put(number);
  append_table(bytes, {calibration.finish()});
}

void append_figures(std::string& bytes, const ChurnCard& card) {
  Cells figures = real_cells("figures");
  for (const double figure : figures_of(card)) figures.put(figure);
  append_table(bytes, {figures.finish()});
}

void append_quality(std::string& bytes, const ChurnQuality& quality) {
  Cells rows = number_cells("rows"), events = number_cells("events");
  Cells predicted = real_cells("predicted"), low = real_cells("low"), high = real_cells("high");
  for (const statistics::ReliabilityBand& band : quality.reliability.bands) {
    rows.put_bits(band.rows);
    events.put_bits(band.events);
    predicted.put(band.predicted);
    low.put(band.frequency.low);
    high.put(band.frequency.high);
  }
  append_table(bytes, {rows.finish(), events.finish(), predicted.finish(), low.finish(), high.finish()});
  Cells seen = number_cells("seen"), caught = real_cells("caught"), captured = real_cells("captured"),
        lift = real_cells("lift");
  for (const statistics::Gain& gain : quality.gains) {
    seen.put_bits(gain.rows);
    caught.put(gain.events);
    captured.put(gain.captured);
    lift.put(gain.lift);
  }
  append_table(bytes, {seen.finish(), caught.finish(), captured.finish(), lift.finish()});
}

void append_spreads(std::string& bytes, const State& state) {
  Cells rows = number_cells("rows"), cuts = real_cells("cut");
  for (const BandCounts& counts : state.column_rows)
    for (const std::uint64_t count : counts) rows.put_bits(count);
  for (const std::uint64_t count : state.score_rows) rows.put_bits(count);
  for (const double cut : state.score_cuts) cuts.put(cut);
  append_table(bytes, {rows.finish()});
  append_table(bytes, {cuts.finish()});
}

void append_features(std::string& bytes, const State& state) {
  Cells name = text_cells("name"), kind = text_cells("kind"), importance = real_cells("importance"),
        alone = real_cells("auc_alone");
  for (const ChurnCard::Feature& feature : state.card.features) {
    name.put(feature.name);
    kind.put(feature.kind);
    importance.put(feature.importance);
    alone.put(feature.auc_alone);
  }
  append_table(bytes, {name.finish(), kind.finish(), importance.finish(), alone.finish()});
}

}  // namespace

std::vector<double> figures_of(const ChurnCard& card) {
  const auto& [roc_auc, pr_auc, log_loss, brier, ks, lift, error] = card.held_out.figures;
  const auto& reliability = card.held_out.reliability;
  std::vector<double> figures{card.high,
                              card.medium,
                              roc_auc,
                              pr_auc,
                              log_loss,
                              brier,
                              ks,
                              lift,
                              error,
                              reliability.error,
                              reliability.noise_floor,
                              reliability.slope,
                              reliability.intercept};
  const auto& sure = card.held_out.intervals;
  for (const Interval* one : {&sure.roc_auc, &sure.pr_auc, &sure.log_loss, &sure.brier, &sure.lift}) {
    figures.push_back(one->low);
    figures.push_back(one->high);
  }
  return figures;
}

std::string ChurnModel::encode() const {
  std::string tables;
  append_training(tables, *state_);
  append_figures(tables, state_->card);
  append_quality(tables, state_->card.held_out);
  append_coders(tables, state_->columns);
  append_positions(tables, state_->trees.positions);
  append_spreads(tables, *state_);
  append_features(tables, *state_);
  append_relations(tables, state_->trees);
  append_trees(tables, state_->trees);
  return framed_model(kModelTitle, kModelVersion, tables);
}

Result<ChurnModel> ChurnModel::decode(std::string_view bytes) {
  STAYSAIL_TRY(const std::string_view tables, tables_of_model(bytes, kModelTitle, kModelVersion));
  STAYSAIL_TRY(State state, read_model(tables));
  return ChurnModel(std::make_shared<const State>(std::move(state)));
}

Status ChurnModel::save(const std::string& path) const { return write_file(path, encode()); }

Result<ChurnModel> ChurnModel::load(const std::string& path) { return load_model(path, &ChurnModel::decode); }

}  // namespace staysail
