// States of exact sums: any 25 bytes are a sum that is written as it was, or an error; sums from anywhere merge in any
// order to the same, and have a total and a mean or say why not.
#include <array>
#include <span>
#include <vector>

#include "property.hpp"
#include "staysail/columns/exact_sum.hpp"

namespace {

using namespace staysail;

constexpr std::size_t kBytes = 25;

std::vector<ExactSum> sums_in(std::span<const std::uint8_t> bytes) {
  std::vector<ExactSum> sums;
  for (; !bytes.empty(); bytes = bytes.subspan(std::min(kBytes, bytes.size()))) {
    const auto piece = bytes.first(std::min(kBytes, bytes.size()));
    const auto sum = ExactSum::read(piece);
    if (fuzz::refused(sum)) continue;
    const auto written = sum->bytes();
    fuzz::require(std::equal(written.begin(), written.end(), piece.begin(), piece.end()));
    sums.push_back(*sum);
  }
  return sums;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const int from = data[0] % 10, to = data[0] / 16 % 10;
  const auto sums = sums_in({data + 1, size - 1});
  ExactSum forwards, backwards;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    forwards.merge(sums[i]);
    backwards.merge(sums[sums.size() - 1 - i]);
  }
  fuzz::require(forwards.bytes() == backwards.bytes());
  (void)fuzz::refused(forwards.total(from, to));
  (void)fuzz::refused(forwards.mean(from, to));
  return 0;
}
