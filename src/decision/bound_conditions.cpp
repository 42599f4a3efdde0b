#include <algorithm>

#include "decision/block_run.hpp"
#include "decision/column_binding.hpp"
#include "decision/condition_set_state.hpp"
#include "decision/kernel_choice.hpp"

namespace staysail {
namespace {

using decision::BlockRun;
using decision::kMostMaskWords;
using decision::MaskKernels;

constexpr std::size_t kMostBlockRows = kMostMaskWords * decision::kWordRows;
constexpr std::size_t kListMargin = 64;  // that MaskKernels::list() wants

// The rows of a block that still want conditions, and how many each has.
class Wanting {
 public:
  Wanting(const BlockRun& run, const MaskKernels& kernels, std::size_t rows, std::size_t most)
      : kernels_(kernels),
        words_(run.words()),
        taken_(rows),
        listed_(rows + kListMargin),
        most_(most),
        left_(most > 0 ? rows : 0) {
    std::copy_n(run.all_rows(), kMostMaskWords, rows_);
  }

  bool any() const { return left_ > 0; }
  const std::uint64_t* rows() const { return rows_; }

  // Hands each row of `mask` and the place of the condition among its own to `take`.
  template <class Take>
  void give(const std::uint64_t* mask, Take take) {
    const std::uint32_t* const end = kernels_.list(mask, words_, 0, listed_.data());
    for (const std::uint32_t* row = listed_.data(); row != end; ++row) {
      take(*row, taken_[*row]);
      const bool full = ++taken_[*row] == most_;
      rows_[*row / 64] &= ~(std::uint64_t{full} << (*row % 64));
      left_ -= full ? 1 : 0;
    }
  }

