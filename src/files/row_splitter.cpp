#include "files/row_splitter.hpp"

#include <algorithm>

namespace staysail::files {
namespace {

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

}  // namespace

void RowSplitter::clear() {
  count_ = 0;
  unescaped_.clear();
  line_ends_ = 0;
  malformed_quote_ = cut_quote_ = too_many_fields_ = false;
}

inline void RowSplitter::push(const Open& field, std::size_t end) {
  if (count_ == fields_.size() && !make_room()) return;
  starts_[count_] = static_cast<std::uint32_t>(field.start - begin_);
  fields_[count_] = field.quoted ? content_of(field, end) : text_.substr(field.start, end - field.start);
  ++count_;
}

// Takes the fields that end at a separator, as far as no other sign stands between; where the next one starts. Nothing
// of the splitter changes meanwhile, so that all it needs stays in registers.
std::size_t RowSplitter::push_plain_fields() {
  const char* const text = text_.data();
  const char separator = rules_.separator;
  const std::size_t begin = begin_, room = fields_.size();
  std::string_view* const fields = fields_.data();
  std::uint32_t* const starts = starts_.data();
  std::size_t start = begin, count = 0, passed = 0;
  do {
    const auto ahead = scanner_.ahead();
    const std::size_t most = std::min(ahead.size(), room - count);
    for (passed = 0; passed < most && text[ahead[passed]] == separator; ++passed) {
      fields[count] = {text + start, ahead[passed] - start};
      starts[count++] = static_cast<std::uint32_t>(start - begin);
      start = ahead[passed] + 1;
    }
    scanner_.pass(passed);
    if (passed < ahead.size()) break;
  } while (passed != 0);
  count_ = count;
  return start;
}

RowEnd RowSplitter::split(bool whole, bool one_line) {
  clear();
  Open field{push_plain_fields(), 0, 0, false};
  while (true) {
    std::size_t at = scanner_.next();
    if (at == StructuralScanner::kNone) return whole ? finish_at_end_of_text(field) : RowEnd::unfinished;
    if (text_[at] == rules_.separator && !field.quoted) {
      push(field, at);
      field.start = at + 1;
      continue;
    }
    if (text_[at] == rules_.quote && rules_.quote != '\0') {
      if (at != field.start || field.quoted) continue;
      const Quoted quoted = read_quoted(field, whole, one_line, at);
      if (quoted == Quoted::end_of_text) return RowEnd::unfinished_quote;
      if (quoted == Quoted::closed) continue;
      cut_quote_ = true;
    }
    push(field, at);
    if (is_line_end(text_[at])) return finish_at_line_end(at, whole);
    field = Open{at + 1, 0, 0, false};
  }
}

RowSplitter::Quoted RowSplitter::read_quoted(Open& field, bool whole, bool one_line, std::size_t& position) {
  while ((position = scanner_.next()) != StructuralScanner::kNone) {
    const bool last = position + 1 == text_.size();
    if (is_line_end(text_[position])) {
      if (one_line) return Quoted::line_end;
      count_line_end(position);
    } else if (text_[position] == rules_.quote) {
      if (last && !whole) return Quoted::end_of_text;  // perhaps the first of two
      if (last || text_[position + 1] != rules_.quote) {
        field.quoted = true;
        field.closing = position;
        return Quoted::closed;
      }
      ++field.doubled;
      scanner_.next();
    }
  }
  return Quoted::end_of_text;
}

void RowSplitter::count_line_end(std::size_t position) {
  const bool second_of_two = text_[position] == '\n' && text_[position - 1] == '\r';
  if (!second_of_two) ++line_ends_;
}

bool RowSplitter::make_room() {
  too_many_fields_ = count_ == rules_.max_fields;
  if (too_many_fields_) return false;
  const std::size_t size = std::min(rules_.max_fields, std::max<std::size_t>(16, count_ * 2));
  fields_.resize(size);
  starts_.resize(size);
  return true;
}

std::string_view RowSplitter::content_of(const Open& field, std::size_t end) {
  if (field.closing + 1 != end) {
    malformed_quote_ = true;
    return text_.substr(field.start, end - field.start);
  }
  const std::string_view inside = text_.substr(field.start + 1, field.closing - field.start - 1);
  return field.doubled == 0 ? inside : unescaped(inside);
}

std::string_view RowSplitter::unescaped(std::string_view inside) {
  // Views into unescaped_ must stay valid for the whole row, and all of them together are shorter than the text.
  if (unescaped_.empty()) unescaped_.reserve(text_.size() - begin_);
  const std::size_t start = unescaped_.size();
  while (true) {
    const std::size_t quote = inside.find(rules_.quote);
    if (quote == std::string_view::npos) break;
    unescaped_.append(inside.substr(0, quote + 1));
    inside.remove_prefix(quote + 2);
  }
  unescaped_.append(inside);
  return std::string_view(unescaped_).substr(start);
}

RowEnd RowSplitter::finish_at_line_end(std::size_t position, bool whole) {
  std::size_t next = position + 1;
  if (text_[position] == '\r') {
    if (next == text_.size() && !whole) return RowEnd::unfinished;  // perhaps LF follows
    if (next < text_.size() && text_[next] == '\n') {
      scanner_.next();
      ++next;
    }
  }
  row_ = text_.substr(begin_, position - begin_);
  begin_ = next;
  ++line_ends_;
  return RowEnd::complete;
}

RowEnd RowSplitter::finish_at_end_of_text(const Open& field) {
  push(field, text_.size());
  row_ = text_.substr(begin_);
  begin_ = text_.size();
  return RowEnd::complete;
}

}  // namespace staysail::files
