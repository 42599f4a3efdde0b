#include <algorithm>

#include "statistics/feature_relation.hpp"
#include "staysail/statistics/boosted_trees.hpp"

namespace staysail::statistics {
namespace {

constexpr std::size_t kBlock = 1024;  // rows, whose codes of all relations stay near the processor

// Codes of features and relations for a block of rows.
class Block {
 public:
  Block(const BoostedTrees& model, std::span<const std::uint8_t* const> codes, std::size_t begin, std::size_t rows)
      : columns_(codes.size()), related_(model.relations.size() * kBlock) {
    for (std::size_t i = 0; i < codes.size(); ++i) columns_[i] = codes[i] + begin;
    for (std::size_t i = 0; i < model.relations.size(); ++i) {
      relate(model.relations[i], model.positions, std::span(columns_).first(codes.size()),
             std::span(related_).subspan(i * kBlock, rows));
      columns_.push_back(related_.data() + i * kBlock);
    }
  }
  bool goes_left(const TreeNode& node, std::size_t row) const {
    return node.goes_left(columns_[static_cast<std::size_t>(node.feature)][row]);
  }

 private:
  std::vector<const std::uint8_t*> columns_;
  std::vector<std::uint8_t> related_;
};

template <class Work>
void by_block(std::size_t rows, const Work& work) {
  for (std::size_t begin = 0; begin < rows; begin += kBlock) work(begin, std::min(kBlock, rows - begin));
}

// Adds a move of the score to the features that a node asks about.
class Sharing {
 public:
  Sharing(const BoostedTrees& model, std::size_t rows, std::span<std::int64_t> contributions)
      : model_(model), rows_(rows), contributions_(contributions) {}

  void add(std::int32_t feature, std::size_t row, std::int64_t move) const {
    const auto index = static_cast<std::size_t>(feature);
    if (index < model_.features()) return put(index, row, move);
    const Relation& relation = model_.relations[index - model_.features()];
    put(relation.first, row, move / 2);
    put(relation.second, row, move - move / 2);
  }

 private:
  void put(std::size_t feature, std::size_t row, std::int64_t move) const {
    contributions_[feature * rows_ + row] += move;
  }
  const BoostedTrees& model_;
  std::size_t rows_;
  std::span<std::int64_t> contributions_;
};

Error damaged(const char* what) { return Error(Errc::malformed_record, std::string("boosted trees: ") + what); }

// Children come after their parents, so that every walk ends.
bool sound(const BoostedTrees& model, std::uint32_t place) {
  const TreeNode& node = model.nodes[place];
  if (node.feature < 0) return node.feature == -1;
  const std::size_t columns = model.features() + model.relations.size();
  return static_cast<std::size_t>(node.feature) < columns && node.left > place && node.right > place &&
         node.left < model.nodes.size() && node.right < model.nodes.size();
}

}  // namespace

void BoostedTrees::score(std::span<const std::uint8_t* const> codes, std::span<std::int64_t> scores) const {
  std::fill(scores.begin(), scores.end(), base);
  by_block(scores.size(), [&](std::size_t begin, std::size_t rows) {
    const Block block(*this, codes, begin, rows);
    for (const std::uint32_t root : roots) {
      for (std::size_t i = 0; i < rows; ++i) {
        const TreeNode* node = &nodes[root];
        while (node->feature >= 0) node = &nodes[block.goes_left(*node, i) ? node->left : node->right];
        scores[begin + i] += node->value;
      }
    }
  });
}

void BoostedTrees::contributions(std::span<const std::uint8_t* const> codes, std::size_t rows,
                                 std::span<std::int64_t> contributions) const {
  std::fill(contributions.begin(), contributions.end(), 0);
  const Sharing sharing(*this, rows, contributions);
  by_block(rows, [&](std::size_t begin, std::size_t count) {
    const Block block(*this, codes, begin, count);
    for (const std::uint32_t root : roots) {
      for (std::size_t i = 0; i < count; ++i) {
        const TreeNode* node = &nodes[root];
        while (node->feature >= 0) {
          const TreeNode* next = &nodes[block.goes_left(*node, i) ? node->left : node->right];
          sharing.add(node->feature, begin + i, std::int64_t{next->value} - node->value);
          node = next;
        }
      }
    }
  });
}

std::int64_t BoostedTrees::expected() const {
  std::int64_t sum = base;
  for (const std::uint32_t root : roots) sum += nodes[root].value;
  return sum;
}

Status BoostedTrees::validate() const {
  if (bags == 0) return damaged("no bags");
  for (const Relation& relation : relations)
    if (relation.first >= features() || relation.second >= features() || relation.kind > Relation::Kind::difference)
      return damaged("a relation of features that are not there");
  for (const std::uint32_t root : roots)
    if (root >= nodes.size()) return damaged("a tree that is not there");
  for (std::uint32_t place = 0; place < nodes.size(); ++place)
    if (!sound(*this, place)) return damaged("a question that leads nowhere");
  return ok();
}

}  // namespace staysail::statistics
