// The bytes of a model: a line "staysail churn model 1 DIGEST", then tables as batches, each after its length as eight
// bytes. The digest is that of all that follows the line.
#include <array>

#include "staysail/base/digest.hpp"
#include "staysail/columns/batch_codec.hpp"
#include "staysail/files/atomic_file.hpp"
#include "staysail/files/byte_source.hpp"
#include "warning/churn_state.hpp"

namespace staysail {
namespace {

using State = ChurnModel::State;
constexpr std::string_view kTitle = "staysail churn model ";
constexpr std::string_view kVersion = "1";
constexpr std::size_t kDigestLetters = 32;
constexpr std::size_t kMostBytes = std::size_t{1} << 30;

Error malformed(const std::string& what) { return Error(Errc::malformed_record, "a churn model: " + what); }

// A column of a table that is written cell by cell.
class Cells {
 public:
  Cells(const char* name, ColumnType type) : builder_({name, type, 0, {}}) {}
  Cells& put(std::int64_t number) {
    builder_.append_number(number);
    return *this;
  }
  Cells& put_bits(std::uint64_t bits) { return put(static_cast<std::int64_t>(bits)); }
  Cells& put(double real) {
    builder_.append_real(real);
    return *this;
  }
  Cells& put(std::string_view text) {
    builder_.append_text(text);
    return *this;
  }
  Column finish() { return builder_.finish(); }

 private:
  ColumnBuilder builder_;
};

Cells numbers(const char* name) { return {name, ColumnType::number}; }
Cells reals(const char* name) { return {name, ColumnType::real}; }
Cells texts(const char* name) { return {name, ColumnType::text}; }

void append(std::string& bytes, std::vector<Column> columns) {
  const std::string table = encode_batch(Batch::of(std::move(columns)).value());
  for (unsigned byte = 0; byte < 8; ++byte) bytes += static_cast<char>(table.size() >> (8 * byte) & 0xFF);
  bytes += table;
}

void append_settings(std::string& bytes, const State& state) {
  const ChurnCard& card = state.card;
  const auto& quality = card.held_out;
  append(bytes,
         {texts("texts").put(state.training.target).put(state.training.positive).put(state.training.id).finish()});
  append(bytes, {numbers("counts")
                     .put_bits(state.training.seed)
                     .put_bits(card.rows)
                     .put_bits(card.events)
                     .put(std::int64_t{card.depth})
                     .put(state.trees.base)
                     .put(std::int64_t{state.trees.bags})
                     .put(static_cast<std::int64_t>(state.calibration.kind()))
                     .finish()});
  append(bytes, {reals("figures")
                     .put(quality.roc_auc)
                     .put(quality.pr_auc)
                     .put(quality.log_loss)
                     .put(quality.brier)
                     .put(quality.ks)
                     .put(quality.lift)
                     .put(quality.calibration_error)
                     .put(card.high)
                     .put(card.medium)
                     .finish()});
  Cells warnings = texts("warnings");
  for (const std::string& warning : card.warnings) warnings.put(warning);
  append(bytes, {warnings.finish()});
  Cells calibration = reals("calibration");
  for (const double number : state.calibration.numbers()) calibration.put(number);
  append(bytes, {calibration.finish()});
}

void append_columns(std::string& bytes, const State& state) {
  Cells names = texts("name"), kinds = numbers("kind"), cuts = numbers("cuts"), categories = numbers("categories");
  Cells cut = reals("cut"), category = texts("category"), position = numbers("position");
  for (std::size_t i = 0; i < state.columns.size(); ++i) {
    const ColumnCoder& coder = state.columns[i];
    names.put(coder.name());
    kinds.put(static_cast<std::int64_t>(coder.kind()));
    cuts.put_bits(coder.cuts().size());
    categories.put_bits(coder.categories().size());
    for (const double value : coder.cuts()) cut.put(value);
    for (const std::string& text : coder.categories()) category.put(text);
    for (const std::uint8_t place : state.trees.positions[i]) position.put(std::int64_t{place});
  }
  append(bytes, {names.finish(), kinds.finish(), cuts.finish(), categories.finish()});
  append(bytes, {cut.finish()});
  append(bytes, {category.finish()});
  append(bytes, {position.finish()});
}

void append_features(std::string& bytes, const State& state) {
  Cells name = texts("name"), kind = texts("kind"), importance = reals("importance"), alone = reals("auc_alone");
  for (const ChurnCard::Feature& feature : state.card.features) {
    name.put(feature.name);
    kind.put(feature.kind);
    importance.put(feature.importance);
    alone.put(feature.auc_alone);
  }
  append(bytes, {name.finish(), kind.finish(), importance.finish(), alone.finish()});
}

void append_trees(std::string& bytes, const statistics::BoostedTrees& trees) {
  Cells first = numbers("first"), second = numbers("second"), kind = numbers("kind"), root = numbers("root");
  for (const statistics::Relation& relation : trees.relations) {
    first.put(std::int64_t{relation.first});
    second.put(std::int64_t{relation.second});
    kind.put(static_cast<std::int64_t>(relation.kind));
  }
  append(bytes, {first.finish(), second.finish(), kind.finish()});
  for (const std::uint32_t place : trees.roots) root.put(std::int64_t{place});
  append(bytes, {root.finish()});
  std::array<Cells, 8> cells{numbers("feature"), numbers("left"),    numbers("right"),   numbers("value"),
                             numbers("codes_0"), numbers("codes_1"), numbers("codes_2"), numbers("codes_3")};
  for (const statistics::TreeNode& node : trees.nodes) {
    cells[0].put(std::int64_t{node.feature});
    cells[1].put(std::int64_t{node.left});
    cells[2].put(std::int64_t{node.right});
    cells[3].put(std::int64_t{node.value});
    for (std::size_t i = 0; i < 4; ++i) cells[4 + i].put_bits(node.codes[i]);
  }
  std::vector<Column> columns;
  for (Cells& of_column : cells) columns.push_back(of_column.finish());
  append(bytes, std::move(columns));
}

// Tables in the order they were written, each asked for by its columns.
class Tables {
 public:
  explicit Tables(std::string_view bytes) : rest_(bytes) {}

