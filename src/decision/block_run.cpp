#include "decision/block_run.hpp"

#include <algorithm>

namespace staysail::decision {
namespace {

constexpr std::size_t kLineBytes = 64;

std::size_t whole_strips(std::size_t words) { return (words + kStripWords - 1) / kStripWords * kStripWords; }

// A frame of fewer rows than a block has needs shorter masks.
std::size_t stride_of(const MaskPlan& plan, const CodedRows& rows) {
  return std::min(plan.block_words, whole_strips((rows.rows + kWordRows - 1) / kWordRows));
}

}  // namespace

// The memory is not cleared: no mask is read before it is computed.
BlockRun::BlockRun(const CodedRows& rows, const MaskPlan& plan, const MaskKernels& kernels)
    : rows_(rows),
      plan_(plan),
      kernels_(kernels),
      stride_(stride_of(plan, rows)),
      computed_in_(plan.masks),
      memory_(new std::uint64_t[plan.masks * stride_ + kLineBytes / sizeof(std::uint64_t)]) {
  const auto address = reinterpret_cast<std::uintptr_t>(memory_.get());
  masks_ = memory_.get() + (kLineBytes - address % kLineBytes) % kLineBytes / sizeof(std::uint64_t);
  std::fill_n(place(kNoRows), stride_, std::uint64_t{0});
  std::fill_n(place(kAllRows), stride_, ~std::uint64_t{0});
}

void BlockRun::start(std::size_t begin, std::size_t count) {
  begin_ = begin;
  words_ = (count + kWordRows - 1) / kWordRows;
  strips_ = whole_strips(words_);
  ++block_;
  all_asked_ = false;
  std::fill_n(all_rows_, strips_, std::uint64_t{0});
  std::fill_n(all_rows_, words_, ~std::uint64_t{0});
  if (count % kWordRows != 0) all_rows_[words_ - 1] = (std::uint64_t{1} << (count % kWordRows)) - 1;
}

void BlockRun::ask_all() {
  for (std::uint32_t mask = kAllRows + 1; mask < plan_.sources.size(); ++mask) compute(mask);
  all_asked_ = true;
}

void BlockRun::need(const PlanGroup& group) {
  if (all_asked_) return;
  for (std::uint32_t i = 0; i < group.pairs; ++i) {
    need(plan_.pairs[group.first_pair + i].in);
    need(plan_.pairs[group.first_pair + i].out);
  }
}

void BlockRun::need(std::uint32_t mask) {
  if (mask <= kAllRows || computed_in_[mask] == block_) return;
  computed_in_[mask] = block_;
  const MaskSource& source = plan_.sources[mask];
  if (source.kind == MaskSource::Kind::composed) {
    need(source.lower);
    need(source.upper);
    need(source.digit);
  }
  compute(mask);
}

void BlockRun::compute(std::uint32_t mask) {
  const MaskSource& source = plan_.sources[mask];
  std::uint64_t* const out = place(mask);
  if (source.kind == MaskSource::Kind::composed) {
    kernels_.compose(place(source.lower), place(source.upper), place(source.digit), strips_, out);
    return;
  }
  const CodeColumn& column = *rows_.columns[source.column];
  if (column.narrow.empty())
    kernels_.below_wide(column.wide.data() + begin_, strips_, source.digits, source.bound, out);
  else kernels_.below_narrow(column.narrow.data() + begin_, strips_, source.digits, source.bound, out);
}

bool BlockRun::holds(std::uint32_t condition, const std::uint64_t* wanted, std::uint64_t* out) {
  const PlanGroup& group = plan_.groups[plan_.roots[condition]];
  if (group.never) return false;
  need(group);
  return kernels_.meet_pairs(chain(group), wanted, out) && meet_groups(group, 0, out);
}

std::uint64_t BlockRun::count(std::uint32_t condition) {
  const PlanGroup& group = plan_.groups[plan_.roots[condition]];
  if (group.members == 0 && !group.never) {
    need(group);
    return kernels_.count_pairs(chain(group), all_rows_);
  }
  alignas(kLineBytes) std::uint64_t mask[kMostMaskWords];
  return holds(condition, all_rows_, mask) ? kernels_.count(mask, words_) : 0;
}

bool BlockRun::meet_groups(const PlanGroup& group, std::size_t level, std::uint64_t* out) {
  const std::uint32_t* const first = plan_.members.data() + group.first_member;
  return std::all_of(first, first + group.members, [&](std::uint32_t member) {
    const PlanGroup& part = plan_.groups[member];
    if (part.shared || part.all || part.members > 0) return kernels_.meet(out, mask_of(member, level), strips_, out);
    need(part);
    return kernels_.meet_any_pair(chain(part), out, out);
  });
}

const std::uint64_t* BlockRun::mask_of(std::uint32_t member, std::size_t level) {
  const PlanGroup& group = plan_.groups[member];
  std::uint64_t* const out = place(group.shared ? group.slot : plan_.first_level + level);
  if (group.shared && computed_in_[group.slot] == block_) return out;
  if (group.shared) computed_in_[group.slot] = block_;
  compute_group(group, level + 1, out);
  return out;
}

void BlockRun::compute_group(const PlanGroup& group, std::size_t level, std::uint64_t* out) {
  need(group);
  if (group.all) {
    if (kernels_.meet_pairs(chain(group), all_rows_, out)) meet_groups(group, level, out);
    return;
  }
  kernels_.join_pairs(chain(group), out);
  for (std::uint32_t i = 0; i < group.members; ++i)
    kernels_.join(mask_of(plan_.members[group.first_member + i], level), strips_, out);
}

}  // namespace staysail::decision
