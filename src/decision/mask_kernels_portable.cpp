#include <cstring>

#include "decision/mask_loops.hpp"

namespace staysail::decision {
namespace {

// The lowest bit of each of 64 bytes as a word.
std::uint64_t packed(const std::uint8_t* bytes) {
  std::uint64_t word = 0;
  for (int i = 0; i < 8; ++i) {
    std::uint64_t eight;
    std::memcpy(&eight, bytes + 8 * i, sizeof eight);
    word |= (eight * 0x0102040810204080ULL >> 56) << (8 * i);
  }
  return word;
}

template <class Code>
class Below {
 public:
  Below(std::uint32_t digits, std::uint32_t bound)
      : digits_(static_cast<Code>(digits)), bound_(static_cast<Code>(bound)) {}
  std::uint64_t operator()(const Code* codes) const {
    std::uint8_t bytes[64];
    for (int i = 0; i < 64; ++i) bytes[i] = static_cast<Code>(codes[i] & digits_) < bound_ ? 1 : 0;
    return packed(bytes);
  }

 private:
  Code digits_, bound_;
};

struct PortableWords {
  using BelowNarrow = Below<std::uint8_t>;
  using BelowWide = Below<std::uint16_t>;

  using Lanes = std::uint64_t;
  static constexpr std::size_t kPassLanes = 8;
  static Lanes load(const std::uint64_t* from) { return *from; }
  static void store(std::uint64_t* to, Lanes lanes) { *to = lanes; }
  static Lanes meet(Lanes left, Lanes in, Lanes out) { return left & in & ~out; }
  static Lanes join(Lanes found, Lanes in, Lanes out) { return found | (in & ~out); }
  static bool any(Lanes lanes) { return lanes != 0; }

  class Counter {
   public:
    void add(Lanes lanes) { sum_ += static_cast<std::uint64_t>(__builtin_popcountll(lanes)); }
    std::uint64_t sum() const { return sum_; }

   private:
    std::uint64_t sum_ = 0;
  };

  static std::uint32_t* list(std::uint64_t word, std::uint32_t first, std::uint32_t* out) {
    for (; word != 0; word &= word - 1) *out++ = first + static_cast<std::uint32_t>(__builtin_ctzll(word));
    return out;
  }
};

}  // namespace

constinit const MaskKernels kPortableKernels = MaskLoops<PortableWords>::kernels();

}  // namespace staysail::decision
