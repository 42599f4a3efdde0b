#include "staysail/boss/record_pattern.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "staysail/base/nearest_name.hpp"
#include "staysail/files/value_text.hpp"

namespace staysail {
namespace {

constexpr std::array<std::string_view, 11> kKinds = {"rows",  "sum", "date", "serial", "name", "bytes",
                                                     "crc32", "md5", "sha1", "sha256", "any"};
constexpr std::size_t kWidest = 4096;

Error invalid(const std::string& message) { return Error(Errc::invalid_argument, message); }

// The number after the last colon; 0 when there is none.
std::size_t take_width(std::string_view& argument) {
  const std::size_t colon = argument.rfind(':');
  const std::string_view digits = argument.substr(colon == std::string_view::npos ? 0 : colon + 1);
  std::size_t width = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), width);
  if (digits.empty() || read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return 0;
  argument = argument.substr(0, colon == std::string_view::npos ? 0 : colon);
  return std::min(width, kWidest);
}

// The bytes of the first `characters` of a UTF-8 text; npos when it has fewer.
std::size_t bytes_of(std::string_view text, std::size_t characters) {
  std::size_t at = 0;
  for (; characters != 0; --characters) {
    if (at == text.size()) return std::string_view::npos;
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  }
  return at;
}

}  // namespace

Result<RecordPattern> RecordPattern::of(std::string_view pattern) {
  RecordPattern result;
  result.text_ = pattern;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '{' || pattern.substr(i, 2) == "{{") {
      result.add_literal(pattern[i]);
      i += pattern[i] == '{' ? 1 : 0;
      continue;
    }
    const std::size_t end = pattern.find('}', i);
    if (end == std::string_view::npos) return invalid("a field of a record ends with }: " + result.text_);
    STAYSAIL_CHECK(result.add_field(pattern.substr(i + 1, end - i - 1)));
    i = end;
  }
  STAYSAIL_CHECK(result.check());
  return result;
}

void RecordPattern::add_literal(char c) {
  if (steps_.empty() || steps_.back().literal.empty()) steps_.emplace_back();
  steps_.back().literal.push_back(c);
}

Status RecordPattern::add_field(std::string_view inside) {
  Step step;
  step.field.kind = inside.substr(0, inside.find(':'));
  std::string_view argument = inside.substr(std::min(inside.size(), step.field.kind.size() + 1));
  step.field.width = take_width(argument);
  step.field.argument = argument;
  const std::vector<std::string> known(kKinds.begin(), kKinds.end());
  if (std::find(known.begin(), known.end(), step.field.kind) == known.end())
    return invalid("a record has no such field" + did_you_mean(step.field.kind, known) + ": {" + std::string(inside) +
                   "}");
  if (step.field.kind == "sum" && step.field.argument.empty())
    return invalid("a sum names its column, such as {sum:FEE}: " + text_);
  if (step.field.kind == "date") {
    STAYSAIL_CHECK(TimePattern::of(step.field.argument));
    if (step.field.width == 0) step.field.width = step.field.argument.size();
  }
  steps_.push_back(std::move(step));
  return ok();
}

Status RecordPattern::check() const {
  if (steps_.empty()) return invalid("a record is told by its form, such as \"TRL|{rows}\"");
  for (std::size_t i = 0; i + 1 < steps_.size(); ++i) {
    const bool open = steps_[i].literal.empty() && steps_[i].field.width == 0;
    if (open && steps_[i + 1].literal.empty())
      return invalid("nothing parts two fields; give the first a width, such as {rows:6}: " + text_);
  }
  return ok();
}

std::vector<ControlField> RecordPattern::fields() const {
  std::vector<ControlField> fields;
  for (const auto& step : steps_)
    if (step.literal.empty()) fields.push_back(step.field);
  return fields;
}

std::optional<std::vector<ControlValue>> RecordPattern::match(std::string_view line) const {
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
  std::vector<ControlValue> values;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const Step& step = steps_[i];
    if (!step.literal.empty()) {
      if (!line.starts_with(step.literal)) return std::nullopt;
      line.remove_prefix(step.literal.size());
      continue;
    }
    const bool last = i + 1 == steps_.size();
    // Fields at the end may have lost their blanks; the text that ends the record is its last, wherever else it stands.
    std::size_t size = step.field.width != 0    ? bytes_of(line, step.field.width)
                       : last                   ? line.size()
                       : i + 2 == steps_.size() ? line.rfind(steps_[i + 1].literal)
                                                : line.find(steps_[i + 1].literal);
    if (size == std::string_view::npos && (last || step.field.width != 0)) size = line.size();
    if (size == std::string_view::npos) return std::nullopt;
    values.push_back({step.field, std::string(trimmed(line.substr(0, size)))});
    line.remove_prefix(size);
  }
  return line.empty() ? std::optional(std::move(values)) : std::nullopt;
}

}  // namespace staysail