 private:
  const MaskKernels& kernels_;
  std::size_t words_;
  alignas(64) std::uint64_t rows_[kMostMaskWords];
  std::vector<std::uint32_t> taken_, listed_;
  std::size_t most_, left_;
};

// Room for as many matches in every block as in the first.
void reserve_like_first(ConditionRows& matches, std::size_t block_rows, std::size_t rows) {
  const std::size_t blocks = (rows + block_rows - 1) / block_rows;
  matches.rows.reserve(matches.rows.size() * blocks + matches.rows.size() / 8);
  matches.runs.reserve(matches.runs.size() * blocks);
}

}  // namespace

std::size_t RowCodes::rows() const { return coded_->rows; }
std::size_t RowCodes::values_coded() const { return coded_->values_coded; }

std::size_t BoundConditions::block_rows() const { return state_->plan.block_words * decision::kWordRows; }

std::size_t BoundConditions::size() const { return state_->program.roots.size(); }

BoundConditions::Shape BoundConditions::shape() const {
  const decision::BoundProgram& program = state_->program;
  const auto computed = std::count_if(program.columns.begin(), program.columns.end(),
                                      [](const decision::CodedColumn& column) { return column.derived(); });
  return {program.leaves.size(), program.groups.size(), program.columns.size(), static_cast<std::size_t>(computed)};
}

// Every name that was a column when the conditions were bound has to be one of the same kind.
Status BoundConditions::check_frame(const Schema& schema) const {
  const decision::ConditionGraph& graph = state_->set->graph;
  for (std::uint32_t name = 0; name < graph.names().size(); ++name) {
    if (!state_->schema.find(graph.names()[name])) continue;
    const Status suits = decision::check_name(graph.names()[name], graph.type_of(name), schema, Inputs());
    if (!suits) return state_->set->conditions[graph.first_user_of(name)].placed(suits.error());
  }
  return ok();
}

Result<RowCodes> BoundConditions::encode(const Batch& frame, Executor& executor, const RowCodes* previous,
                                         const Control& control) const {
  STAYSAIL_CHECK(check_frame(frame.schema()));
  const std::shared_ptr<const decision::BoundProgram> program(state_, &state_->program);
  STAYSAIL_TRY(
      decision::CodedRows rows,
      decision::coded_rows(program, frame, executor, previous != nullptr ? previous->coded_.get() : nullptr, control));
  return RowCodes(std::make_shared<const decision::CodedRows>(std::move(rows)));
}

// Hands each block of the range to `visit(run, row of the block, rows of the block)`.
template <class Visit>
void BoundConditions::for_each_block(const RowCodes& codes, RowRange range, InstructionSet with, const Control& control,
                                     Visit visit) const {
  BlockRun run(*codes.coded_, state_->plan, decision::kernels_of(with));
  const std::size_t end = std::min(range.begin + range.count, codes.rows());
  for (std::size_t begin = range.begin; begin < end && !control.stop_requested(); begin += run.block_rows()) {
    const std::size_t count = std::min(run.block_rows(), end - begin);
    run.start(begin, count);
    visit(run, begin, count);
  }
}

void BoundConditions::count(const RowCodes& codes, RowRange range, InstructionSet with, const Control& control,
                            std::span<std::uint64_t> counts) const {
  for_each_block(codes, range, with, control, [&](BlockRun& run, std::size_t, std::size_t) {
    run.ask_all();
    for (std::uint32_t condition = 0; condition < counts.size(); ++condition) counts[condition] += run.count(condition);
  });
}

void BoundConditions::mark(const RowCodes& codes, RowRange range, InstructionSet with, const Control& control,
                           std::uint64_t* words, std::size_t stride) const {
  for_each_block(codes, range, with, control, [&](BlockRun& run, std::size_t begin, std::size_t) {
    run.ask_all();
    alignas(64) std::uint64_t mask[kMostMaskWords];
    for (std::uint32_t condition = 0; condition < size(); ++condition)
      if (run.holds(condition, run.all_rows(), mask))
        std::copy_n(mask, run.words(), words + condition * stride + begin / 64);
  });
}

void BoundConditions::first(const RowCodes& codes, RowRange range, InstructionSet with, const Control& control,
                            std::span<const std::uint32_t> order, std::size_t k, std::span<std::uint32_t> found) const {
  const MaskKernels& kernels = decision::kernels_of(with);
  const auto start = found.begin() + static_cast<std::ptrdiff_t>(range.begin * k);
  std::fill_n(start, std::min(range.count, codes.rows() - range.begin) * k, kNone);
  for_each_block(codes, range, with, control, [&](BlockRun& run, std::size_t begin, std::size_t rows) {
    alignas(64) std::uint64_t mask[kMostMaskWords];
    Wanting wanting(run, kernels, rows, k);
    for (std::size_t i = 0; i < order.size() && wanting.any(); ++i) {
      if (!run.holds(order[i], wanting.rows(), mask)) continue;
      wanting.give(mask, [&](std::size_t row, std::size_t place) { found[(begin + row) * k + place] = order[i]; });
    }
  });
}

void BoundConditions::list(const RowCodes& codes, RowRange range, InstructionSet with, const Control& control,
                           std::span<const std::uint32_t> order, ConditionRows& matches) const {
  const MaskKernels& kernels = decision::kernels_of(with);
  std::vector<std::uint32_t> found(kMostBlockRows + kListMargin);
  for_each_block(codes, range, with, control, [&](BlockRun& run, std::size_t begin, std::size_t) {
    run.ask_all();
    alignas(64) std::uint64_t mask[kMostMaskWords];
    for (const std::uint32_t condition : order) {
      if (!run.holds(condition, run.all_rows(), mask)) continue;
      std::uint32_t* const end = kernels.list(mask, run.words(), static_cast<std::uint32_t>(begin), found.data());
      matches.runs.push_back({condition, static_cast<std::uint32_t>(end - found.data())});
      matches.rows.insert(matches.rows.end(), found.data(), end);
    }
    if (begin == range.begin) reserve_like_first(matches, run.block_rows(), range.count);
  });
}

}  // namespace staysail
