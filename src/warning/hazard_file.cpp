// The bytes of a hazard model, framed as those of a churn model are: "staysail hazard model 1 DIGEST", then tables.
#include "staysail/files/atomic_file.hpp"
#include "warning/hazard_months.hpp"
#include "warning/hazard_state.hpp"
#include "warning/model_tables.hpp"
#include "warning/tree_tables.hpp"

namespace staysail {
namespace {

using State = HazardModel::State;
constexpr std::string_view kTitle = "staysail hazard model ";
constexpr std::string_view kVersion = "1";
constexpr std::size_t kTexts = 7;
constexpr std::size_t kMostKinds = 4096;

void append_training(std::string& bytes, const State& state) {
  const HazardTraining& t = state.training;
  Cells told = text_cells("texts");
  for (const std::string* text : {&t.duration, &t.event, &t.positive, &t.kind, &t.entry, &t.contract_end, &t.id})
    told.put(*text);
  append_table(bytes, {told.finish()});
  append_table(bytes, {number_cells("counts")
                           .put_bits(t.seed)
                           .put_bits(state.card.customers)
                           .put_bits(state.card.months)
                           .put(std::int64_t{state.card.last_month})
                           .finish()});
  Cells warnings = text_cells("warnings"), concordance = real_cells("concordance");
  for (const std::string& warning : state.card.warnings) warnings.put(warning);
  if (state.card.concordance) concordance.put(*state.card.concordance);
  append_table(bytes, {warnings.finish()});
  append_table(bytes, {concordance.finish()});
}

void append_card(std::string& bytes, const HazardCard& card) {
  Cells name = text_cells("name"), kind = text_cells("kind"), importance = real_cells("importance");
  for (const HazardCard::Feature& feature : card.features) {
    name.put(feature.name);
    kind.put(feature.kind);
    importance.put(feature.importance);
  }
  append_table(bytes, {name.finish(), kind.finish(), importance.finish()});
  Cells months = number_cells("months"), events = number_cells("events"), expected = real_cells("expected");
  for (const HazardCard::Band& band : card.bands) {
    months.put_bits(band.months);
    events.put_bits(band.events);
    expected.put(band.expected);
  }
  append_table(bytes, {months.finish(), events.finish(), expected.finish()});
}

void append_kinds(std::string& bytes, const State& state) {
  Cells name = text_cells("name"), events = number_cells("events"), depth = number_cells("depth"),
        base = number_cells("base"), bags = number_cells("bags");
  for (std::size_t i = 0; i < state.kinds.size(); ++i) {
    name.put(state.card.kinds[i].name);
    events.put_bits(state.card.kinds[i].events);
    depth.put(std::int64_t{state.card.kinds[i].depth});
    base.put(state.kinds[i].trees.base);
    bags.put(std::int64_t{state.kinds[i].trees.bags});
  }
  append_table(bytes, {name.finish(), events.finish(), depth.finish(), base.finish(), bags.finish()});
  Cells pace = real_cells("pace");
  for (const State::Kind& kind : state.kinds)
    for (const double one : kind.paces) pace.put(one);
  append_table(bytes, {pace.finish()});
  for (const State::Kind& kind : state.kinds) append_trees(bytes, kind.trees);
}

// What one table after the other says of a model.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : tables_(bytes) {}

  Result<State> run() {
    STAYSAIL_CHECK(read_training());
    STAYSAIL_CHECK(read_card());
    STAYSAIL_TRY(state_.columns, read_coders(tables_));
    statistics::BoostedTrees shape;
    STAYSAIL_CHECK(read_positions(tables_, state_.features(), shape));
    STAYSAIL_CHECK(read_kinds(shape.positions));
    if (!tables_.empty()) return malformed_model("there is more behind its end");
    return std::move(state_);
  }

 private:
  Status read_training() {
    STAYSAIL_TRY(const Batch texts, tables_.texts({"texts"}));
    STAYSAIL_TRY(const Batch counts, tables_.numbers({"counts"}));
    if (texts.rows() != kTexts || counts.rows() != 4) return malformed_model("settings are missing");
    const auto text = [&](std::size_t row) { return std::string(texts.column(0).text(row)); };
    const auto number = counts.column(0).numbers();
    state_.training = {text(0), text(1), text(2), text(3),
                       text(4), text(5), text(6), static_cast<std::uint64_t>(number[0])};
    HazardCard& card = state_.card;
    card.customers = static_cast<std::uint64_t>(number[1]);
    card.months = static_cast<std::uint64_t>(number[2]);
    STAYSAIL_TRY(card.last_month, below<std::uint32_t>(number[3], HazardModel::kMostMonths + 1));
    STAYSAIL_TRY(const Batch warnings, tables_.texts({"warnings"}));
    for (std::size_t i = 0; i < warnings.rows(); ++i) card.warnings.emplace_back(warnings.column(0).text(i));
    STAYSAIL_TRY(const Batch concordance, tables_.reals({"concordance"}));
    if (concordance.rows() > 0) card.concordance = concordance.column(0).reals().front();
    return ok();
  }

