#include "staysail/boss/file_receipt.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace staysail {
namespace {

constexpr std::array<std::string_view, 3> kResults = {"good", "partly_bad", "bad"};

using Words = std::vector<std::string>;

std::string escaped(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '%') out += "%25";
    else if (c == '|') out += "%7C";
    else if (c == '\n') out += "%0A";
    else out.push_back(c);
  }
  return out;
}

bool unescape(std::string_view value, std::string& out) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '%') {
      out.push_back(value[i]);
      continue;
    }
    const std::string_view code = value.substr(i, 3);
    if (code != "%25" && code != "%7C" && code != "%0A") return false;
    out.push_back(code == "%25" ? '%' : code == "%7C" ? '|' : '\n');
    i += 2;
  }
  return true;
}

void append_line(std::string& out, const Words& words) {
  for (std::size_t i = 0; i < words.size(); ++i) out += (i == 0 ? "" : "|") + escaped(words[i]);
  out.push_back('\n');
}

bool read_count(const std::string& text, std::uint64_t& count) {
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, count);
  return !text.empty() && read.ec == std::errc() && read.ptr == end;
}

bool read_result(const std::string& text, FileResult& result) {
  const auto found = std::find(kResults.begin(), kResults.end(), text);
  if (found != kResults.end()) result = static_cast<FileResult>(found - kResults.begin());
  return found != kResults.end();
}

bool read_stamp(const Words& words, FileStamp& stamp) {
  std::uint64_t micros = 0;
  const bool read = read_count(words[1], stamp.bytes) && read_count(words[2], micros);
  stamp.modified = Instant::from_micros(static_cast<std::int64_t>(micros));
  return read;
}

bool read_rows(const Words& words, FileReceipt& receipt) {
  return read_count(words[1], receipt.read) && read_count(words[2], receipt.accepted) &&
         read_count(words[3], receipt.duplicate) && read_count(words[4], receipt.quarantined);
}

bool read_bad_row(const Words& words, FileReceipt& receipt) {
  BadRow& row = receipt.bad_rows.emplace_back();
  row.column = words[2];
  row.reason = words[3];
  row.text = words[4];
  return read_count(words[1], row.line);
}

// One line but the last; false when it is none.
bool read_words(const Words& words, FileReceipt& receipt) {
  const std::string& kind = words.front();
  if (kind == "FILE" && words.size() == 2) return !(receipt.file = words[1]).empty();
  if (kind == "FEED" && words.size() == 2) return receipt.feed = words[1], true;
  if (kind == "RESULT" && words.size() == 2) return read_result(words[1], receipt.result);
  if (kind == "STAMP" && words.size() == 3) return read_stamp(words, receipt.stamp);
  if (kind == "ROWS" && words.size() == 5) return read_rows(words, receipt);
  if (kind == "REASON" && words.size() == 3) return receipt.reason = words[1], receipt.message = words[2], true;
  if (kind == "NOTICE" && words.size() == 2) return receipt.notices.push_back(words[1]), true;
  return kind == "BAD" && words.size() == 5 && read_bad_row(words, receipt);
}

bool split(std::string_view line, Words& words) {
  while (true) {
    const std::size_t bar = std::min(line.find('|'), line.size());
    if (!unescape(line.substr(0, bar), words.emplace_back())) return false;
    if (bar == line.size()) return true;
    line.remove_prefix(bar + 1);
  }
}

}  // namespace

std::string_view name_of(FileResult result) noexcept { return kResults[static_cast<std::size_t>(result)]; }

FileResult FileReceipt::judged() const {
  // A row that waits for its owner comes in with it.
  const bool all_wait = !bad_rows.empty() && std::all_of(bad_rows.begin(), bad_rows.end(),
                                                         [](const BadRow& row) { return row.reason == "orphan"; });
  if (!reason.empty() || (quarantined != 0 && quarantined == read && !all_wait)) return FileResult::bad;
  return quarantined != 0 ? FileResult::partly_bad : FileResult::good;
}

std::string FileReceipt::to_text() const {
  std::string text;
  std::size_t lines = 5 + notices.size() + bad_rows.size();
  append_line(text, {"FILE", file});
  append_line(text, {"FEED", feed});
  append_line(text, {"RESULT", std::string(name_of(result))});
  append_line(text, {"STAMP", std::to_string(stamp.bytes), std::to_string(stamp.modified.micros())});
  append_line(text, {"ROWS", std::to_string(read), std::to_string(accepted), std::to_string(duplicate),
                     std::to_string(quarantined)});
  if (!reason.empty()) {
    append_line(text, {"REASON", reason, message});
    ++lines;
  }
  for (const auto& notice : notices) append_line(text, {"NOTICE", notice});
  for (const auto& row : bad_rows)
    append_line(text, {"BAD", std::to_string(row.line), row.column, row.reason, row.text});
  append_line(text, {"END", std::to_string(lines)});
  return text;
}

Result<FileReceipt> FileReceipt::parse(std::string_view text, const std::string& name) {
  FileReceipt receipt;
  for (std::uint64_t line = 1; !text.empty(); ++line) {
    const auto malformed = [&](const char* why) { return Error::at({name, line, 0}, Errc::malformed_file, why); };
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return malformed("a line of a receipt ends with LF: it is cut");
    Words words;
    if (!split(text.substr(0, end), words)) return malformed("%25, %7C or %0A was expected after %");
    text.remove_prefix(end + 1);
    std::uint64_t before = 0;
    if (words.front() == "END") {
      const bool whole = words.size() == 2 && read_count(words[1], before) && before == line - 1 && text.empty();
      if (whole && !receipt.file.empty()) return receipt;
      return malformed("END says how many lines stand before it, and nothing follows it");
    }
    if (!read_words(words, receipt)) return malformed("no line of a receipt is written so");
  }
  return Error::at({name, 0, 0}, Errc::malformed_file, "a receipt ends with END: it is cut");
}

}  // namespace staysail
