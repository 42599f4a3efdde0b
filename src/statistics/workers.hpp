// Workers: on what, how and how long the passes of k-means run.
#pragma once

#include <algorithm>
#include <cstddef>

#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/base/instruction_set.hpp"

namespace staysail::statistics {

struct Workers {
  Executor& executor;
  const Control& control;
  InstructionSet instructions = InstructionSet::portable;

  // Into how many parts `blocks` are split: some for each thread, so that none waits long for another.
  std::size_t parts(std::size_t blocks) const {
    const std::size_t threads = executor.concurrency();
    return std::min(blocks, threads == 1 ? 1 : 4 * threads);
  }
  // work(part, first block, end) over all blocks.
  template <class Work>
  void each_part(std::size_t blocks, const Work& work) const {
    const std::size_t count = parts(blocks);
    executor.run(count, [&](std::size_t part) { work(part, blocks * part / count, blocks * (part + 1) / count); });
  }
};

}  // namespace staysail::statistics
