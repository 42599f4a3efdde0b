// Rows counted and columns added up, as the records of a file declare them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "staysail/base/int128.hpp"
#include "staysail/boss/feed_control.hpp"
#include "staysail/files/text_record.hpp"

namespace staysail::boss {

// Owned by one thread.
class ControlSums {
 public:
  // `columns`: the names of the columns of the file. `mapping_invalid` when a total names none of them.
  static Result<ControlSums> over(const std::vector<ControlTotal>& totals, const std::vector<std::string>& columns,
                                  const std::string& file);
  void take(const TextRecord& record);

  std::uint64_t rows() const { return rows_; }
  // Why the total of a column is not the one declared; empty when it is.
  std::string difference(const std::string& column, const std::string& declared) const;

 private:
  struct Sum {
    const ControlTotal* total;
    std::size_t index;
    Int128 value = 0;              // at total->written.scale
    std::uint64_t unreadable = 0;  // rows without a number there
    std::uint64_t first_unreadable = 0;
  };
  std::uint64_t rows_ = 0;
  std::vector<Sum> sums_;
};

}  // namespace staysail::boss
