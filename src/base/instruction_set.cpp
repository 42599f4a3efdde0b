#include "staysail/base/instruction_set.hpp"

namespace staysail {
namespace {

constexpr InstructionSet kSets[] = {InstructionSet::portable, InstructionSet::avx2, InstructionSet::avx512};

// How many of kSets this processor runs.
std::size_t running() {
#if defined(__x86_64__)
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma") || !__builtin_cpu_supports("bmi") ||
      !__builtin_cpu_supports("popcnt"))
    return 1;
  const bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                    __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi") &&
                    __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vpopcntdq");
  return wide ? 3 : 2;
#else
  return 1;
#endif
}

}  // namespace

std::string_view name_of(InstructionSet set) noexcept {
  switch (set) {
    case InstructionSet::avx2: return "avx2";
    case InstructionSet::avx512: return "avx512";
    default: return "portable";
  }
}

std::optional<InstructionSet> instruction_set_of(std::string_view name) noexcept {
  for (const InstructionSet set : kSets)
    if (name_of(set) == name) return set;
  return std::nullopt;
}

std::span<const InstructionSet> instruction_sets() noexcept {
  static const std::size_t count = running();
  return {kSets, count};
}

}  // namespace staysail
