// Expression over batches: blocks of rows through the lane evaluator.
#include <algorithm>
#include <array>

#include "decision/column_binding.hpp"
#include "decision/program.hpp"

namespace staysail {
namespace {

using decision::LaneEvaluator;

// Hands each block's lane to `take`.
template <class Take>
Status for_each_block(const decision::Tree& tree, const Batch& batch, const Inputs& constants, Take take) {
  STAYSAIL_TRY(auto sources, decision::bind_columns(tree, batch, constants));
  LaneEvaluator evaluator(tree, std::move(sources), batch.rows());
  for (std::size_t begin = 0; begin < batch.rows(); begin += decision::kBlockRows) {
    evaluator.start(begin, std::min(decision::kBlockRows, batch.rows() - begin));
    STAYSAIL_CHECK(take(*evaluator.root()));
  }
  return ok();
}

}  // namespace

Result<Column> Expression::evaluate(const Batch& batch, const Field& result, const Inputs& constants) const {
  ColumnBuilder builder(result);
  builder.reserve(batch.rows());
  const Status status = for_each_block(program_->tree, batch, constants, [&builder](const decision::Lane& lane) {
    return decision::append_lane(builder, lane);
  });
  if (!status) return placed(status.error());
  return builder.finish();
}

Result<std::vector<std::uint8_t>> Expression::matches(const Batch& batch, const Inputs& constants) const {
  std::vector<std::uint8_t> matched;
  matched.reserve(batch.rows());
  const Status status = for_each_block(program_->tree, batch, constants, [&matched](const decision::Lane& lane) {
    const std::size_t before = matched.size();
    matched.resize(before + lane.rows);
    const std::vector<std::uint8_t> computed =
        lane.form == decision::Form::truth ? std::vector<std::uint8_t>() : decision::truths(lane);
    const std::uint8_t* truth = lane.form == decision::Form::truth ? lane.truth.data() : computed.data();
    for (std::size_t row = 0; row < lane.rows; ++row) matched[before + row] = truth[row] == decision::kTrue ? 1 : 0;
    return ok();
  });
  if (!status) return placed(status.error());
  return matched;
}

Result<ValueList> Expression::values(const Batch& batch, const Inputs& constants) const {
  ValueList values;
  const Status status = for_each_block(program_->tree, batch, constants, [&values](const decision::Lane& lane) {
    for (std::size_t row = 0; row < lane.rows; ++row) values.push_back(decision::value_at(lane, row));
    return ok();
  });
  if (!status) return placed(status.error());
  return values;
}

Error Expression::placed(const Error& error) const {
  if (error.place() != nullptr || origin().file.empty()) return error;
  return Error::at(program_->source().place(0), error.code(), error.message());
}

}  // namespace staysail
