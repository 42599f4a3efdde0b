#include "decision/column_encoder.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace staysail::decision {
namespace {

constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();

// Integers in the order of the reals. Zero has one sign.
std::int64_t key_of(double value) {
  const auto bits = std::bit_cast<std::int64_t>(value + 0.0);
  return bits ^ ((bits >> 63) & kHighest);
}

// Where a cut lies among 64-bit keys: the least key beyond it; or every key, or none, is.
struct Threshold {
  enum class Reach : std::uint8_t { every, some, none };
  Reach reach = Reach::some;
  std::int64_t key = 0;

  // The least key above `lower`, or `lower` itself.
  static Threshold at(std::int64_t lower, bool itself) {
    if (itself) return {Reach::some, lower};
    return lower == kHighest ? Threshold{Reach::none, 0} : Threshold{Reach::some, lower + 1};
  }
  static Threshold outside(bool below) { return {below ? Reach::every : Reach::none, 0}; }
};

Threshold threshold_of_number(const Cut& cut, int scale) {
  const Decimal value = cut.value.as_number();
  const auto lower = value.to_scaled(scale, Rounding::floor);
  if (!lower) return Threshold::outside(value.is_negative());
  return Threshold::at(*lower, !cut.above && Decimal::scaled(*lower, scale) == value);
}

// A real stands for its shortest decimal, and those are ordered as the reals are.
Threshold threshold_of_real(const Cut& cut) {
  const Decimal value = cut.value.as_number();
  const double nearest = value.to_real();
  const auto shortest = Decimal::of_real(nearest);
  if (!shortest) return Threshold::outside(value.is_negative());
  const bool beyond = cut.above ? *shortest > value : *shortest >= value;
  return {Threshold::Reach::some,
          key_of(beyond ? nearest : std::nextafter(nearest, std::numeric_limits<double>::infinity()))};
}

Threshold threshold_of_instant(const Cut& cut) {
  const Int128 nanos = cut.value.as_date_time().line_nanos();
  const Int128 micros = nanos / 1000 - (nanos % 1000 < 0 ? 1 : 0);
  if (micros < kLowest || micros > kHighest) return Threshold::outside(micros < 0);
  return Threshold::at(static_cast<std::int64_t>(micros), !cut.above && micros * 1000 == nanos);
}

Threshold threshold_of(const Cut& cut, const Field& field) {
  switch (field.type) {
    case ColumnType::number: return threshold_of_number(cut, field.scale);
    case ColumnType::real: return threshold_of_real(cut);
    case ColumnType::instant: return threshold_of_instant(cut);
    default: return Threshold::at(cut.value.as_date().days_since_epoch(), !cut.above);
  }
}

RankTable table_of(const CutPoints& cuts, const Field& field) {
  std::uint32_t base = 0;
  std::vector<std::int64_t> keys;
  for (const Cut& cut : cuts.cuts()) {
    const Threshold threshold = threshold_of(cut, field);
    if (threshold.reach == Threshold::Reach::every) ++base;
    if (threshold.reach == Threshold::Reach::some) keys.push_back(threshold.key);
  }
  return RankTable(base, std::move(keys));
}

// 64 validity bits from `bit` on; what lies past the end is 1.
std::uint64_t valid_bits(const std::vector<std::uint8_t>& bytes, std::size_t bit) {
  std::uint8_t window[9];
  const std::size_t first = bit >> 3, held = std::min<std::size_t>(bytes.size() - first, sizeof window);
  std::memset(window, 0xFF, sizeof window);
  std::memcpy(window, bytes.data() + first, held);
  std::uint64_t low;
  std::memcpy(&low, window, sizeof low);
  const unsigned shift = bit & 7;
  return shift == 0 ? low : low >> shift | static_cast<std::uint64_t>(window[8]) << (64 - shift);
}

}  // namespace

ColumnEncoder::ColumnEncoder(const Column& column, const CutPoints& cuts) : column_(column), cuts_(cuts) {
  if (column.type() == ColumnType::text) code_entries();
  else if (column.type() != ColumnType::boolean) ranks_ = table_of(cuts, column.field());
}

void ColumnEncoder::code_entries() {
  std::unordered_map<std::string_view, std::uint16_t> codes;
  for (std::size_t i = 0; i < cuts_.cuts().size(); ++i)
    codes.emplace(cuts_.cuts()[i].value.as_text(), static_cast<std::uint16_t>(i + 1));
  const Dictionary& dictionary = column_.dictionary();
  entries_.resize(std::max<std::size_t>(1, static_cast<std::size_t>(dictionary.size())));  // null rows hold code 0
  for (std::size_t entry = 0; entry < static_cast<std::size_t>(dictionary.size()); ++entry) {
    const auto found = codes.find(dictionary.at(static_cast<std::int32_t>(entry)));
    if (found != codes.end()) entries_[entry] = found->second;
  }
}

template <class Code>
void ColumnEncoder::encode_as(std::size_t begin, std::size_t count, Code* out) const {
  const auto same = [](std::int64_t value) { return value; };
  switch (column_.type()) {
    case ColumnType::number: ranks_.rank(column_.numbers().data() + begin, count, same, out); break;
    case ColumnType::instant: ranks_.rank(column_.instants().data() + begin, count, same, out); break;
    case ColumnType::day: ranks_.rank(column_.days().data() + begin, count, same, out); break;
    case ColumnType::real: encode_reals(begin, count, out); break;
    case ColumnType::boolean:
      for (std::size_t row = 0; row < count; ++row) out[row] = column_.booleans()[begin + row] != 0 ? 1 : 0;
      break;
    case ColumnType::text:
      for (std::size_t row = 0; row < count; ++row)
        out[row] = static_cast<Code>(entries_[static_cast<std::size_t>(column_.codes()[begin + row])]);
  }
  put_nulls(begin, count, out);
}

// Infinity and what is no number count as null.
template <class Code>
void ColumnEncoder::encode_reals(std::size_t begin, std::size_t count, Code* out) const {
  const double* values = column_.reals().data() + begin;
  ranks_.rank(values, count, key_of, out);
  const auto null = static_cast<Code>(cuts_.null_code());
  for (std::size_t row = 0; row < count; ++row) out[row] = std::isfinite(values[row]) ? out[row] : null;
}

template <class Code>
void ColumnEncoder::put_nulls(std::size_t begin, std::size_t count, Code* out) const {
  if (column_.null_count() == 0 || column_.validity() == nullptr) return;
  const auto null = static_cast<Code>(cuts_.null_code());
  for (std::size_t row = 0; row < count; row += 64) {
    const std::size_t left = count - row;
    std::uint64_t absent = ~valid_bits(*column_.validity(), column_.offset() + begin + row);
    if (left < 64) absent &= (std::uint64_t{1} << left) - 1;
    for (; absent != 0; absent &= absent - 1) out[row + static_cast<std::size_t>(std::countr_zero(absent))] = null;
  }
}

void ColumnEncoder::encode(std::size_t begin, std::size_t count, std::uint8_t* out) const {
  encode_as(begin, count, out);
}

void ColumnEncoder::encode(std::size_t begin, std::size_t count, std::uint16_t* out) const {
  encode_as(begin, count, out);
}

}  // namespace staysail::decision
