#include "staysail/statistics/tree_scorer.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "statistics/feature_relation.hpp"
#include "statistics/scoring_program.hpp"

namespace staysail::statistics {
namespace {

// Numbers that begin where a register wants them.
template <class Number>
class Aligned {
 public:
  explicit Aligned(std::size_t size) : memory_(size + 64 / sizeof(Number)) {}
  Number* data() {
    const auto address = reinterpret_cast<std::uintptr_t>(memory_.data());
    return memory_.data() + (64 - address % 64) % 64 / sizeof(Number);
  }

 private:
  std::vector<Number> memory_;
};

// One tile of rows after the other, in memory of its own.
class Tiles {
 public:
  Tiles(const ScoringProgram& program, std::span<const std::uint8_t* const> codes)
      : program_(program),
        from_(codes),
        features_(program.model.features()),
        codes_((features_ + program.model.relations.size()) * kTileRows),
        masks_((1 + program.questions.size() + program.steps.size()) * kTileWords),
        sums_(features_ * kTileRows),
        totals_(kTileRows),
        leading_(kLeadingFeatures * kTileRows) {
    for (std::size_t column = 0; column < features_ + program.model.relations.size(); ++column)
      columns_.push_back(codes_.data() + column * kTileRows);
  }

  // Sums of the rows from `begin` on.
  const ScoringTask& sum(std::size_t begin, std::size_t rows) {
    for (std::size_t column = 0; column < features_; ++column)
      std::memcpy(codes_.data() + column * kTileRows, from_[column] + begin, rows);
    const auto& model = program_.model;
    for (std::size_t i = 0; i < model.relations.size(); ++i)
      relate(model.relations[i], model.positions, std::span(columns_).first(features_),
             {codes_.data() + (features_ + i) * kTileRows, rows});
    set_task();
    program_.kernel.sum(task_);
    return task_;
  }

 private:
  void set_task() {
    const ScoringProgram& p = program_;
    task_ = {p.questions.data(), p.questions.size(), p.steps.data(), p.steps.size(), p.weights.data(),
             p.starts.data(),    p.base.data(),      features_,      codes_.data(),  masks_.data(),
             sums_.data(),       totals_.data(),     leading_.data()};
  }

  const ScoringProgram& program_;
  std::span<const std::uint8_t* const> from_;
  std::size_t features_;
  Aligned<std::uint8_t> codes_;
  Aligned<std::uint32_t> masks_;
  Aligned<std::int32_t> sums_, totals_, leading_;
  std::vector<const std::uint8_t*> columns_;
  ScoringTask task_;
};

// work(tile, first row, rows) for all tiles of some rows.
template <class Work>
void each_tile(std::size_t rows, const Work& work) {
  for (std::size_t begin = 0; begin < rows; begin += kTileRows) work(begin, std::min(kTileRows, rows - begin));
}

// What the kernel's lead does, for trees that are walked.
void walk_and_lead(const BoostedTrees& model, std::span<const std::uint8_t* const> codes,
                   const TreeScorer::Leading& leading) {
  const std::size_t rows = leading.scores.size();
  std::vector<std::int64_t> contributions(model.features() * rows);
  model.contributions(codes, rows, contributions);
  for (std::size_t row = 0; row < rows; ++row) {
    std::array<std::int64_t, TreeScorer::kLeading> most{};
    std::array<std::int32_t, TreeScorer::kLeading> who{-1, -1, -1};
    leading.scores[row] = model.expected();
    for (std::size_t feature = 0; feature < model.features(); ++feature) {
      std::int64_t value = contributions[feature * rows + row];
      auto index = static_cast<std::int32_t>(feature);
      leading.scores[row] += value;
      for (std::size_t place = 0; place < TreeScorer::kLeading; ++place) {
        if (value <= most[place]) continue;
        std::swap(value, most[place]);
        std::swap(index, who[place]);
      }
    }
    for (std::size_t place = 0; place < TreeScorer::kLeading; ++place) leading.features[place][row] = who[place];
  }
}

}  // namespace

TreeScorer::TreeScorer() : TreeScorer(BoostedTrees{}) {}

TreeScorer::TreeScorer(const BoostedTrees& model, std::optional<InstructionSet> instructions)
    : program_(std::make_shared<const ScoringProgram>(
          ScoringProgram::of(model, instructions.value_or(instruction_sets().back())))) {}

void TreeScorer::contributions(std::span<const std::uint8_t* const> codes, std::size_t rows,
                               std::span<std::int64_t> contributions) const {
  if (!program_->compact) return program_->model.contributions(codes, rows, contributions);
  Tiles tiles(*program_, codes);
  each_tile(rows, [&](std::size_t begin, std::size_t count) {
    const ScoringTask& task = tiles.sum(begin, count);
    for (std::size_t feature = 0; feature < task.features; ++feature)
      std::copy_n(task.sums + feature * kTileRows, count, contributions.data() + feature * rows + begin);
  });
}

void TreeScorer::lead(std::span<const std::uint8_t* const> codes, const Leading& leading) const {
  if (!program_->compact) return walk_and_lead(program_->model, codes, leading);
  Tiles tiles(*program_, codes);
  const std::int64_t expected = program_->model.expected();
  each_tile(leading.scores.size(), [&](std::size_t begin, std::size_t count) {
    const ScoringTask& task = tiles.sum(begin, count);
    program_->kernel.lead(task);
    for (std::size_t i = 0; i < count; ++i) leading.scores[begin + i] = expected + task.totals[i];
    for (std::size_t place = 0; place < kLeading; ++place)
      std::copy_n(task.leading + place * kTileRows, count, leading.features[place].data() + begin);
  });
}

}  // namespace staysail::statistics
