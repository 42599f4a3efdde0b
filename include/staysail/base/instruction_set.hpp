// InstructionSet: which instructions of the processor the kernels use. All give the same results.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace staysail {

enum class InstructionSet : std::uint8_t {
  portable,  // what every processor of the build's target has
  avx2,      // with FMA
  avx512,    // F, BW, VL and VBMI
};

// "portable", "avx2", "avx512".
std::string_view name_of(InstructionSet set) noexcept;
std::optional<InstructionSet> instruction_set_of(std::string_view name) noexcept;

// What this build has kernels for and this processor runs: ascending, portable first, the best last.
std::span<const InstructionSet> instruction_sets() noexcept;

}  // namespace staysail
