// A feed's mapping bound to the columns of one file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "boss/value_reader.hpp"
#include "staysail/boss/mapping.hpp"

namespace staysail::boss {

inline constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

struct BoundField {
  ValueReader reader;
  std::size_t index = kNoColumn;  // of its column in the file; kNoColumn: `fixed` holds its value
  Cell fixed;                     // constants, values of the file name, nulls of missing columns
  std::string column;             // as a reject names it
  std::uint64_t seed = 0;         // in digests
  bool names_row = false;         // of the key or the date, which is all that a deletion tells
};

// A column that no field names and that is kept as an extension attribute.
struct KeptColumn {
  std::size_t index = 0;
  std::string name;
  std::uint64_t seed = 0;
};

struct BoundEntity {
  const EntityMapping* mapping = nullptr;
  const TableDescription* table = nullptr;
  std::vector<BoundField> fields;
  std::vector<std::size_t> skip_when_null;
  std::vector<std::size_t> owners;  // positions in `fields` of the identifiers that may own a fact
  std::size_t version = kNoColumn;
  std::size_t deleted = kNoColumn;
  std::uint64_t deletion_seed = 0;  // of the digest of a row that deletes
  std::string version_column;       // as a reject names it
  std::vector<KeptColumn> kept;
};

struct MissingColumn {
  std::string column;
  std::string suggestion;  // empty when none is near
  Place place;             // in the mapping
};

struct RowBinding {
  std::vector<BoundEntity> entities;
  std::int64_t file_version = 0;
  std::size_t width = 0;  // fields that a record must have
};

// Columns of the file that no field names.
std::vector<std::string> unknown_columns(const FeedMapping& feed, const std::vector<std::string>& header);
// Columns that fields name and the file lacks; optional ones are not missed.
std::vector<MissingColumn> missing_columns(const FeedMapping& feed, const std::vector<std::string>& header);

// What the name of a file tells of its rows, as the feed reads it: their version and their dates. Equal bytes under
// names that tell the same mean the same.
std::string told_by_name(const FeedMapping& feed, const std::string& file);

// Names of columns of a file: its header, or what the mapping calls them.
const std::vector<std::string>& names_of_columns(const FeedMapping& feed, const std::vector<std::string>& header);

// `mapping_invalid` at the place of the mapping for a column that is missing or stands twice, and for a file name
// without the date that a field expects there. `mapping` outlives the binding.
Result<RowBinding> bind_rows(const Mapping& mapping, const FeedMapping& feed, const std::vector<std::string>& header,
                             const std::string& file);

}  // namespace staysail::boss
