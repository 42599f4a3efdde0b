#include "decision/coded_rows.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

#include "decision/column_changes.hpp"
#include "decision/column_encoder.hpp"
#include "decision/lane_evaluator.hpp"
#include "decision/mask_kernels.hpp"
#include "staysail/base/guard.hpp"

namespace staysail::decision {
namespace {

constexpr std::size_t kPieceRows = 64 * 1024;
// What is compared with the earlier values at a time.
constexpr std::size_t kChunkRows = 4 * 1024;

// Blocks are read in whole strips, and may begin within one.
std::size_t padded(std::size_t rows) { return (rows / kStripRows + 2) * kStripRows; }

bool same_cuts(const CutPoints& a, const CutPoints& b) {
  return a.kind() == b.kind() &&
         std::equal(a.cuts().begin(), a.cuts().end(), b.cuts().begin(), b.cuts().end(),
                    [](const Cut& x, const Cut& y) { return x.above == y.above && x.value == y.value; });
}

// The names of a derived column that are columns of the frame.
std::vector<Column> sources_of(const CodedColumn& coded, const Batch& frame) {
  std::vector<Column> sources;
  const auto& names = coded.derived() ? coded.atom->tree->names : std::vector<std::string>{coded.name};
  for (const std::string& name : names)
    if (const Column* column = frame.find(name)) sources.push_back(*column);
  return sources;
}

// Codes one column, in pieces that may run at once.
class ColumnCoder {
 public:
  // `earlier`: the same column of earlier codes, or null.
  ColumnCoder(const BoundProgram& program, const CodedColumn& coded, const Batch& frame,
              std::shared_ptr<const CodeColumn> earlier)
      : program_(program), coded_(coded), frame_(frame), earlier_(std::move(earlier)) {
    made_ = std::make_shared<CodeColumn>();
    made_->sources = sources_of(coded, frame);
    made_->cuts = coded.cuts;
    whole_ = earlier_ != nullptr && std::equal(made_->sources.begin(), made_->sources.end(), earlier_->sources.begin(),
                                               earlier_->sources.end(), same_buffers);
    if (whole_) return;
    if (coded.narrow()) made_->narrow.resize(padded(frame.rows()));
    else made_->wide.resize(padded(frame.rows()));
    if (!coded.derived()) encoder_.emplace(made_->sources.front(), made_->cuts);
  }

  // How many values had to be coded.
  std::size_t run(std::size_t begin, std::size_t end, const Control& control) {
    if (whole_) return 0;
    std::size_t coded = 0;
    if (coded_.derived()) derive(begin, end, control);
    for (std::size_t at = begin; at < end && !coded_.derived(); at += kChunkRows)
      coded += code(at, std::min(kChunkRows, end - at));
    return coded_.derived() ? end - begin : coded;
  }

  std::shared_ptr<const CodeColumn> finish() const { return whole_ ? earlier_ : made_; }

 private:
  std::size_t code(std::size_t begin, std::size_t count) {
    if (earlier_ != nullptr && same_rows(earlier_->sources.front(), made_->sources.front(), begin, count)) {
      if (coded_.narrow()) std::copy_n(earlier_->narrow.data() + begin, count, made_->narrow.data() + begin);
      else std::copy_n(earlier_->wide.data() + begin, count, made_->wide.data() + begin);
      return 0;
    }
    if (coded_.narrow()) encoder_->encode(begin, count, made_->narrow.data() + begin);
    else encoder_->encode(begin, count, made_->wide.data() + begin);
    return count;
  }

  // The codes of a condition are its truth.
  void derive(std::size_t begin, std::size_t end, const Control& control) {
    const Tree& tree = *coded_.atom->tree;
    std::vector<NameSource> sources(tree.names.size());
    for (std::size_t slot = 0; slot < sources.size(); ++slot) {
      sources[slot].column = frame_.find(tree.names[slot]);
      const Value* constant = program_.constants.find(tree.names[slot]);
      if (sources[slot].column == nullptr && constant != nullptr) sources[slot].constant = *constant;
    }
    LaneEvaluator evaluator(tree, std::move(sources), frame_.rows());
    for (std::size_t at = begin; at < end && !control.stop_requested(); at += kBlockRows) {
      evaluator.start(at, std::min(kBlockRows, end - at));
      const std::vector<std::uint8_t> truth = truths(*evaluator.lane(*coded_.atom->node));
      std::copy(truth.begin(), truth.end(), made_->narrow.begin() + static_cast<std::ptrdiff_t>(at));
    }
  }

  const BoundProgram& program_;
  const CodedColumn& coded_;
  const Batch& frame_;
  std::shared_ptr<CodeColumn> made_;
  std::shared_ptr<const CodeColumn> earlier_;
  bool whole_ = false;  // the earlier codes will do
  std::optional<ColumnEncoder> encoder_;
};

bool all_comparable(const CodeColumn& earlier, const CodedColumn& coded, const Batch& frame) {
  const std::vector<Column> now = sources_of(coded, frame);
  return std::equal(now.begin(), now.end(), earlier.sources.begin(), earlier.sources.end(), comparable);
}

// Derived columns are known by their place in one program, others by their name and cut points in any.
std::shared_ptr<const CodeColumn> earlier_of(const CodedRows* previous, const BoundProgram& program, std::size_t place,
                                             const Batch& frame) {
  if (previous == nullptr || previous->rows != frame.rows()) return nullptr;
  const CodedColumn& coded = program.columns[place];
  const bool same_program = previous->program.get() == &program;
  for (std::size_t i = 0; i < previous->columns.size(); ++i) {
    const CodedColumn& candidate = previous->program->columns[i];
    if (coded.derived() ? !same_program || i != place : candidate.derived() || candidate.name != coded.name) continue;
    if (same_cuts(candidate.cuts, coded.cuts) && all_comparable(*previous->columns[i], coded, frame))
      return previous->columns[i];
  }
  return nullptr;
}

}  // namespace

Result<CodedRows> coded_rows(std::shared_ptr<const BoundProgram> program, const Batch& frame, Executor& executor,
                             const CodedRows* previous, const Control& control) {
  std::vector<ColumnCoder> coders;
  coders.reserve(program->columns.size());
  for (std::size_t i = 0; i < program->columns.size(); ++i)
    coders.emplace_back(*program, program->columns[i], frame, earlier_of(previous, *program, i, frame));
  const std::size_t pieces = (frame.rows() + kPieceRows - 1) / kPieceRows;
  const auto code_piece = [&](std::size_t index) -> Result<std::size_t> {
    STAYSAIL_CHECK(control.check());
    const std::size_t begin = index % pieces * kPieceRows;
    return coders[index / pieces].run(begin, std::min(begin + kPieceRows, frame.rows()), control);
  };
  STAYSAIL_TRY(const std::vector<std::size_t> coded, collect(executor, coders.size() * pieces, code_piece));
  STAYSAIL_CHECK(control.check());
  CodedRows rows;
  rows.rows = frame.rows();
  rows.values_coded = std::accumulate(coded.begin(), coded.end(), std::size_t{0});
  for (const ColumnCoder& coder : coders) rows.columns.push_back(coder.finish());
  rows.program = std::move(program);
  return rows;
}

}  // namespace staysail::decision
