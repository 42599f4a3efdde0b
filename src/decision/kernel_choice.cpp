#include "decision/kernel_choice.hpp"

namespace staysail::decision {

const MaskKernels& kernels_of(InstructionSet set) {
#if defined(__x86_64__)
  if (set == InstructionSet::avx512) return kAvx512Kernels;
  if (set == InstructionSet::avx2) return kAvx2Kernels;
#else
  static_cast<void>(set);
#endif
  return kPortableKernels;
}

}  // namespace staysail::decision
