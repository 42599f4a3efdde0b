#include "warning/tree_tables.hpp"

#include <array>

namespace staysail {
namespace {

constexpr std::int64_t kBound = std::int64_t{1} << 31;
constexpr std::array<const char*, 8> kNodeColumns{"feature", "left",    "right",   "value",
                                                  "codes_0", "codes_1", "codes_2", "codes_3"};

Result<statistics::TreeNode> node_of(const Batch& nodes, std::size_t row) {
  const auto number = [&](std::size_t column) { return nodes.column(column).numbers()[row]; };
  statistics::TreeNode node;
  STAYSAIL_TRY(const auto feature, below<std::uint32_t>(number(0) + 1, kBound));
  node.feature = static_cast<std::int32_t>(feature) - 1;
  STAYSAIL_TRY(node.left, below<std::uint32_t>(number(1), kBound));
  STAYSAIL_TRY(node.right, below<std::uint32_t>(number(2), kBound));
  STAYSAIL_TRY(const auto value, below<std::uint32_t>(number(3) + kBound, 2 * kBound));
  node.value = static_cast<std::int32_t>(std::int64_t{value} - kBound);
  for (std::size_t part = 0; part < 4; ++part) node.codes[part] = static_cast<std::uint64_t>(number(4 + part));
  return node;
}

Status read_roots(TableReader& tables, statistics::BoostedTrees& trees) {
  STAYSAIL_TRY(const Batch roots, tables.numbers({"root"}));
  for (const std::int64_t root : roots.column(0).numbers()) {
    STAYSAIL_TRY(const auto place, below<std::uint32_t>(root, kBound));
    trees.roots.push_back(place);
  }
  return ok();
}

Status read_nodes(TableReader& tables, statistics::BoostedTrees& trees) {
  std::vector<Field> fields;
  for (const char* name : kNodeColumns) fields.push_back({name, ColumnType::number, 0, {}});
  STAYSAIL_TRY(const Schema schema, Schema::of(std::move(fields)));
  STAYSAIL_TRY(const Batch nodes, tables.next(schema));
  for (std::size_t i = 0; i < nodes.rows(); ++i) {
    STAYSAIL_TRY(const statistics::TreeNode node, node_of(nodes, i));
    trees.nodes.push_back(node);
  }
  return ok();
}

}  // namespace

void append_coders(std::string& bytes, const std::vector<ColumnCoder>& coders) {
  Cells names = text_cells("name"), kinds = number_cells("kind"), cuts = number_cells("cuts"),
        categories = number_cells("categories");
  Cells cut = real_cells("cut"), category = text_cells("category");
  for (const ColumnCoder& coder : coders) {
    names.put(coder.name());
    kinds.put(static_cast<std::int64_t>(coder.kind()));
    cuts.put_bits(coder.cuts().size());
    categories.put_bits(coder.categories().size());
    for (const double value : coder.cuts()) cut.put(value);
    for (const std::string& text : coder.categories()) category.put(text);
  }
  append_table(bytes, {names.finish(), kinds.finish(), cuts.finish(), categories.finish()});
  append_table(bytes, {cut.finish()});
  append_table(bytes, {category.finish()});
}

void append_positions(std::string& bytes, const std::vector<statistics::Positions>& positions) {
  Cells position = number_cells("position");
  for (const auto& places : positions)
    for (const std::uint8_t place : places) position.put(std::int64_t{place});
  append_table(bytes, {position.finish()});
}

void append_relations(std::string& bytes, const statistics::BoostedTrees& trees) {
  Cells first = number_cells("first"), second = number_cells("second"), kind = number_cells("kind");
  for (const statistics::Relation& relation : trees.relations) {
    first.put(std::int64_t{relation.first});
    second.put(std::int64_t{relation.second});
    kind.put(static_cast<std::int64_t>(relation.kind));
  }
  append_table(bytes, {first.finish(), second.finish(), kind.finish()});
}

void append_trees(std::string& bytes, const statistics::BoostedTrees& trees) {
  Cells root = number_cells("root");
  for (const std::uint32_t place : trees.roots) root.put(std::int64_t{place});
  append_table(bytes, {root.finish()});
  std::vector<Cells> cells;
  for (const char* name : kNodeColumns) cells.push_back(number_cells(name));
  for (const statistics::TreeNode& node : trees.nodes) {
    cells[0].put(std::int64_t{node.feature});
    cells[1].put(std::int64_t{node.left});
    cells[2].put(std::int64_t{node.right});
    cells[3].put(std::int64_t{node.value});
    for (std::size_t i = 0; i < 4; ++i) cells[4 + i].put_bits(node.codes[i]);
  }
  std::vector<Column> columns;
  for (Cells& of_column : cells) columns.push_back(of_column.finish());
  append_table(bytes, std::move(columns));
}

Result<std::vector<ColumnCoder>> read_coders(TableReader& tables) {
  STAYSAIL_TRY(const Batch columns, tables.next({{"name", ColumnType::text},
                                                 {"kind", ColumnType::number},
                                                 {"cuts", ColumnType::number},
                                                 {"categories", ColumnType::number}}));
  STAYSAIL_TRY(const Batch cuts, tables.reals({"cut"}));
  STAYSAIL_TRY(const Batch categories, tables.texts({"category"}));
  std::vector<ColumnCoder> coders;
  std::size_t cut = 0, category = 0;
  for (std::size_t i = 0; i < columns.rows(); ++i) {
    STAYSAIL_TRY(const auto kind, below<std::uint8_t>(columns.column(1).numbers()[i], 4));
    STAYSAIL_TRY(const auto cut_count, below<std::size_t>(columns.column(2).numbers()[i], 256));
    STAYSAIL_TRY(const auto category_count, below<std::size_t>(columns.column(3).numbers()[i], 256));
    if (cut + cut_count > cuts.rows() || category + category_count > categories.rows())
      return malformed_model("codes of a column are missing");
    const auto values = cuts.column(0).reals().subspan(cut, cut_count);
    std::vector<std::string> names;
    for (const std::size_t end = category + category_count; category < end; ++category)
      names.emplace_back(categories.column(0).text(category));
    cut += cut_count;
    STAYSAIL_TRY(ColumnCoder coder,
                 ColumnCoder::of(std::string(columns.column(0).text(i)), static_cast<ColumnCoder::Kind>(kind),
                                 {values.begin(), values.end()}, std::move(names)));
    coders.push_back(std::move(coder));
  }
  return coders;
}

Status read_positions(TableReader& tables, std::size_t columns, statistics::BoostedTrees& trees) {
  STAYSAIL_TRY(const Batch positions, tables.numbers({"position"}));
  if (positions.rows() != columns * statistics::kMostCodes) return malformed_model("positions are missing");
  const auto places = positions.column(0).numbers();
  trees.positions.resize(columns);
  for (std::size_t i = 0; i < places.size(); ++i) {
    STAYSAIL_TRY(trees.positions[i / statistics::kMostCodes][i % statistics::kMostCodes],
                 below<std::uint8_t>(places[i], statistics::kMostCodes));
  }
  return ok();
}

Status read_relations(TableReader& tables, statistics::BoostedTrees& trees) {
  STAYSAIL_TRY(const Batch relations, tables.numbers({"first", "second", "kind"}));
  for (std::size_t i = 0; i < relations.rows(); ++i) {
    statistics::Relation relation;
    STAYSAIL_TRY(relation.first, below<std::uint32_t>(relations.column(0).numbers()[i], kBound));
    STAYSAIL_TRY(relation.second, below<std::uint32_t>(relations.column(1).numbers()[i], kBound));
    STAYSAIL_TRY(const auto kind, below<std::uint8_t>(relations.column(2).numbers()[i], 2));
    relation.kind = static_cast<statistics::Relation::Kind>(kind);
    if (relation.first >= trees.positions.size() || relation.second >= trees.positions.size())
      return malformed_model("a relation of columns that are not there");
    trees.relations.push_back(relation);
  }
  return ok();
}

Status read_trees(TableReader& tables, statistics::BoostedTrees& trees) {
  STAYSAIL_CHECK(read_roots(tables, trees));
  return read_nodes(tables, trees);
}

}  // namespace staysail
