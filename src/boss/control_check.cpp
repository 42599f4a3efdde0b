#include "boss/control_check.hpp"

#include <algorithm>
#include <charconv>

namespace staysail::boss {
namespace {

constexpr std::size_t kLargestCheckFile = 16 * 1024 * 1024;
constexpr const char* kSendAgain = "; none of its rows came in: have it sent again, or the record corrected: ";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
    if (end != begin) lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::string in_small_letters(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

std::string base_name(const std::string& file) { return file.substr(file.rfind('/') + 1); }

std::optional<std::uint64_t> whole_number(const std::string& text) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return !text.empty() && read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

}  // namespace

Status ControlCheck::begin(const FileSet& files) {
  for (const RecordPattern* record : control_.records())
    for (const auto& field : record->fields()) {
      const auto kind = checksum_kind_of(field.kind);
      if (!kind || checksums_.count(field.kind) != 0) continue;
      STAYSAIL_TRY(auto checksum, Checksum::of(*kind));
      checksums_.emplace(field.kind, std::move(checksum));
    }
  if (!control_.check_file) return ok();
  const auto source = files.open(file_.check_file);
  if (!source && source.error().code() == Errc::not_found) {
    missing_ =
        WithheldSplit{"not_ready", "its check file " + file_.check_file + " is not there yet: " + file_.name, true};
    return ok();
  }
  if (!source) return source.error();
  if (control_.check_file->records.empty()) return ok();
  STAYSAIL_TRY(const auto bytes, read_all(**source, kLargestCheckFile, file_.check_file));
  Encoding encoding = control_.check_file->encoding;
  if (encoding == Encoding::sniffed) encoding = sniff(std::string_view(bytes).substr(0, kSniffedBytes));
  STAYSAIL_TRY(const auto text, decode_all(bytes, encoding, file_.check_file));
  check_lines_ = lines_of(text);
  return ok();
}

void ControlCheck::hear(std::string_view bytes, bool meant) {
  if (!meant) return;
  bytes_ += bytes.size();
  for (auto& [kind, checksum] : checksums_) checksum.add(bytes);
}

void ControlCheck::take_frame(const FramedSource& frame) {
  framed_ = true;
  head_ = frame.head();
  trailer_ = frame.trailer();
  ends_with_line_end_ = frame.ends_with_line_end();
}

// A line that is no text of the encoding has no form.
std::string ControlCheck::decoded(const std::string& line) const {
  Encoding encoding = file_.feed->delimited.encoding;
  if (encoding == Encoding::sniffed) encoding = sniff(line);
  return decode_all(line, encoding, file_.name).value_or(std::string());
}

std::optional<WithheldSplit> ControlCheck::verdict() {
  for (auto& [kind, checksum] : checksums_) digests_[kind] = checksum.finish();
  checksums_.clear();
  if (auto found = check_frame()) return found;
  if (sums_ && control_.max_rows && sums_->rows() > *control_.max_rows)
    return WithheldSplit{"too_many_rows",
                         "at most " + std::to_string(*control_.max_rows) + " rows a file are agreed, and it has " +
                             std::to_string(sums_->rows()) + kSendAgain + file_.name,
                         false};
  return check_lines();
}

// What is cut is told before what no longer adds up.
std::optional<WithheldSplit> ControlCheck::form_of_frame() const {
  if (!framed_) return std::nullopt;
  if (control_.trailer_record && !control_.trailer_record->match(decoded(trailer_)))
    return WithheldSplit{"truncated",
                         "the last line is no trailer record as " + control_.trailer_record->text() +
                             ", so the file is cut" + kSendAgain + file_.name,
                         false};
  if (control_.final_line_end && !ends_with_line_end_)
    return WithheldSplit{"truncated",
                         "the last line has no end, so the file is cut" + std::string(kSendAgain) + file_.name, false};
  if (!control_.header_record || control_.header_record->match(header_line())) return std::nullopt;
  return WithheldSplit{
      "wrong_record",
      "the header record is not of the form " + control_.header_record->text() + kSendAgain + file_.name, false};
}

std::string ControlCheck::header_line() const { return head_.empty() ? std::string() : decoded(head_.front()); }

ControlCheck::Verdict ControlCheck::check_frame() {
  if (auto found = form_of_frame(); found || !framed_) return found;
  if (control_.header_record)
    if (auto found = check_values("header record", control_.header_record->match(header_line()))) return found;
  if (!control_.trailer_record) return std::nullopt;
  return check_values("trailer record", control_.trailer_record->match(decoded(trailer_)));
}

ControlCheck::Verdict ControlCheck::check_values(const std::string& what,
                                                 const std::optional<std::vector<ControlValue>>& values) {
  for (const auto& value : *values)
    if (auto found = check_value(what, value)) return found;
  return std::nullopt;
}

std::optional<std::vector<ControlValue>> ControlCheck::line_of_this_file(const RecordPattern& pattern) const {
  for (const auto& line : check_lines_) {
    auto values = pattern.match(line);
    if (!values) continue;
    const bool others = std::any_of(values->begin(), values->end(), [&](const ControlValue& value) {
      return value.field.kind == "name" && !names_this_file(value.text);
    });
    if (!others) return values;
  }
  return std::nullopt;
}

ControlCheck::Verdict ControlCheck::check_lines() {
  if (!control_.check_file) return std::nullopt;
  for (const auto& pattern : control_.check_file->records) {
    const auto values = line_of_this_file(pattern);
    if (!values)
      return WithheldSplit{"wrong_record",
                           "its check file " + file_.check_file + " has no line for it of the form " + pattern.text() +
                               kSendAgain + file_.name,
                           false};
    if (auto found = check_values("check file", values)) return found;
  }
  return std::nullopt;
}

// A check file may speak of the file as it was before it was packed.
bool ControlCheck::names_this_file(const std::string& name) const {
  const std::string own = base_name(file_.name), theirs = base_name(name);
  return theirs == own || (own.ends_with(".gz") && theirs == own.substr(0, own.size() - 3));
}

ControlCheck::Verdict ControlCheck::check_value(const std::string& what, const ControlValue& value) {
  const std::string& kind = value.field.kind;
  if (kind == "any") return std::nullopt;
  if (kind == "rows") return check_number(what, value, sums_->rows(), "totals_differ", "rows");
  if (kind == "bytes") return check_number(what, value, bytes_, "digest_differs", "bytes");
  if (kind == "date") return check_date(what, value);
  if (kind == "sum") {
    const std::string difference = sums_->difference(value.field.argument, value.text);
    if (difference.empty()) return std::nullopt;
    return WithheldSplit{"totals_differ", "by the " + what + " " + difference + kSendAgain + file_.name, false};
  }
  if (kind == "serial") {
    if (!file_.parts.serial) return std::nullopt;
    return check_number(what, value, *file_.parts.serial, "wrong_record", "as the serial of its name");
  }
  if (kind == "name") {
    if (names_this_file(value.text)) return std::nullopt;
    return WithheldSplit{"wrong_record", "the " + what + " speaks of " + value.text + kSendAgain + file_.name, false};
  }
  if (in_small_letters(value.text) == digests_.at(kind)) return std::nullopt;
  return WithheldSplit{"digest_differs",
                       "the " + what + " declares the " + kind + " " + value.text + ", and the file has " +
                           digests_.at(kind) + kSendAgain + file_.name,
                       false};
}

ControlCheck::Verdict ControlCheck::check_number(const std::string& what, const ControlValue& value,
                                                 std::uint64_t found, const char* reason, const char* counted) const {
  const auto declared = whole_number(value.text);
  if (declared == found) return std::nullopt;
  const std::string shown = declared ? std::to_string(*declared) : "'" + value.text + "'";
  return WithheldSplit{reason,
                       "the " + what + " declares " + shown + " " + counted + ", and the file has " +
                           std::to_string(found) + kSendAgain + file_.name,
                       false};
}

ControlCheck::Verdict ControlCheck::check_date(const std::string& what, const ControlValue& value) const {
  const auto form = TimePattern::of(value.field.argument);
  const auto month = form->month(value.text);
  const auto refuse = [&](const std::string& why) {
    return WithheldSplit{"wrong_record", "the " + what + " " + why + kSendAgain + file_.name, false};
  };
  if (!month) return refuse("has no date as " + value.field.argument + ": '" + value.text + "'");
  if (!file_.parts.period_end) return std::nullopt;
  const Day own = file_.parts.period_end->day();
  const bool by_day = form->has_day() && file_.feed->files.text().find("dd") != std::string::npos;
  const bool same = by_day ? form->day(value.text) && *form->day(value.text) == own : *month == own.month_of();
  if (same) return std::nullopt;
  return refuse("is dated " + value.text + ", and the name of the file says " + file_.parts.date);
}

}  // namespace staysail::boss
