#include "simulator/dirt.hpp"

#include <algorithm>
#include <array>

#include "simulator/dice.hpp"

namespace staysail::simulator {
namespace {

struct Spoilt {
  std::string_view name, fate;
};
constexpr std::array<Spoilt, 10> kFaults = {{{"bad_date", "bad_date"},
                                             {"bad_number", "bad_number"},
                                             {"missing_value", "missing_value"},
                                             {"unknown_symbol", "unknown_symbol"},
                                             {"too_few_fields", "field_count"},
                                             {"too_many_fields", "field_count"},
                                             {"bad_encoding", "bad_encoding"},
                                             {"overflow", "number_overflow"},
                                             {"orphan", "orphan"},
                                             {"duplicate", "duplicate"}}};

// What stands in a spoilt field. 0xff starts no character in UTF-8 and none in GB18030.
std::string_view spoilt_text(Fault fault) {
  switch (fault) {
    case Fault::bad_date: return "20250230";
    case Fault::bad_number: return "12a4";
    case Fault::unknown_symbol: return "no_such_symbol";
    case Fault::bad_encoding: return "\xff\xfe?";
    case Fault::overflow: return "99999999999999999999999";
    default: return "";
  }
}

// An owner that the export never tells of; another one on each line.
std::string unknown_owner(std::uint64_t line) {
  const std::string digits = std::to_string(line);
  return "9" + std::string(9 - std::min<std::size_t>(9, digits.size()), '0') + digits;
}

}  // namespace

std::string_view name_of(Fault fault) { return kFaults[static_cast<std::size_t>(fault)].name; }
std::string_view fate_of(Fault fault) { return kFaults[static_cast<std::size_t>(fault)].fate; }

DirtPlanter::DirtPlanter(std::uint64_t seed, double share, const FileDescription& file, std::uint64_t month_index)
    : seed_(seed),
      share_(share),
      file_(file),
      salt_(static_cast<std::int32_t>(month_index * 32 + static_cast<std::uint64_t>(file.file))) {
  choices_ = {
      {Fault::too_few_fields, -1}, {Fault::too_many_fields, -1}, {Fault::duplicate, -1}, {Fault::bad_encoding, 0}};
  for (int i = 0; i < static_cast<int>(file.columns.size()); ++i) {
    const ColumnDescription& column = file.columns[static_cast<std::size_t>(i)];
    if (column.required) choices_.push_back({Fault::missing_value, i});
    if (column.field == Field::day) choices_.push_back({Fault::bad_date, i});
    if (column.field == Field::symbol) choices_.push_back({Fault::unknown_symbol, i});
    if (column.field == Field::number || column.field == Field::money) choices_.push_back({Fault::bad_number, i});
    if (column.field == Field::money) choices_.push_back({Fault::overflow, i});
  }
  if (file.is_fact && owner_column(file) >= 0) choices_.push_back({Fault::orphan, owner_column(file)});
}

bool DirtPlanter::strikes(std::uint64_t nth) const {
  return share_ > 0.0 && Dice(seed_, Thing::row, nth, salt_).chance(Roll::dirt, share_);
}

DirtPlanter::Choice DirtPlanter::choose(std::uint64_t nth) const {
  return choices_[Dice(seed_, Thing::row, nth, salt_)
                      .pick(Roll::dirt_kind, static_cast<std::uint32_t>(choices_.size()))];
}

std::string DirtPlanter::spoil(std::string_view row, std::span<const std::uint32_t> starts, std::uint64_t nth,
                               std::uint64_t line) {
  const Choice choice = choose(nth);
  const std::string_view column =
      choice.column < 0 ? std::string_view() : file_.columns[static_cast<std::size_t>(choice.column)].header;
  planted_.push_back({line, choice.fault, column});
  if (choice.fault == Fault::duplicate) return std::string(row);
  if (choice.fault == Fault::too_many_fields) return std::string(row) + ",surplus";
  if (choice.fault == Fault::too_few_fields) return std::string(row.substr(0, starts.back() - 1));
  const auto field = static_cast<std::size_t>(choice.column);
  const std::size_t end = field + 1 < starts.size() ? starts[field + 1] - 1 : row.size();
  return std::string(row.substr(0, starts[field])) +
         (choice.fault == Fault::orphan ? unknown_owner(line) : std::string(spoilt_text(choice.fault))) +
         std::string(row.substr(end));
}

}  // namespace staysail::simulator
