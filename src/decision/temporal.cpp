#include "staysail/decision/temporal.hpp"

#include <charconv>

#include "decision/time_zone.hpp"

namespace staysail {
namespace {

using decision::find_zone;
using decision::name_of;
using decision::offset_at_civil;
using decision::offset_at_utc;
using decision::standard_offset;

constexpr std::int64_t kSecondsPerDay = 86'400;

// A cursor over temporal text. Each take_* drops what it read; `failed` stays set after the first miss.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}
  bool at_end() const { return rest_.empty(); }
  bool failed() const { return failed_; }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  bool take(char c) {
    if (peek() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void need(char c) { failed_ |= !take(c); }

  // Exactly two digits; 0 when they are not there.
  int two() {
    const std::size_t before = rest_.size();
    const auto value = digits();
    failed_ |= before - rest_.size() != 2;
    return failed_ ? 0 : static_cast<int>(value);
  }

  // One or more digits.
  std::int64_t digits() {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    failed_ |= error != std::errc() || peek() == '-';
    if (!failed_) rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return value;
  }

  // ".25" as nanoseconds; digits past the ninth are dropped.
  std::int64_t fraction() {
    if (!take('.')) return 0;
    std::int64_t nanos = 0, place = kNanosPerSecond / 10;
    failed_ |= peek() < '0' || peek() > '9';
    for (; peek() >= '0' && peek() <= '9'; rest_.remove_prefix(1), place /= 10) nanos += place * (peek() - '0');
    return nanos;
  }

  std::string_view take_front(std::size_t count) {
    const std::string_view front = rest_.substr(0, count);
    rest_.remove_prefix(front.size());
    return front;
  }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

std::optional<std::int32_t> read_offset(Reader& reader) {
  if (reader.take('Z') || reader.take('z')) return 0;
  const bool west = reader.peek() == '-';
  if (!reader.take('+') && !reader.take('-')) return std::nullopt;
  const int hours = reader.two();
  reader.need(':');
  const int minutes = reader.two();
  const int seconds = hours * 3600 + minutes * 60 + (reader.take(':') ? reader.two() : 0);
  return west ? -seconds : seconds;
}

// What stands after the clock: nothing, an offset, or a zone.
bool read_where(Reader& reader, TimeOfDay& out) {
  if (reader.take('@')) {
    out.zone = find_zone(reader.take_front(std::string_view::npos));
    if (out.zone == nullptr) return false;
    out.offset_seconds = standard_offset(*out.zone);
    return true;
  }
  out.offset_seconds = read_offset(reader);
  return !out.offset_seconds || (*out.offset_seconds <= 14 * 3600 && *out.offset_seconds >= -14 * 3600);
}

std::optional<TimeOfDay> read_time(Reader& reader) {
  const int hour = reader.two();
  reader.need(':');
  const int minute = reader.two();
  reader.need(':');
  const int second = reader.two();
  const std::int64_t fraction = reader.fraction();
  TimeOfDay time{(hour * 3600LL + minute * 60LL + second) * kNanosPerSecond + fraction};
  if (reader.failed() || !read_where(reader, time)) return std::nullopt;
  if (reader.failed() || !reader.at_end() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return time;
}

std::string padded(std::int64_t value, std::size_t width) {
  std::string text = std::to_string(value);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

// ".25" for 250'000'000; empty for none.
std::string fraction_text(std::int64_t nanos) {
  if (nanos == 0) return {};
  std::string text = padded(nanos, 9);
  while (text.back() == '0') text.pop_back();
  return "." + text;
}

std::string offset_text(std::int32_t seconds) {
  if (seconds == 0) return "Z";
  const std::int32_t size = seconds < 0 ? -seconds : seconds;
  const std::string rest = size % 60 == 0 ? "" : ":" + padded(size % 60, 2);
  return (seconds < 0 ? "-" : "+") + padded(size / 3600, 2) + ":" + padded(size / 60 % 60, 2) + rest;
}

// Adds count * unit when the letter follows; the letters come in a fixed order.
struct Part {
  char letter;
  std::int64_t seconds;
};

bool read_part(Reader& reader, std::int64_t count, std::int64_t fraction, Part part, DaysDuration& out) {
  if (!reader.take(part.letter) || (fraction != 0 && part.letter != 'S')) return false;
  out.nanos += static_cast<Int128>(count) * part.seconds * kNanosPerSecond + fraction;
  return true;
}

// Reads numbers with the letters of `parts`, each at most once and in order; false when none was there.
template <std::size_t N>
bool read_parts(Reader& reader, const Part (&parts)[N], DaysDuration& out) {
  bool any = false;
  for (std::size_t next = 0; !reader.at_end() && reader.peek() != 'T';) {
    const std::int64_t count = reader.digits();
    const std::int64_t fraction = reader.fraction();
    while (next < N && reader.peek() != parts[next].letter) ++next;
    if (reader.failed() || next == N || !read_part(reader, count, fraction, parts[next++], out)) return false;
    any = true;
  }
  return any;
}

std::optional<DaysDuration> read_days_duration(Reader& reader) {
  constexpr Part kDays[] = {{'D', kSecondsPerDay}};
  constexpr Part kTimes[] = {{'H', 3600}, {'M', 60}, {'S', 1}};
  DaysDuration duration;
  if (reader.peek() != 'T' && !read_parts(reader, kDays, duration)) return std::nullopt;
  if (reader.take('T') && !read_parts(reader, kTimes, duration)) return std::nullopt;
  if (reader.failed() || !reader.at_end()) return std::nullopt;
  return duration;
}

std::string count_text(Int128 count, char letter) {
  return count == 0 ? std::string() : std::to_string(static_cast<std::int64_t>(count)) + letter;
}

}  // namespace

std::optional<TimeOfDay> TimeOfDay::parse(std::string_view text) {
  Reader reader(text);
  return read_time(reader);
}

std::string TimeOfDay::to_string() const {
  const std::int64_t seconds = nanos / kNanosPerSecond;
  const std::string clock =
      padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2);
  const std::string where = zone != nullptr  ? "@" + name_of(*zone)
                            : offset_seconds ? offset_text(*offset_seconds)
                                             : std::string();
  return clock + fraction_text(nanos % kNanosPerSecond) + where;
}

std::optional<DateTime> DateTime::parse(std::string_view text) {
  const std::size_t mark = text.find('T');
  const auto day = CivilDay::parse(text.substr(0, mark));
  if (!day) return std::nullopt;
  if (mark == std::string_view::npos) return DateTime{*day, TimeOfDay{}};
  const auto time = TimeOfDay::parse(text.substr(mark + 1));
  if (!time) return std::nullopt;
  return at(*day, *time);
}

DateTime DateTime::at(CivilDay day, TimeOfDay time) {
  if (time.zone != nullptr)
    time.offset_seconds =
        offset_at_civil(*time.zone, day.days_since_epoch() * kSecondsPerDay + time.nanos / kNanosPerSecond);
  return {day, time};
}

std::optional<DateTime> DateTime::plus_nanos(Int128 nanos) const {
  Int128 civil = static_cast<Int128>(day.days_since_epoch()) * kNanosPerDay + time.nanos + nanos;
  TimeOfDay moved = time;
  if (time.zone != nullptr) {
    const Int128 utc = line_nanos() + nanos;
    moved.offset_seconds = offset_at_utc(*time.zone, static_cast<std::int64_t>(utc / kNanosPerSecond));
    civil = utc + static_cast<Int128>(*moved.offset_seconds) * kNanosPerSecond;
  }
  const Int128 days = civil / kNanosPerDay - (civil % kNanosPerDay < 0 ? 1 : 0);
  moved.nanos = static_cast<std::int64_t>(civil - days * kNanosPerDay);
  const auto date = CivilDay::since_epoch(days);
  if (!date) return std::nullopt;
  return DateTime{*date, moved};
}

DateTime DateTime::of(Instant instant) {
  constexpr std::int64_t kMicrosPerDay = kNanosPerDay / 1000;
  const std::int64_t rest = instant.micros() % kMicrosPerDay;
  const std::int64_t micros = rest < 0 ? rest + kMicrosPerDay : rest;
  return {Day::since_epoch(static_cast<std::int32_t>((instant.micros() - micros) / kMicrosPerDay)),
          TimeOfDay{micros * 1000}};
}

Int128 DateTime::line_nanos() const {
  const Int128 civil = static_cast<Int128>(day.days_since_epoch()) * kNanosPerDay + time.nanos;
  return civil - static_cast<Int128>(time.offset_seconds.value_or(0)) * kNanosPerSecond;
}

std::string DateTime::to_string() const { return day.to_string() + "T" + time.to_string(); }

std::optional<DaysDuration> DaysDuration::parse(std::string_view text) {
  Reader reader(text);
  const bool negative = reader.take('-');
  reader.need('P');
  auto duration = read_days_duration(reader);
  if (duration && negative) duration->nanos = -duration->nanos;
  return duration;
}

std::string DaysDuration::to_string() const {
  if (nanos == 0) return "PT0S";
  const Int128 magnitude = nanos < 0 ? -nanos : nanos;
  const Int128 seconds = magnitude / kNanosPerSecond;
  const std::string fraction = fraction_text(static_cast<std::int64_t>(magnitude % kNanosPerSecond));
  std::string times = count_text(seconds / 3600 % 24, 'H') + count_text(seconds / 60 % 60, 'M');
  if (!fraction.empty()) times += std::to_string(static_cast<std::int64_t>(seconds % 60)) + fraction + "S";
  else times += count_text(seconds % 60, 'S');
  return (nanos < 0 ? "-P" : "P") + count_text(seconds / kSecondsPerDay, 'D') + (times.empty() ? "" : "T" + times);
}

std::optional<MonthsDuration> MonthsDuration::parse(std::string_view text) {
  constexpr std::int64_t kMost = 12'000'000'000;
  Reader reader(text);
  const bool negative = reader.take('-');
  reader.need('P');
  std::int64_t count = reader.digits(), months = 0;
  const bool years = reader.take('Y');
  if (years && count < kMost) months = count * 12;
  if (years && !reader.at_end()) count = reader.digits();
  else if (years) count = -1;
  if (count >= 0) reader.need('M');
  if (reader.failed() || !reader.at_end() || count > kMost) return std::nullopt;
  months += count < 0 ? 0 : count;
  return MonthsDuration{negative ? -months : months};
}

std::string MonthsDuration::to_string() const {
  if (months == 0) return "P0M";
  const std::int64_t magnitude = months < 0 ? -months : months;
  return (months < 0 ? "-P" : "P") + count_text(magnitude / 12, 'Y') + count_text(magnitude % 12, 'M');
}

}  // namespace staysail
