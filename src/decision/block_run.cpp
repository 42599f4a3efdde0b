#include "decision/block_run.hpp"

#include <algorithm>

namespace staysail::decision {
namespace {

constexpr std::size_t kLineBytes = 64;

CodeRun run_of(const CodeSet::Run& run, bool flipped) {
  return {run.first, run.second - run.first, flipped ? ~std::uint64_t{0} : 0};
}

CodeTable table_of(const CodeSet& set) {
  CodeTable table;
  for (const CodeSet::Run& run : set.runs())
    for (std::uint32_t code = run.first; code <= run.second; ++code)
      table.bytes[code / 8] = static_cast<std::uint8_t>(table.bytes[code / 8] | 1U << (code % 8));
  return table;
}

// Only codes that rows can have matter.
LeafTest test_of(const BoundLeaf& leaf, const CodedColumn& column) {
  const CodeSet set = leaf.set.below(column.row_codes()), rest = set.complement(column.row_codes());
  LeafTest test;
  test.column = leaf.column;
  test.wide = !column.narrow();
  if (rest.empty()) test.run = {0, 0xFFFF, 0};
  else if (set.empty()) test.run = {0, 0xFFFF, ~std::uint64_t{0}};
  else if (set.runs().size() == 1) test.run = run_of(set.runs().front(), false);
  else if (rest.runs().size() == 1) test.run = run_of(rest.runs().front(), true);
  else {
    test.among = true;
    test.table = table_of(set);
  }
  return test;
}

}  // namespace

std::vector<LeafTest> leaf_tests(const BoundProgram& program) {
  std::vector<LeafTest> tests;
  tests.reserve(program.leaves.size());
  for (const BoundLeaf& leaf : program.leaves) tests.push_back(test_of(leaf, program.columns[leaf.column]));
  return tests;
}

BlockRun::BlockRun(const CodedRows& rows, const std::vector<LeafTest>& tests, const MaskKernels& kernels)
    : rows_(rows),
      program_(*rows.program),
      tests_(tests),
      kernels_(kernels),
      computed_in_(program_.nodes()),
      memory_(program_.nodes() * kMaskWords + kLineBytes / sizeof(std::uint64_t)) {
  const auto address = reinterpret_cast<std::uintptr_t>(memory_.data());
  masks_ = memory_.data() + (kLineBytes - address % kLineBytes) % kLineBytes / sizeof(std::uint64_t);
}

void BlockRun::start(std::size_t begin, std::size_t count) {
  begin_ = begin;
  words_ = (count + kWordRows - 1) / kWordRows;
  ++block_;
  std::fill_n(all_rows_, words_, ~std::uint64_t{0});
  if (count % kWordRows != 0) all_rows_[words_ - 1] = (std::uint64_t{1} << (count % kWordRows)) - 1;
}

bool BlockRun::holds(std::uint32_t condition, const std::uint64_t* wanted, std::uint64_t* out) {
  const std::vector<std::uint32_t>& members = rows_.schedule.roots[condition];
  if (program_.roots[condition] == BoundProgram::kNever) return false;
  if (program_.roots[condition] == BoundProgram::kAlways) return kernels_.meet(wanted, wanted, words_, out);
  const std::uint64_t* left = wanted;
  return std::all_of(members.begin(), members.end(), [&](std::uint32_t member) {
    const bool any = kernels_.meet(left, mask(member), words_, out);
    left = out;
    return any;
  });
}

const std::uint64_t* BlockRun::mask(std::uint32_t node) {
  std::uint64_t* out = place(node);
  if (computed_in_[node] == block_) return out;
  computed_in_[node] = block_;
  if (program_.is_leaf(node)) {
    compute_leaf(tests_[node], out);
    return out;
  }
  const std::vector<std::uint32_t>& members = rows_.schedule.groups[node - program_.leaves.size()];
  if (program_.group(node).kind == GraphKind::all) compute_all(members, out);
  else compute_any(members, out);
  return out;
}

void BlockRun::compute_leaf(const LeafTest& test, std::uint64_t* out) const {
  const CodeColumn& column = *rows_.columns[test.column];
  if (test.wide) kernels_.within_wide(column.wide.data() + begin_, words_, test.run, out);
  else if (test.among) kernels_.among(column.narrow.data() + begin_, words_, test.table, out);
  else kernels_.within_narrow(column.narrow.data() + begin_, words_, test.run, out);
}

void BlockRun::compute_all(const std::vector<std::uint32_t>& members, std::uint64_t* out) {
  const std::uint64_t* left = all_rows_;
  for (const std::uint32_t member : members) {
    if (!kernels_.meet(left, mask(member), words_, out)) return;
    left = out;
  }
}

void BlockRun::compute_any(const std::vector<std::uint32_t>& members, std::uint64_t* out) {
  std::copy_n(mask(members.front()), words_, out);
  for (std::size_t i = 1; i < members.size(); ++i) kernels_.join(mask(members[i]), words_, out);
}

}  // namespace staysail::decision
