#include "boss/column_profile.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "staysail/base/personal_number.hpp"

namespace staysail::boss {
namespace {

struct KnownPattern {
  std::string_view text;
  bool is_month = false;
  bool has_twin = false;  // the same form with day and month changed
};

constexpr std::array kPatterns = {
    KnownPattern{"yyyyMMdd"},
    KnownPattern{"yyyy-MM-dd"},
    KnownPattern{"yyyy/MM/dd"},
    KnownPattern{"yyyy/M/d"},
    KnownPattern{"yyyy.MM.dd"},
    KnownPattern{"yyyyMMddHHmmss"},
    KnownPattern{"yyyy-MM-dd HH:mm:ss"},
    KnownPattern{"yyyy-MM-ddTHH:mm:ss"},
    KnownPattern{"yyyy-MM-dd HH:mm"},
    KnownPattern{"yyyy/MM/dd HH:mm:ss"},
    KnownPattern{"yyyy/M/d H:mm"},
    KnownPattern{"yyyy年MM月dd日"},
    KnownPattern{"yyyy年M月d日"},
    KnownPattern{"dd/MM/yyyy", false, true},
    KnownPattern{"MM/dd/yyyy", false, true},
    KnownPattern{"d/M/yyyy", false, true},
    KnownPattern{"M/d/yyyy", false, true},
    KnownPattern{"yyyyMM", true},
    KnownPattern{"yyyy-MM", true},
    KnownPattern{"yyyy/MM", true},
    KnownPattern{"yyyy年MM月", true},
    KnownPattern{"yyyy年M月", true},
};

const std::vector<TimePattern>& patterns() {
  static const std::vector<TimePattern> all = [] {
    std::vector<TimePattern> made;
    for (const auto& known : kPatterns) made.push_back(*TimePattern::of(known.text));
    return made;
  }();
  return all;
}

bool is_null_word(std::string_view cell) {
  constexpr std::array<std::string_view, 9> kWords = {"NULL", "null", "Null", "\\N", "N/A", "NA", "-", "--", "无"};
  return std::find(kWords.begin(), kWords.end(), cell) != kWords.end();
}

bool is_plausible(Day day) { return day.year() >= 1900 && day.year() <= 2100; }

// Two to four Chinese characters and nothing else.
bool looks_like_a_name(std::string_view cell) {
  if (cell.size() < 6 || cell.size() > 12 || cell.size() % 3 != 0) return false;
  for (std::size_t i = 0; i < cell.size(); i += 3) {
    const auto lead = static_cast<unsigned char>(cell[i]);
    if (lead < 0xE4 || lead > 0xE9) return false;
  }
  return true;
}

// Commas that part a number's digits by threes: "1,234.50".
bool has_grouping(std::string_view cell) {
  std::string_view whole = cell.substr(0, cell.find('.'));
  if (whole.starts_with('-')) whole.remove_prefix(1);
  if (whole.size() < 5) return false;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    const bool parts = (whole.size() - i) % 4 == 0;
    if (parts ? whole[i] != ',' || i == 0 : whole[i] < '0' || whole[i] > '9') return false;
  }
  return true;
}

}  // namespace

void ColumnProfile::look_at(std::string_view cell) {
  ++rows_;
  if (cell.empty() || is_null_word(cell)) {
    ++nulls_;
    if (!cell.empty()) ++null_words_[std::string(cell)];
    return;
  }
  size_ += cell.size();
  if (const auto known = distinct_.find(std::string(cell)); known != distinct_.end()) ++known->second;
  else if (distinct_.size() < kKept) distinct_.emplace(cell, 1);
  const bool is_number = cell.size() == 11 || cell.size() == 18;
  if (is_number && with_numbers_masked(cell) != cell) ++(cell.size() == 11 ? phones_ : identities_);
  if (looks_like_a_name(cell)) ++names_;
  if (has_grouping(cell)) {
    std::string plain(cell);
    plain.erase(std::remove(plain.begin(), plain.end(), ','), plain.end());
    grouped_ = true;
    look_at_number(plain);
  } else {
    look_at_number(cell);
  }
  look_at_dates(cell);
}

void ColumnProfile::look_at_number(std::string_view cell) {
  const std::string_view digits = cell.substr(cell.front() == '-' ? 1 : 0);
  const std::size_t point = digits.find('.');
  const std::string_view whole = digits.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? std::string_view() : digits.substr(point + 1);
  const auto all_digits = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (whole.empty() || whole.size() > 15 || !all_digits(whole) || !all_digits(fraction)) return;
  ++(fraction.empty() ? whole_ : decimal_);
  decimals_ = std::max(decimals_, static_cast<int>(fraction.size()));
  double value = 0;
  std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (first_numbers_.size() < 10'000) first_numbers_.push_back(value);
}

void ColumnProfile::look_at_dates(std::string_view cell) {
  fits_.resize(kPatterns.size());
  if (cell.size() < 6 || cell.size() > 24 || cell.find_first_of("0123456789") == std::string_view::npos) return;
  for (std::size_t i = 0; i < kPatterns.size(); ++i) {
    const auto day = patterns()[i].day(cell);
    if (day && is_plausible(*day)) ++fits_[i];
  }
}

ColumnProfile::Dates ColumnProfile::best_of(bool months) const {
  Dates best;
  for (std::size_t i = 0; i < fits_.size(); ++i) {
    if (kPatterns[i].is_month != months) continue;
    const double fit = share(fits_[i]);
    if (fit > 0 && fit == best.share && kPatterns[i].has_twin) best.ambiguous = true;
    if (fit > best.share) best = {std::string(kPatterns[i].text), fit, false};
  }
  return best;
}

double ColumnProfile::middle_number() const {
  if (first_numbers_.empty()) return 0;
  std::vector<double> sorted = first_numbers_;
  std::sort(sorted.begin(), sorted.end());
  return sorted[sorted.size() / 2];
}

std::vector<std::string> ColumnProfile::labels() const {
  std::vector<std::string> sorted;
  for (const auto& [label, count] : distinct_) sorted.push_back(label);
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

double ColumnProfile::contained_in(const ColumnProfile& other) const {
  const auto found = std::count_if(distinct_.begin(), distinct_.end(),
                                   [&](const auto& value) { return other.distinct_.count(value.first) != 0; });
  return distinct_.empty() ? 0 : static_cast<double>(found) / static_cast<double>(distinct_.size());
}

}  // namespace staysail::boss
