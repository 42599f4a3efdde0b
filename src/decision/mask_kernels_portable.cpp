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
class Run {
 public:
  explicit Run(const CodeRun& run) : low_(static_cast<Code>(run.low)), span_(static_cast<Code>(run.span)) {}
  std::uint64_t operator()(const Code* codes) const {
    std::uint8_t bytes[64];
    for (int i = 0; i < 64; ++i) bytes[i] = static_cast<Code>(codes[i] - low_) <= span_ ? 1 : 0;
    return packed(bytes);
  }

 private:
  Code low_, span_;
};

struct PortableWords {
  using NarrowRun = Run<std::uint8_t>;
  using WideRun = Run<std::uint16_t>;

  class Among {
   public:
    explicit Among(const CodeTable& table) {
      for (int code = 0; code < 256; ++code) holds_[code] = table.bytes[code / 8] >> (code % 8) & 1;
    }
    std::uint64_t operator()(const std::uint8_t* codes) const {
      std::uint8_t bytes[64];
      for (int i = 0; i < 64; ++i) bytes[i] = holds_[codes[i]];
      return packed(bytes);
    }

   private:
    std::uint8_t holds_[256];
  };

  static std::uint32_t* list(std::uint64_t word, std::uint32_t first, std::uint32_t* out) {
    for (; word != 0; word &= word - 1) *out++ = first + static_cast<std::uint32_t>(__builtin_ctzll(word));
    return out;
  }
};

}  // namespace

constinit const MaskKernels kPortableKernels = MaskLoops<PortableWords>::kernels();

}  // namespace staysail::decision
