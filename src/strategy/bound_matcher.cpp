#include "staysail/strategy/bound_matcher.hpp"

#include <algorithm>

#include "staysail/base/guard.hpp"

namespace staysail {
namespace {

// Rows a piece of work: whole blocks, so that no two threads share a word of the bit map, and every match is listed in
// the same order whatever the pieces. Where nothing runs beside it, all is one piece.
std::size_t piece_rows(const BoundConditions& conditions, const RowCodes& codes, const Executor& executor,
                       const MatchOptions& options) {
  const std::size_t wanted = executor.concurrency() > 1 ? options.batch_rows : codes.rows();
  const std::size_t block = conditions.block_rows();
  return (std::max<std::size_t>(wanted, 1) + block - 1) / block * block;
}

Result<InstructionSet> chosen(const MatchOptions& options) {
  const auto sets = instruction_sets();
  const InstructionSet wanted = options.instructions.value_or(sets.back());
  if (std::find(sets.begin(), sets.end(), wanted) != sets.end()) return wanted;
  return Error(Errc::invalid_argument,
               "this processor does not have the instructions; leave the choice to the library: " +
                   std::string(name_of(wanted)));
}

}  // namespace

Result<RowCodes> BoundMatcher::encode(const Batch& frame, Executor& executor, const RowCodes* previous,
                                      const Control& control) const {
  return conditions_.encode(frame, executor, previous, control);
}

// Calls `work(piece, rows, instructions)` for each piece of the rows.
template <class Work>
Status BoundMatcher::for_each_piece(const RowCodes& codes, Executor& executor, const MatchOptions& options,
                                    const Control& control, Work work) const {
  STAYSAIL_TRY(const InstructionSet with, chosen(options));
  const std::size_t size = piece_rows(conditions_, codes, executor, options), pieces = (codes.rows() + size - 1) / size;
  const Status done = run_each(executor, pieces, [&](std::size_t piece) {
    work(piece, RowRange{piece * size, std::min(size, codes.rows() - piece * size)}, with);
    return ok();
  });
  STAYSAIL_CHECK(control.check());
  return done;
}

Result<std::vector<std::uint64_t>> BoundMatcher::counts(const RowCodes& codes, Executor& executor,
                                                        const MatchOptions& options, const Control& control) const {
  std::vector<std::vector<std::uint64_t>> parts(codes.rows() / piece_rows(conditions_, codes, executor, options) + 1);
  STAYSAIL_CHECK(
      for_each_piece(codes, executor, options, control, [&](std::size_t piece, RowRange rows, InstructionSet with) {
        parts[piece].resize(conditions_.size());
        conditions_.count(codes, rows, with, control, parts[piece]);
      }));
  std::vector<std::uint64_t> counts(conditions_.size());
  for (const std::vector<std::uint64_t>& part : parts)
    std::transform(part.begin(), part.end(), counts.begin(), counts.begin(), std::plus<>());
  return counts;
}

Result<Matches> BoundMatcher::match(const RowCodes& codes, Executor& executor, const MatchOptions& options,
                                    const Control& control) const {
  Matches matches(conditions_.size(), codes.rows());
  STAYSAIL_CHECK(
      for_each_piece(codes, executor, options, control, [&](std::size_t, RowRange rows, InstructionSet with) {
        conditions_.mark(codes, rows, with, control, matches.words_.data(), matches.stride_);
      }));
  return matches;
}

Result<RankedMatches> BoundMatcher::top(const RowCodes& codes, std::size_t ranks, Executor& executor,
                                        const MatchOptions& options, const Control& control) const {
  RankedMatches top;
  top.ranks = std::min(ranks, conditions_.size());
  top.strategies.resize(codes.rows() * top.ranks, RankedMatches::kNone);
  STAYSAIL_CHECK(
      for_each_piece(codes, executor, options, control, [&](std::size_t, RowRange rows, InstructionSet with) {
        conditions_.first(codes, rows, with, control, *by_priority_, top.ranks, top.strategies);
      }));
  return top;
}

Result<ConditionRows> BoundMatcher::list(const RowCodes& codes, Executor& executor, const MatchOptions& options,
                                         const Control& control) const {
  std::vector<ConditionRows> parts(codes.rows() / piece_rows(conditions_, codes, executor, options) + 1);
  STAYSAIL_CHECK(
      for_each_piece(codes, executor, options, control, [&](std::size_t piece, RowRange rows, InstructionSet with) {
        conditions_.list(codes, rows, with, control, *by_priority_, parts[piece]);
      }));
  ConditionRows all = std::move(parts.front());
  for (std::size_t i = 1; i < parts.size(); ++i) {
    all.runs.insert(all.runs.end(), parts[i].runs.begin(), parts[i].runs.end());
    all.rows.insert(all.rows.end(), parts[i].rows.begin(), parts[i].rows.end());
  }
  return all;
}

Result<Batch> BoundMatcher::pairs(std::vector<std::uint32_t> rows, const std::vector<std::uint32_t>& strategies) const {
  ColumnBuilder numbers({"row", ColumnType::number, 0, ""}), ids({"strategy", ColumnType::text, 0, ""});
  numbers.reserve(rows.size());
  for (const std::uint32_t row : rows) numbers.append_number(row);
  for (const std::string& id : *ids_) ids.append_text(id);
  return Batch::of({numbers.finish(), ids.finish().take(strategies)});
}

Result<Batch> BoundMatcher::table(const RankedMatches& top) const {
  std::vector<std::uint32_t> rows, strategies;
  for (std::size_t i = 0; i < top.strategies.size(); ++i) {
    if (top.strategies[i] == RankedMatches::kNone) continue;
    rows.push_back(static_cast<std::uint32_t>(i / top.ranks));
    strategies.push_back(top.strategies[i]);
  }
  return pairs(std::move(rows), strategies);
}

// A counting sort by row: the runs of a block come by priority, and stay so within a row.
Result<Batch> BoundMatcher::table(const ConditionRows& matches, std::size_t rows) const {
  std::vector<std::size_t> next(rows + 1);
  for (const std::uint32_t row : matches.rows) ++next[row + 1];
  for (std::size_t row = 1; row < next.size(); ++row) next[row] += next[row - 1];
  std::vector<std::uint32_t> row_of(matches.rows.size()), strategy_of(matches.rows.size());
  std::size_t at = 0;
  for (const ConditionRows::Run& run : matches.runs) {
    for (std::uint32_t i = 0; i < run.count; ++i, ++at) {
      const std::size_t place = next[matches.rows[at]]++;
      row_of[place] = matches.rows[at];
      strategy_of[place] = run.condition;
    }
  }
  return pairs(std::move(row_of), strategy_of);
}

}  // namespace staysail
