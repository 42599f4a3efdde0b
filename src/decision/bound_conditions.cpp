#include <algorithm>
#include <bit>

#include "decision/column_binding.hpp"
#include "decision/condition_set_state.hpp"
#include "decision/instruction_set.hpp"

namespace staysail {
namespace {

using decision::BlockRun;
using decision::kMaskRows;
using decision::kMaskWords;
using decision::MaskKernels;

// The rows of a block that still want conditions, and how many each has.
class Wanting {
 public:
  Wanting(const BlockRun& run, std::size_t rows, std::size_t most)
      : taken_(rows), most_(most), left_(most > 0 ? rows : 0) {
    std::copy_n(run.all_rows(), run.words(), rows_);
  }

  bool any() const { return left_ > 0; }
  const std::uint64_t* rows() const { return rows_; }

  // Hands each row of `mask` and the place of the condition among its own to `take`.
  template <class Take>
  void give(const std::uint64_t* mask, std::size_t words, Take take) {
    for (std::size_t i = 0; i < words; ++i) {
      for (std::uint64_t word = mask[i]; word != 0; word &= word - 1) {
        const auto bit = static_cast<std::size_t>(std::countr_zero(word)), row = i * 64 + bit;
        take(row, taken_[row]++);
        if (taken_[row] < most_) continue;
        rows_[i] &= ~(std::uint64_t{1} << bit);
        --left_;
      }
    }
  }

 private:
  std::uint64_t rows_[kMaskWords] = {};
  std::vector<std::size_t> taken_;
  std::size_t most_, left_;
};

}  // namespace

std::size_t RowCodes::rows() const { return coded_->rows; }
std::size_t RowCodes::values_coded() const { return coded_->values_coded; }

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
  BlockRun run(*codes.coded_, state_->tests, decision::kernels_of(with));
  const std::size_t end = std::min(range.begin + range.count, codes.rows());
  for (std::size_t begin = range.begin; begin < end && !control.stop_requested(); begin += kMaskRows) {
    const std::size_t count = std::min(kMaskRows, end - begin);
    run.start(begin, count);
    visit(run, begin, count);
  }
}

void BoundConditions::count(const RowCodes& codes, RowRange range, InstructionSet with, const Control& control,
                            std::span<std::uint64_t> counts) const {
  const MaskKernels& kernels = decision::kernels_of(with);
  for_each_block(codes, range, with, control, [&](BlockRun& run, std::size_t, std::size_t) {
    alignas(64) std::uint64_t mask[kMaskWords];
    for (std::uint32_t condition = 0; condition < counts.size(); ++condition)
      if (run.holds(condition, run.all_rows(), mask)) counts[condition] += kernels.count(mask, run.words());
  });
}

void BoundConditions::mark(const RowCodes& codes, RowRange range, InstructionSet with, const Control& control,
                           std::uint64_t* words, std::size_t stride) const {
  for_each_block(codes, range, with, control, [&](BlockRun& run, std::size_t begin, std::size_t) {
    alignas(64) std::uint64_t mask[kMaskWords];
    for (std::uint32_t condition = 0; condition < size(); ++condition)
      if (run.holds(condition, run.all_rows(), mask))
        std::copy_n(mask, run.words(), words + condition * stride + begin / 64);
  });
}

void BoundConditions::first(const RowCodes& codes, RowRange range, InstructionSet with, const Control& control,
                            std::span<const std::uint32_t> order, std::size_t k, std::span<std::uint32_t> found) const {
  const auto start = found.begin() + static_cast<std::ptrdiff_t>(range.begin * k);
  std::fill_n(start, std::min(range.count, codes.rows() - range.begin) * k, kNone);
  for_each_block(codes, range, with, control, [&](BlockRun& run, std::size_t begin, std::size_t rows) {
    alignas(64) std::uint64_t mask[kMaskWords];
    Wanting wanting(run, rows, k);
    for (std::size_t i = 0; i < order.size() && wanting.any(); ++i) {
      if (!run.holds(order[i], wanting.rows(), mask)) continue;
      wanting.give(mask, run.words(),
                   [&](std::size_t row, std::size_t place) { found[(begin + row) * k + place] = order[i]; });
    }
  });
}

void BoundConditions::list(const RowCodes& codes, RowRange range, InstructionSet with, const Control& control,
                           std::span<const std::uint32_t> order, ConditionRows& matches) const {
  const MaskKernels& kernels = decision::kernels_of(with);
  std::vector<std::uint32_t> found(kMaskRows + 16);
  for_each_block(codes, range, with, control, [&](BlockRun& run, std::size_t begin, std::size_t) {
    alignas(64) std::uint64_t mask[kMaskWords];
    for (const std::uint32_t condition : order) {
      if (!run.holds(condition, run.all_rows(), mask)) continue;
      std::uint32_t* const end = kernels.list(mask, run.words(), static_cast<std::uint32_t>(begin), found.data());
      matches.runs.push_back({condition, static_cast<std::uint32_t>(end - found.data())});
      matches.rows.insert(matches.rows.end(), found.data(), end);
    }
  });
}

}  // namespace staysail
