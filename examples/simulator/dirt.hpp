// Dirt: bad rows planted beside good ones, each with a note of what must become of it.
//
// A planted row is a spoilt copy that follows the good row, never instead of it: what a reader must make of the export
// is the same with dirt and without.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/export_files.hpp"

namespace staysail::simulator {

enum class Fault : std::uint8_t {
  bad_date,
  bad_number,
  missing_value,
  unknown_symbol,
  too_few_fields,
  too_many_fields,
  bad_encoding,
  overflow,
  orphan,
  duplicate,
};

// What is planted ("bad_date"), and what must become of the row: a reason of the quarantine, or "duplicate".
std::string_view name_of(Fault fault);
std::string_view fate_of(Fault fault);

struct PlantedRow {
  std::uint64_t line;  // in the file, the header is line 1
  Fault fault;
  std::string_view column;  // empty when the row as a whole is spoilt
};

class DirtPlanter {
 public:
  DirtPlanter(std::uint64_t seed, double share, const FileDescription& file, std::uint64_t month_index);
  // True when a spoilt copy belongs after the nth good row of the file.
  bool strikes(std::uint64_t nth) const;
  // The spoilt copy of `row` (without line end); `starts` are the offsets of its fields. `line` is where it will stand.
  std::string spoil(std::string_view row, std::span<const std::uint32_t> starts, std::uint64_t nth, std::uint64_t line);
  const std::vector<PlantedRow>& planted() const { return planted_; }

 private:
  struct Choice {
    Fault fault;
    int column;
  };
  Choice choose(std::uint64_t nth) const;

  std::uint64_t seed_;
  double share_;
  const FileDescription& file_;
  std::int32_t salt_;
  std::vector<Choice> choices_;
  std::vector<PlantedRow> planted_;
};

}  // namespace staysail::simulator
