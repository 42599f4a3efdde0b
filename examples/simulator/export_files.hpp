// The files of an export, column by column. The header lines, the mapping and the planting of dirt all read this.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace staysail::simulator {

enum class File : std::uint8_t {
  units,
  staff,
  parties,
  customers,
  accounts,
  subscriptions,
  agreements,
  plan_instances,
  services,
  group_members,
  status_history,
  bills,
  usage,
  payments,
  balances,
  tickets,
  interactions,
  consent,
  port_out_requests,
  outcomes,
};
inline constexpr std::size_t kFileCount = 20;

// What a column holds, and so which faults can be planted in it.
enum class Field : std::uint8_t { text, id, symbol, day, month, number, money, flag, version, unmapped };

struct ColumnDescription {
  std::string_view header;
  std::string_view attribute;  // of the model's table
  Field field = Field::text;
  std::string_view codes = {};  // the code table of the mapping
  bool required = false;
};

struct FileDescription {
  File file;
  std::string_view name;  // also of the model's table
  bool is_fact;
  std::span<const ColumnDescription> columns;
};

// In the order of File.
std::span<const FileDescription> export_files();
const FileDescription& description_of(File file);
// "bills_202501.csv"; units and staff have no month ("units.csv").
std::string file_name(File file, std::string_view month);
// Position of the column that names the row's owner; -1 when it has none.
int owner_column(const FileDescription& file);

}  // namespace staysail::simulator
