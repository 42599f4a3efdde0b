#include "peer_groups.hpp"

#include <map>

namespace staysail::indicators {
namespace {

std::string_view text_of(const Column& column, std::size_t code) {
  return column.dictionary().at(static_cast<std::int32_t>(code));
}

// Codes of the dictionary that some line has; each text is looked up once, whatever the number of lines.
std::vector<std::uint8_t> codes_seen(const Column& column) {
  std::vector<std::uint8_t> seen(static_cast<std::size_t>(column.dictionary().size()), 0);
  for (std::size_t row = 0; row < column.size(); ++row)
    if (!column.is_null(row)) seen[static_cast<std::size_t>(column.codes()[row])] = 1;
  return seen;
}

// The group of each code; groups stand by their text.
std::vector<std::uint32_t> group_of_codes(const Column& column, std::vector<std::string>& names) {
  const auto seen = codes_seen(column);
  std::map<std::string_view, std::size_t> codes;
  for (std::size_t code = 0; code < seen.size(); ++code)
    if (seen[code] != 0) codes.emplace(text_of(column, code), code);
  std::vector<std::uint32_t> groups(seen.size(), PeerGroups::kNone);
  for (const auto& [text, code] : codes) {
    groups[code] = static_cast<std::uint32_t>(names.size());
    names.emplace_back(text);
  }
  return groups;
}

}  // namespace

PeerGroups peer_groups(const Workspace& workspace, const std::string& among) {
  PeerGroups groups;
  if (among.empty()) {
    groups.names.emplace_back();
    groups.of_row.assign(workspace.rows(), 0);
    return groups;
  }
  groups.of_row.assign(workspace.rows(), PeerGroups::kNone);
  const Column* column = workspace.find(among);
  if (column == nullptr) return groups;
  const auto group_of = group_of_codes(*column, groups.names);
  for (std::size_t row = 0; row < column->size(); ++row)
    if (!column->is_null(row)) groups.of_row[row] = group_of[static_cast<std::size_t>(column->codes()[row])];
  return groups;
}

}  // namespace staysail::indicators
