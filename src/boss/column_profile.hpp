// What the values of one column of a sample have in common.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "staysail/files/value_text.hpp"

namespace staysail::boss {

// A plain value; look_at() takes the cells one after the other, without the blanks around them.
class ColumnProfile {
 public:
  void look_at(std::string_view cell);

  std::string name;  // of the header; empty without one
  std::uint64_t rows() const { return rows_; }
  std::uint64_t values() const { return rows_ - nulls_; }
  std::uint64_t nulls() const { return nulls_; }
  // Texts that stand for no value, but for the empty one: "NULL", "-" ... with how often.
  const std::map<std::string, std::uint64_t>& null_words() const { return null_words_; }

  // Shares of the values, 0 to 1; 0 without values.
  double whole_numbers() const { return share(whole_); }
  double numbers() const { return share(whole_ + decimal_); }
  double phones() const { return share(phones_); }
  double identity_numbers() const { return share(identities_); }
  double chinese_names() const { return share(names_); }
  int decimals() const { return decimals_; }    // the most that a number has
  bool is_grouped() const { return grouped_; }  // some number has commas between its thousands
  double mean_size() const { return values() == 0 ? 0 : static_cast<double>(size_) / static_cast<double>(values()); }
  double middle_number() const;  // the median of the first numbers
  // The pattern that most values fit, and their share. Of patterns that fit alike the one that says more comes first.
  struct Dates {
    std::string pattern;
    double share = 0;
    bool ambiguous = false;  // days and months could be the other way round
  };
  Dates days() const { return best_of(false); }
  Dates months() const { return best_of(true); }

  // Different values with how often they stand there; cut at kKept. is_unique(): each stands once.
  const std::unordered_map<std::string, std::uint32_t>& distinct() const { return distinct_; }
  std::vector<std::string> labels() const;  // in order
  bool is_unique() const { return values() > 0 && distinct_.size() == values(); }
  // How much of the values of this column stands in the other.
  double contained_in(const ColumnProfile& other) const;

  static constexpr std::size_t kKept = 20'000;

 private:
  double share(std::uint64_t count) const {
    return values() == 0 ? 0 : static_cast<double>(count) / static_cast<double>(values());
  }
  Dates best_of(bool months) const;
  void look_at_number(std::string_view cell);
  void look_at_dates(std::string_view cell);

  std::uint64_t rows_ = 0, nulls_ = 0, whole_ = 0, decimal_ = 0, phones_ = 0, identities_ = 0, names_ = 0, size_ = 0;
  int decimals_ = 0;
  bool grouped_ = false;
  std::vector<double> first_numbers_;
  std::vector<std::uint64_t> fits_;  // by pattern
  std::map<std::string, std::uint64_t> null_words_;
  std::unordered_map<std::string, std::uint32_t> distinct_;
};

}  // namespace staysail::boss