  Result<Batch> next(const Schema& expected) {
    if (rest_.size() < 8) return malformed("a table is missing");
    std::uint64_t size = 0;
    for (unsigned byte = 0; byte < 8; ++byte)
      size |= std::uint64_t{static_cast<unsigned char>(rest_[byte])} << (8 * byte);
    if (size > rest_.size() - 8) return malformed("a table is cut");
    STAYSAIL_TRY(Batch table,
                 decode_batch(rest_.substr(8, size), {std::uint64_t{1} << 24, 16, std::uint64_t{1} << 30}));
    rest_.remove_prefix(8 + size);
    if (!(table.schema() == expected)) return malformed("a table of other columns");
    for (const Column& column : table.columns())
      if (column.null_count() > 0) return malformed("a table with empty cells");
    return table;
  }
  bool empty() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

Schema schema_of(ColumnType type, std::initializer_list<const char*> names) {
  std::vector<Field> fields;
  for (const char* name : names) fields.push_back({name, type, 0, {}});
  return Schema::of(std::move(fields)).value();
}

// A number of a table that has to lie below a bound.
template <class Number>
Result<Number> below(std::int64_t number, std::int64_t bound) {
  if (number < 0 || number >= bound) return malformed("a number out of its range");
  return static_cast<Number>(number);
}

Status read_settings(Tables& tables, State& state) {
  STAYSAIL_TRY(const Batch names, tables.next(schema_of(ColumnType::text, {"texts"})));
  STAYSAIL_TRY(const Batch counts, tables.next(schema_of(ColumnType::number, {"counts"})));
  STAYSAIL_TRY(const Batch figures, tables.next(schema_of(ColumnType::real, {"figures"})));
  STAYSAIL_TRY(const Batch warnings, tables.next(schema_of(ColumnType::text, {"warnings"})));
  STAYSAIL_TRY(const Batch calibration, tables.next(schema_of(ColumnType::real, {"calibration"})));
  if (names.rows() != 3 || counts.rows() != 7 || figures.rows() != 9) return malformed("settings are missing");
  const auto number = counts.column(0).numbers();
  state.training = {std::string(names.column(0).text(0)), std::string(names.column(0).text(1)),
                    std::string(names.column(0).text(2)), static_cast<std::uint64_t>(number[0])};
  ChurnCard& card = state.card;
  card.rows = static_cast<std::uint64_t>(number[1]);
  card.events = static_cast<std::uint64_t>(number[2]);
  if (card.events == 0 || card.events >= card.rows) return malformed("counts of one outcome");
  STAYSAIL_TRY(card.depth, below<std::uint32_t>(number[3], 64));
  state.trees.base = number[4];
  STAYSAIL_TRY(state.trees.bags, below<std::uint32_t>(number[5], 1 << 16));
  STAYSAIL_TRY(const auto kind, below<std::uint8_t>(number[6], 4));
  const auto figure = figures.column(0).reals();
  card.held_out = {figure[0], figure[1], figure[2], figure[3], figure[4], figure[5], figure[6]};
  card.high = figure[7];
  card.medium = figure[8];
  for (std::size_t i = 0; i < warnings.rows(); ++i) card.warnings.emplace_back(warnings.column(0).text(i));
  const auto parts = calibration.column(0).reals();
  STAYSAIL_TRY(state.calibration, statistics::Calibration::of(static_cast<statistics::Calibration::Kind>(kind),
                                                              {parts.begin(), parts.end()}));
  card.calibration = name_of(state.calibration.kind());
  return ok();
}

// Hands out the next values of a table that lists those of all columns.
struct Columns {
  Batch columns, cuts, categories, positions;
  std::size_t cut = 0, category = 0;

