// Which table of the model the rows of a sampled file speak of, and which column is which attribute.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "boss/file_sample.hpp"
#include "staysail/model/table.hpp"

namespace staysail::boss {

struct FieldGuess {
  enum class Source : std::uint8_t { column, file_name, row_digest } source = Source::column;
  const Attribute* attribute = nullptr;
  std::size_t column = 0;  // of the sample
  std::string pattern;     // file_name
  std::string evidence;
  bool sure = true;
};

struct EntityGuess {
  const TableDescription* table = nullptr;
  std::vector<FieldGuess> fields;  // in the order of the table's attributes
  std::optional<std::size_t> version;
  std::string evidence;
  bool sure = true;
  int score = 0;

  const FieldGuess* find(std::string_view attribute) const;
  bool uses(std::size_t column) const;
};

// A sample with what its file is called: every name that fits `pattern` belongs to it.
struct SampledFeed {
  FileSample sample;
  std::string pattern;       // of file names
  std::string date_in_name;  // "yyyyMM" or "yyyyMMdd" where the wildcards stand for that; empty else
  std::vector<std::string> files;
  std::vector<std::string> notes;     // what is in doubt about the files
  std::vector<EntityGuess> entities;  // the first one is what the file is about
};

// Fills `entities` of every feed. `feeds` are judged together: ids are told by where their values stand, and a table
// that no file is about may be told by a file about another.
void guess_tables(std::vector<SampledFeed>& feeds);

}  // namespace staysail::boss