  Status read_card() {
    STAYSAIL_TRY(
        const Batch features,
        tables_.next({{"name", ColumnType::text}, {"kind", ColumnType::text}, {"importance", ColumnType::real}}));
    for (std::size_t i = 0; i < features.rows(); ++i)
      state_.card.features.push_back({std::string(features.column(0).text(i)), std::string(features.column(1).text(i)),
                                      features.column(2).reals()[i]});
    STAYSAIL_TRY(
        const Batch bands,
        tables_.next({{"months", ColumnType::number}, {"events", ColumnType::number}, {"expected", ColumnType::real}}));
    for (std::size_t i = 0; i < bands.rows(); ++i)
      state_.card.bands.push_back({static_cast<std::uint64_t>(bands.column(0).numbers()[i]),
                                   static_cast<std::uint64_t>(bands.column(1).numbers()[i]),
                                   bands.column(2).reals()[i]});
    return ok();
  }

  Status read_kinds(const std::vector<statistics::Positions>& positions) {
    STAYSAIL_TRY(const Batch kinds, tables_.next({{"name", ColumnType::text},
                                                  {"events", ColumnType::number},
                                                  {"depth", ColumnType::number},
                                                  {"base", ColumnType::number},
                                                  {"bags", ColumnType::number}}));
    if (kinds.rows() == 0 || kinds.rows() > kMostKinds) return malformed_model("it knows no kind of leaving");
    STAYSAIL_TRY(const Batch paces, tables_.reals({"pace"}));
    if (paces.rows() != kinds.rows() * kTenureCodes) return malformed_model("hazards of months are missing");
    for (std::size_t i = 0; i < kinds.rows(); ++i) {
      const auto number = [&](std::size_t column) { return kinds.column(column).numbers()[i]; };
      State::Kind kind;
      kind.trees.positions = positions;
      STAYSAIL_TRY(kind.paces, paces_of(paces.column(0).reals().subspan(i * kTenureCodes, kTenureCodes)));
      kind.trees.base = number(3);
      STAYSAIL_TRY(kind.trees.bags, below<std::uint32_t>(number(4), 1 << 16));
      STAYSAIL_TRY(const auto depth, below<std::uint32_t>(number(2), 64));
      STAYSAIL_CHECK(read_trees(tables_, kind.trees));
      STAYSAIL_CHECK(kind.trees.validate());
      kind.scorer = statistics::TreeScorer(kind.trees);
      state_.card.kinds.push_back({std::string(kinds.column(0).text(i)), static_cast<std::uint64_t>(number(1)),
                                   kind.trees.roots.size(), depth});
      state_.kinds.push_back(std::move(kind));
    }
    return ok();
  }

  static Result<std::vector<double>> paces_of(std::span<const double> told) {
    for (const double pace : told)
      if (!(pace > 0 && pace < 1e6)) return malformed_model("a hazard of a month that makes no sense");
    return std::vector<double>(told.begin(), told.end());
  }

  TableReader tables_;
  State state_;
};

}  // namespace

std::string HazardModel::encode() const {
  std::string tables;
  append_training(tables, *state_);
  append_card(tables, state_->card);
  append_coders(tables, state_->columns);
  append_positions(tables, state_->kinds.front().trees.positions);
  append_kinds(tables, *state_);
  return framed_model(kTitle, kVersion, tables);
}

Result<HazardModel> HazardModel::decode(std::string_view bytes) {
  STAYSAIL_TRY(const std::string_view tables, tables_of_model(bytes, kTitle, kVersion));
  STAYSAIL_TRY(State state, Reader(tables).run());
  return HazardModel(std::make_shared<const State>(std::move(state)));
}

Status HazardModel::save(const std::string& path) const { return write_file(path, encode()); }

Result<HazardModel> HazardModel::load(const std::string& path) { return load_model(path, &HazardModel::decode); }

}  // namespace staysail
