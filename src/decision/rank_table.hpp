// RankTable: how many of a few ascending thresholds a 64-bit key has reached, for many keys fast. A plain value.
#pragma once

#include <cstdint>
#include <vector>

namespace staysail::decision {

class RankTable {
 public:
  RankTable() = default;
  // `thresholds` ascend, and may repeat; `base` more are reached by every key.
  RankTable(std::uint32_t base, std::vector<std::int64_t> thresholds);

  // out[i] = the rank of key(values[i]).
  template <class Value, class Key, class Code>
  void rank(const Value* values, std::size_t count, Key key, Code* out) const;

 private:
  enum class Form : std::uint8_t { constant, direct, buckets, search };
  // The most thresholds of a bucket that are tried one by one.
  static constexpr std::uint32_t kMostSteps = 6;
  static constexpr std::uint64_t kDirectKeys = 32768, kBuckets = 4096;

  void build_direct();
  bool build_buckets(std::uint64_t most);
  std::int64_t clamped(std::int64_t key) const {
    const std::int64_t raised = key < low_ ? low_ : key;
    return raised > high_ ? high_ : raised;
  }

  Form form_ = Form::constant;
  std::uint32_t base_ = 0, size_ = 0, steps_ = 0;
  int shift_ = 0;
  std::int64_t low_ = 0, high_ = 0;
  std::vector<std::int64_t> thresholds_;  // with steps_ more at the end that no clamped key is above
  std::vector<std::uint16_t> table_;      // of each bucket: how many thresholds lie before it (direct: up to it)
};

template <class Value, class Key, class Code>
void RankTable::rank(const Value* values, std::size_t count, Key key, Code* out) const {
  const std::uint32_t base = base_, size = size_, steps = steps_;
  const std::uint16_t* table = table_.data();
  const std::int64_t* thresholds = thresholds_.data();
  const auto bucket = [this](std::int64_t at) {
    return (static_cast<std::uint64_t>(at) - static_cast<std::uint64_t>(low_)) >> shift_;
  };
  switch (form_) {
    case Form::constant:
      for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<Code>(base);
      break;
    case Form::direct:
      for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<Code>(table[bucket(clamped(key(values[i])))]);
      break;
    case Form::buckets:
      for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t at = clamped(key(values[i]));
        const std::uint32_t first = table[bucket(at)];
        std::uint32_t reached = first;
        for (std::uint32_t step = 0; step < steps; ++step) reached += thresholds[first + step] <= at ? 1 : 0;
        out[i] = static_cast<Code>(base + (reached < size ? reached : size));
      }
      break;
    case Form::search:
      for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t at = key(values[i]);
        std::uint32_t reached = 0;
        for (std::uint32_t left = size; left > 0;) {
          const std::uint32_t half = (left + 1) / 2;
          reached += thresholds[reached + half - 1] <= at ? half : 0;
          left -= half;
        }
        out[i] = static_cast<Code>(base + reached);
      }
  }
}

}  // namespace staysail::decision
