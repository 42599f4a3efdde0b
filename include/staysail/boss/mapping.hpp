// Mapping: how the files of one BOSS export become rows of the model. Written as mapping.toml (docs/mapping.md).
//
// A mapping is checked completely when it is loaded: keys, tables, attributes, patterns, units, code tables. What
// depends on a file (its columns) is checked when the file is opened. Errors name file, line, column and the nearest
// known name.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/calendar.hpp"
#include "staysail/base/digest.hpp"
#include "staysail/base/money.hpp"
#include "staysail/boss/feed_control.hpp"
#include "staysail/boss/file_name.hpp"
#include "staysail/files/delimited.hpp"
#include "staysail/files/fixed_width.hpp"
#include "staysail/files/value_text.hpp"
#include "staysail/model/table.hpp"

namespace staysail {

// Labels of the BOSS and the canonical texts they stand for. An empty canonical text means null; "*" catches the rest.
using CodeTable = std::map<std::string, std::string, std::less<>>;

// A column of a file, by name or, when `name` is empty, by 1-based position.
struct ColumnReference {
  std::string name;
  std::size_t position = 0;
  Place place;  // in the mapping
};

enum class FieldSource : std::uint8_t { column, constant, file_name, row_digest };
enum class Derivation : std::uint8_t { none, days_before_as_of, months_before_as_of, years_before_as_of };

// Where the values of one attribute come from and how they are read.
struct FieldMapping {
  Attribute attribute;
  FieldSource source = FieldSource::column;
  ColumnReference column;
  std::string constant;   // canonical text, checked at load
  bool optional = false;  // a file may lack the column
  Derivation derive = Derivation::none;
  std::vector<std::string> null_texts;
  bool trim = true;
  std::shared_ptr<const CodeTable> codes;  // null: none
  NumberPattern number;
  std::optional<TimePattern> time;  // none: 2026-01-31, 2026-01 or 202601, 2026-01-31 08:30:00
  TruthTexts truth;
  Place place;
};

// Which of two rows with one key is the later one.
struct VersionMapping {
  ColumnReference column;
  std::optional<TimePattern> time;  // none: a whole number
};

// Which rows say that what they name is gone.
struct DeletionMapping {
  ColumnReference column;
  std::vector<std::string> texts;
};

// What the rows of a file say about one table.
struct EntityMapping {
  std::string table;
  std::vector<FieldMapping> fields;             // in the order of the table's attributes
  std::vector<ColumnReference> skip_when_null;  // a row with one of these null says nothing about the table
  std::vector<std::string> null_texts;          // what null is there and in kept columns
  std::optional<VersionMapping> version;        // none: what the name of the file tells, FileNameParts::version()
  std::optional<DeletionMapping> deleted;
  Place place;
};

// Call detail records, of which only what a subscription did on a day is kept: its rows are those of `usage`. Texts of
// the direction and of the outcome are compared byte for byte.
struct CallRecordMapping {
  ColumnReference subscription_id, start, seconds;
  std::optional<ColumnReference> called, caller;  // the other end of an outgoing and of an incoming record
  std::optional<ColumnReference> bytes;
  std::optional<ColumnReference> direction;  // none: every record is outgoing
  std::vector<std::string> incoming;
  std::optional<ColumnReference> outcome;  // none: every call was answered
  std::vector<std::string> answered;
  std::optional<TimePattern> start_time;  // none: 2026-01-31 08:30:00
};

enum class FeedFormat : std::uint8_t { delimited, fixed_width };
enum class FeedMode : std::uint8_t { full, increment };

// Records of an API that are single events become one a key of their table: numbers summed, days the latest.
struct Rollup {
  std::vector<std::string> key;       // of the table
  std::vector<std::string> count;     // attributes: how many events have a value at the path
  std::vector<std::string> distinct;  // attributes: how many different values stand there
};

// A collection of a TM Forum Open API, where a feed has no files. Columns of its records are JSON paths
// (docs/adapters/tmf.md).
struct ApiSource {
  std::string api;                                           // "TMF629"; names the base URL
  std::string path;                                          // of the collection under it: "customer"
  std::vector<std::pair<std::string, std::string>> filters;  // query parameters, sorted by name
  std::string changed_since;                                 // the parameter for it: "lastUpdate.gt"; empty: none
  bool only_mapped = false;                                  // ask only for the members that the mapping reads
  std::string time_zone;                                     // of days and times: "+08:00", "Asia/Shanghai"
  std::map<std::string, std::string, std::less<>> keep;      // extension attribute -> JSON path
  std::optional<Rollup> rollup;
  bool keep_rest = false;  // what no field reads, as the extension attribute `unread`
};

struct FeedMapping {
  std::string name;
  FileNamePattern files;
  std::string source;  // what its rows are remembered as; feeds of one source speak with one voice
  std::optional<ApiSource> api;  // instead of files
  FeedFormat format = FeedFormat::delimited;
  DelimitedOptions delimited;
  FixedWidthOptions fixed_width;
  std::vector<std::string> columns;  // names for files without a header
  bool required = true;              // a missing file is an error
  FeedMode mode = FeedMode::full;
  bool absent_is_deleted = false;  // full: what the files of a period leave out is gone
  FeedControl control;
  bool keep_unknown = false;  // columns that no field names become extension attributes
  // Of those, the ones about a person, with their kind: kept as personal_extension(), masked like an attribute of it.
  std::map<std::string, AttributeType, std::less<>> personal_columns;
  std::optional<CallRecordMapping> calls;  // what the rows of the file are, before they are rows of a day
  std::vector<EntityMapping> entities;
  Place place;
};

// Folders under that of the export, where files come in and where they go.
struct ExchangeMapping {
  std::string source, processed, quarantine;
  bool sort_receipts = false;  // of the outbox
};

// Rows of a BOSS's database instead of files: SqlFeed reads them.
struct SqlFeedMapping {
  FeedMapping feed;        // its name, its entities and what becomes of other columns; no files
  std::string query;       // one SELECT; of `table`: all of it
  std::string split_by;    // the column by whose ranges the rows are split and ordered; empty: one split, unordered
  std::size_t splits = 1;  // at most this many
  std::string changed_by;  // the column that tells when a row changed last; empty: nothing does
};

// A plain value.
struct Mapping {
  std::string name;
  std::string source;  // the system that the export comes from; part of what rows are remembered as
  Currency currency = CNY;
  std::optional<Day> as_of;
  std::vector<FeedMapping> feeds;
  std::optional<ExchangeMapping> exchange;  // none: files stay where they are
  std::vector<SqlFeedMapping> sql_feeds;
  ModelCatalog catalog;  // the model and the mapping's own fact tables
  Digest digest;         // of the text

  // Errors: `mapping_invalid` at a place, besides those of TomlTable.
  static Result<Mapping> parse(std::string_view text, const std::string& name);
  static Result<Mapping> load(const std::string& path);
};

}  // namespace staysail
