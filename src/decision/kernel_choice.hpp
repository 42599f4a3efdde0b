#pragma once

#include "decision/mask_kernels.hpp"
#include "staysail/base/instruction_set.hpp"

namespace staysail::decision {

// Precondition: one of instruction_sets().
const MaskKernels& kernels_of(InstructionSet set);

}  // namespace staysail::decision
