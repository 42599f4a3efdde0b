#include "staysail/boss/file_name.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace staysail {
namespace {

constexpr std::size_t kMostDigits = 18;  // that any int64 holds
constexpr std::int64_t kMicrosPerSecond = 1'000'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Error invalid(const std::string& message) { return Error(Errc::invalid_argument, message); }

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
  if (digits.size() > kMostDigits) digits.erase(0, digits.size() - kMostDigits);
  return digits;
}

// What is left of the period after the moment that its name gives.
std::int64_t seconds_left(std::string_view form) {
  if (form.find("ss") != std::string_view::npos) return 0;
  if (form.find("mm") != std::string_view::npos) return 59;
  return form.find("HH") != std::string_view::npos ? 3599 : 86399;
}

}  // namespace

std::int64_t FileNameParts::version_of_period() const { return period_end ? period_end->micros() : version(); }

std::int64_t FileNameParts::version() const {
  if (period_end)
    return period_end->micros() + static_cast<std::int64_t>(std::min<std::uint64_t>(serial.value_or(0), 999'999));
  const std::string digits = digits_of(matched);
  return digits.empty() ? 0 : std::stoll(digits);
}

Result<FileNamePattern> FileNamePattern::of(std::string_view pattern) {
  FileNamePattern result;
  result.text_ = pattern;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '{') {
      const std::size_t end = pattern.find('}', i);
      if (end == std::string_view::npos) return invalid("what stands in braces ends with }: " + result.text_);
      STAYSAIL_CHECK(result.add_part(pattern.substr(i + 1, end - i - 1)));
      i = end;
    } else {
      result.steps_.push_back({c == '*' ? Kind::run : c == '?' ? Kind::one : Kind::literal, c, 0});
    }
  }
  return result;
}

Status FileNamePattern::add_part(std::string_view inside) {
  const std::string_view name = inside.substr(0, inside.find(':'));
  const std::string_view argument = inside.substr(std::min(inside.size(), name.size() + 1));
  if (name == "date") return add_date(argument);
  if (name == "serial") return add_serial(argument);
  return invalid("in braces stand {date:yyyyMMdd} and {serial:4}: '{" + std::string(inside) + "}'");
}

Status FileNamePattern::add_date(std::string_view form) {
  if (time_) return invalid("a file name has one {date:...}: " + text_);
  STAYSAIL_TRY(auto time, TimePattern::of(form));
  std::string rest(form);
  for (const char* part : {"yyyy", "MM", "dd", "HH", "mm", "ss"})
    if (const std::size_t at = rest.find(part); at != std::string::npos) rest.erase(at, std::string_view(part).size());
  const bool fixed = rest.find_first_of("yMdHmsS['/") == std::string::npos;
  if (!fixed) return invalid("the date of a file name has a fixed length, such as {date:yyyyMMddHH}: " + text_);
  time_ = std::move(time);
  steps_.push_back({Kind::date, '\0', form.size()});
  return ok();
}

Status FileNamePattern::add_serial(std::string_view digits) {
  if (has_serial_) return invalid("a file name has one {serial:...}: " + text_);
  std::size_t width = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), width);
  const bool number = digits.empty() || (read.ec == std::errc() && read.ptr == digits.data() + digits.size());
  if (!number || width > kMostDigits)
    return invalid("{serial:4} says how many digits a serial has, at most 18: " + text_);
  has_serial_ = true;
  steps_.push_back({Kind::serial, '\0', width});
  return ok();
}

struct FileNamePattern::Walk {
  std::size_t at = 0;
  FileNameParts parts;
};

// False when the name does not go on so.
bool FileNamePattern::take(const Step& step, std::string_view name, Walk& walk) const {
  const std::string_view rest = name.substr(walk.at);
  if (step.kind == Kind::literal || step.kind == Kind::one) {
    const bool fits = !rest.empty() && (step.kind == Kind::one ? rest.front() != '/' : rest.front() == step.literal);
    if (fits && step.kind == Kind::one) walk.parts.matched.push_back(rest.front());
    walk.at += fits ? 1 : 0;
    return fits;
  }
  const std::size_t digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
  const std::size_t width = step.width == 0 ? std::min(digits, kMostDigits) : step.width;
  if (width == 0 || rest.size() < width || (step.kind == Kind::serial && digits < width)) return false;
  const std::string_view text = rest.substr(0, width);
  if (step.kind == Kind::date) walk.parts.date = text;
  else walk.parts.serial = std::stoull(walk.parts.serial_text = text);
  walk.parts.matched += text;
  walk.at += width;
  return true;
}

bool FileNamePattern::read(FileNameParts& parts) const {
  if (!time_) return true;
  if (!time_->has_day()) {
    const auto month = time_->month(parts.date);
    if (!month) return false;
    const std::int64_t midnight = Instant::at_start_of(month->last_day()).micros();
    parts.period_end = Instant::from_micros(midnight + 86399 * kMicrosPerSecond);
    return true;
  }
  const auto moment = time_->instant(parts.date);
  if (!moment) return false;
  parts.period_end = Instant::from_micros(moment->micros() + seconds_left(time_->text()) * kMicrosPerSecond);
  return true;
}

std::optional<FileNameParts> FileNamePattern::match(std::string_view name) const {
  // Only the last '*' is ever widened: a shorter match of an earlier one never prevents a whole match.
  Walk walk, at_star;
  std::size_t step = 0, star = steps_.size();
  while (walk.at < name.size() || step < steps_.size()) {
    if (step < steps_.size() && steps_[step].kind == Kind::run) {
      star = step++;
      at_star = walk;
    } else if (step < steps_.size() && take(steps_[step], name, walk)) {
      ++step;
    } else if (star < steps_.size() && at_star.at < name.size() && name[at_star.at] != '/') {
      at_star.parts.matched.push_back(name[at_star.at++]);
      walk = at_star;
      step = star + 1;
    } else {
      return std::nullopt;
    }
  }
  return read(walk.parts) ? std::optional(std::move(walk.parts)) : std::nullopt;
}

std::string companion_name(std::string_view pattern, const std::string& file, const FileNameParts& parts) {
  const std::size_t slash = file.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : file.substr(0, slash + 1);
  const std::string name = file.substr(folder.size());
  std::string out = folder;
  while (!pattern.empty()) {
    const std::size_t open = std::min(pattern.find('{'), pattern.size());
    out += pattern.substr(0, open);
    pattern.remove_prefix(open);
    if (pattern.empty()) break;
    const std::size_t close = pattern.find('}');
    const std::string_view inside = pattern.substr(1, close == std::string_view::npos ? close : close - 1);
    if (inside == "name") out += name;
    else if (inside == "stem") out += name.substr(0, name.find('.'));
    else if (inside == "date") out += parts.date;
    else if (inside == "serial") out += parts.serial_text;
    else return {};
    pattern.remove_prefix(std::min(pattern.size(), close + 1));
  }
  return out;
}

}  // namespace staysail
