// Splits one row of decoded text into fields.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "files/structural_scanner.hpp"

namespace staysail::files {

struct RowRules {
  char separator = ',';
  char quote = '"';
  std::size_t max_fields = 4096;
};

enum class RowEnd : std::uint8_t {
  complete,
  unfinished,        // the text ended first
  unfinished_quote,  // the same, with a quote open
};

class RowSplitter {
 public:
  explicit RowSplitter(const RowRules& rules) : rules_(rules), scanner_(rules.separator, rules.quote) {}

  // Rows are read from text[begin ..] on; the text must stay where it is.
  void start(std::string_view text, std::size_t begin) {
    text_ = text;
    scanner_.start(text, begin);
    begin_ = begin;
  }
  // Splits the row at begin(). `whole`: nothing follows the text. `one_line`: a line end closes an open quote.
  // After `complete`, begin() is the start of the next row; after anything else, call start() again.
  RowEnd split(bool whole, bool one_line);

  // The start of the row to split next, an offset into the text.
  std::size_t begin() const { return begin_; }

  // The row that was split last. Views into the text, except fields with doubled quotes.
  std::span<const std::string_view> fields() const { return {fields_.data(), count_}; }
  std::span<const std::uint32_t> starts() const { return {starts_.data(), count_}; }
  std::string_view row() const { return row_; }
  std::size_t line_ends() const { return line_ends_; }
  bool malformed_quote() const { return malformed_quote_; }
  bool cut_quote() const { return cut_quote_; }
  bool too_many_fields() const { return too_many_fields_; }

 private:
  // The field that is being read: it starts at `start`; a quoted one has its closing quote at `closing`.
  struct Open {
    std::size_t start = 0, closing = 0, doubled = 0;
    bool quoted = false;
  };
  enum class Quoted : std::uint8_t { closed, line_end, end_of_text };

  void clear();
  std::size_t push_plain_fields();
  void push(const Open& field, std::size_t end);
  bool make_room();
  std::string_view content_of(const Open& field, std::size_t end);
  std::string_view unescaped(std::string_view inside);
  // Moves to the closing quote, to the line end that cuts the field (`position`), or to the end of the text.
  Quoted read_quoted(Open& field, bool whole, bool one_line, std::size_t& position);
  void count_line_end(std::size_t position);
  RowEnd finish_at_line_end(std::size_t position, bool whole);
  RowEnd finish_at_end_of_text(const Open& field);

  RowRules rules_;
  StructuralScanner scanner_;
  std::string_view text_;
  std::size_t begin_ = 0;

  // The first count_ entries are the row's; the rest is room kept from earlier rows.
  std::vector<std::string_view> fields_;
  std::vector<std::uint32_t> starts_;
  std::size_t count_ = 0;
  std::string unescaped_;
  std::string_view row_;
  std::size_t line_ends_ = 0;
  bool malformed_quote_ = false, cut_quote_ = false, too_many_fields_ = false;
};

}  // namespace staysail::files