  Result<ColumnCoder> next(std::size_t row) {
    STAYSAIL_TRY(const auto kind, below<std::uint8_t>(columns.column(1).numbers()[row], 4));
    STAYSAIL_TRY(const auto cut_count, below<std::size_t>(columns.column(2).numbers()[row], 256));
    STAYSAIL_TRY(const auto category_count, below<std::size_t>(columns.column(3).numbers()[row], 256));
    if (cut + cut_count > cuts.rows() || category + category_count > categories.rows())
      return malformed("codes of a column are missing");
    const auto values = cuts.column(0).reals().subspan(cut, cut_count);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < category_count; ++i) names.emplace_back(categories.column(0).text(category + i));
    cut += cut_count;
    category += category_count;
    return ColumnCoder::of(std::string(columns.column(0).text(row)), static_cast<ColumnCoder::Kind>(kind),
                           {values.begin(), values.end()}, std::move(names));
  }
};

Status read_columns(Tables& tables, State& state) {
  Columns read;
  const auto field = [](const char* name, ColumnType type) { return Field{name, type, 0, {}}; };
  STAYSAIL_TRY(const Schema schema,
               Schema::of({field("name", ColumnType::text), field("kind", ColumnType::number),
                           field("cuts", ColumnType::number), field("categories", ColumnType::number)}));
  STAYSAIL_TRY(read.columns, tables.next(schema));
  STAYSAIL_TRY(read.cuts, tables.next(schema_of(ColumnType::real, {"cut"})));
  STAYSAIL_TRY(read.categories, tables.next(schema_of(ColumnType::text, {"category"})));
  STAYSAIL_TRY(read.positions, tables.next(schema_of(ColumnType::number, {"position"})));
  if (read.positions.rows() != read.columns.rows() * statistics::kMostCodes) return malformed("positions are missing");
  const auto places = read.positions.column(0).numbers();
  state.trees.positions.resize(read.columns.rows());
  for (std::size_t i = 0; i < read.columns.rows(); ++i) {
    STAYSAIL_TRY(ColumnCoder coder, read.next(i));
    state.columns.push_back(std::move(coder));
    for (std::size_t code = 0; code < statistics::kMostCodes; ++code) {
      STAYSAIL_TRY(state.trees.positions[i][code],
                   below<std::uint8_t>(places[i * statistics::kMostCodes + code], statistics::kMostCodes));
    }
  }
  return ok();
}

Status read_features(Tables& tables, State& state) {
  STAYSAIL_TRY(const Schema schema, Schema::of({{"name", ColumnType::text, 0, {}},
                                                {"kind", ColumnType::text, 0, {}},
                                                {"importance", ColumnType::real, 0, {}},
                                                {"auc_alone", ColumnType::real, 0, {}}}));
  STAYSAIL_TRY(const Batch features, tables.next(schema));
  for (std::size_t i = 0; i < features.rows(); ++i)
    state.card.features.push_back({std::string(features.column(0).text(i)), std::string(features.column(1).text(i)),
                                   features.column(2).reals()[i], features.column(3).reals()[i]});
  return ok();
}

Status read_trees(Tables& tables, State& state) {
  STAYSAIL_TRY(const Batch relations, tables.next(schema_of(ColumnType::number, {"first", "second", "kind"})));
  STAYSAIL_TRY(const Batch roots, tables.next(schema_of(ColumnType::number, {"root"})));
  STAYSAIL_TRY(const Batch nodes,
               tables.next(schema_of(ColumnType::number, {"feature", "left", "right", "value", "codes_0", "codes_1",
                                                          "codes_2", "codes_3"})));
  constexpr std::int64_t kBound = std::int64_t{1} << 31;
  for (std::size_t i = 0; i < relations.rows(); ++i) {
    statistics::Relation relation;
    STAYSAIL_TRY(relation.first, below<std::uint32_t>(relations.column(0).numbers()[i], kBound));
    STAYSAIL_TRY(relation.second, below<std::uint32_t>(relations.column(1).numbers()[i], kBound));
    STAYSAIL_TRY(const auto kind, below<std::uint8_t>(relations.column(2).numbers()[i], 2));
    relation.kind = static_cast<statistics::Relation::Kind>(kind);
    state.trees.relations.push_back(relation);
  }
  for (const std::int64_t root : roots.column(0).numbers()) {
    STAYSAIL_TRY(const auto place, below<std::uint32_t>(root, kBound));
    state.trees.roots.push_back(place);
  }
  for (std::size_t i = 0; i < nodes.rows(); ++i) {
    statistics::TreeNode node;
    STAYSAIL_TRY(const auto feature, below<std::uint32_t>(nodes.column(0).numbers()[i] + 1, kBound));
    node.feature = static_cast<std::int32_t>(feature) - 1;
    STAYSAIL_TRY(node.left, below<std::uint32_t>(nodes.column(1).numbers()[i], kBound));
    STAYSAIL_TRY(node.right, below<std::uint32_t>(nodes.column(2).numbers()[i], kBound));
    STAYSAIL_TRY(const auto value, below<std::uint32_t>(nodes.column(3).numbers()[i] + kBound, 2 * kBound));
    node.value = static_cast<std::int32_t>(std::int64_t{value} - kBound);
    for (std::size_t part = 0; part < 4; ++part)
      node.codes[part] = static_cast<std::uint64_t>(nodes.column(4 + part).numbers()[i]);
    state.trees.nodes.push_back(node);
  }
  return state.trees.validate();
}

void name_relations(State& state) {
  for (const statistics::Relation& relation : state.trees.relations)
    state.card.relations.push_back(relation_text(state, relation));
  state.card.trees = state.trees.roots.size();
}

}  // namespace

std::string relation_text(const State& state, const statistics::Relation& relation) {
  return state.columns[relation.first].name() + (relation.kind == statistics::Relation::Kind::sum ? " + " : " - ") +
         state.columns[relation.second].name();
}

std::string ChurnModel::encode() const {
  std::string tables;
  append_settings(tables, *state_);
  append_columns(tables, *state_);
  append_features(tables, *state_);
  append_trees(tables, state_->trees);
  return std::string(kTitle) + std::string(kVersion) + ' ' + digest_of(tables).to_string() + '\n' + tables;
}

Result<ChurnModel> ChurnModel::decode(std::string_view bytes) {
  if (!bytes.starts_with(kTitle)) return malformed("these bytes are something else");
  bytes.remove_prefix(kTitle.size());
  const std::size_t line = bytes.substr(0, 64).find('\n');
  const std::size_t blank = bytes.substr(0, 64).find(' ');
  if (line == std::string_view::npos || blank == std::string_view::npos || line != blank + 1 + kDigestLetters)
    return malformed("its first line is damaged");
  if (bytes.substr(0, blank) != kVersion)
    return malformed("it is of version '" + std::string(bytes.substr(0, blank)) + "'; this library reads version 1");
  const std::string_view digest = bytes.substr(blank + 1, kDigestLetters);
  Tables tables(bytes.substr(line + 1));
  if (digest_of(bytes.substr(line + 1)).to_string() != digest)
    return malformed("its bytes are damaged; train it anew or copy it again");
  State state;
  STAYSAIL_CHECK(read_settings(tables, state));
  STAYSAIL_CHECK(read_columns(tables, state));
  STAYSAIL_CHECK(read_features(tables, state));
  STAYSAIL_CHECK(read_trees(tables, state));
  if (!tables.empty()) return malformed("there is more behind its end");
  name_relations(state);
  state.scorer = statistics::TreeScorer(state.trees);
  return ChurnModel(std::make_shared<const State>(std::move(state)));
}

Status ChurnModel::save(const std::string& path) const { return write_file(path, encode()); }

Result<ChurnModel> ChurnModel::load(const std::string& path) {
  STAYSAIL_TRY(const std::string bytes, read_file(path, kMostBytes));
  auto model = decode(bytes);
  if (!model) return Error::at({path}, model.error().code(), model.error().message());
  return model;
}

}  // namespace staysail
