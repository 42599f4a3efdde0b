// ColumnEncoder: the codes of a column's rows. Made once for a column, then used from many threads.
#pragma once

#include <vector>

#include "decision/cut_points.hpp"
#include "decision/rank_table.hpp"
#include "staysail/columns/column.hpp"

namespace staysail::decision {

class ColumnEncoder {
 public:
  // Both outlive the encoder; the column is of the kind of the cuts.
  ColumnEncoder(const Column& column, const CutPoints& cuts);

  // Of rows [begin, begin + count). The code type holds every code of the cuts.
  void encode(std::size_t begin, std::size_t count, std::uint8_t* out) const;
  void encode(std::size_t begin, std::size_t count, std::uint16_t* out) const;

 private:
  template <class Code>
  void encode_as(std::size_t begin, std::size_t count, Code* out) const;
  template <class Code>
  void encode_reals(std::size_t begin, std::size_t count, Code* out) const;
  template <class Code>
  void put_nulls(std::size_t begin, std::size_t count, Code* out) const;
  void code_entries();

  const Column& column_;
  const CutPoints& cuts_;
  RankTable ranks_;                     // number, real, day, instant
  std::vector<std::uint16_t> entries_;  // text: the code of each entry of the dictionary
};

}  // namespace staysail::decision
