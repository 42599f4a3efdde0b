#include "staysail/work/office_rules.hpp"

#include <filesystem>

#include "staysail/files/byte_source.hpp"
#include "work/calendar_table.hpp"

namespace staysail {
namespace {

constexpr std::size_t kMostBytes = 1024 * 1024;

Error invalid(const TomlValue& value, const std::string& message) {
  return value.error(Errc::playbook_invalid, message);
}

// "09:00" as minutes, "24:00" included; -1 for any other text.
std::int32_t minute_of(std::string_view text) {
  const auto digit = [text](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : -1000; };
  if (text.size() != 5 || text[2] != ':') return -1;
  const int hours = digit(0) * 10 + digit(1), minutes = digit(3) * 10 + digit(4);
  if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > 24 * 60) return -1;
  return hours * 60 + minutes;
}

Result<std::vector<Shift>> read_shifts(const TomlValue& value) {
  STAYSAIL_TRY(const std::vector<std::string> texts, value.texts());
  std::vector<Shift> shifts;
  for (const std::string& text : texts) {
    const std::size_t dash = std::min(text.find('-'), text.size());
    const Shift shift{minute_of(std::string_view(text).substr(0, dash)),
                      minute_of(std::string_view(text).substr(std::min(dash + 1, text.size())))};
    if (shift.from_minute < 0 || shift.to_minute < 0)
      return invalid(value, "a shift reads \"09:00-12:00\"; not: " + text);
    shifts.push_back(shift);
  }
  return shifts;
}

// A kind of matter, or kind:subject.
Status check_target(const TomlValue& value, const std::string& key) {
  const std::string name = key.substr(0, key.find(':'));
  const auto kind = matter_kind_of(name);
  if (!kind) return invalid(value, std::string(kind.error().message()));
  if (name == key) return ok();
  for (const std::string_view subject : subjects_of(*kind))
    if (subject == key.substr(name.size() + 1)) return ok();
  return invalid(value, "this kind of matter has no such subject: " + key);
}

Status read_minutes(const TomlTable& document, ServiceLevel& out) {
  if (!document.has("minutes")) return ok();
  STAYSAIL_TRY(const TomlTable table, document.table("minutes"));
  for (const std::string& key : table.keys()) {
    const TomlValue value = *table.find(key);
    STAYSAIL_CHECK(check_target(value, key));
    STAYSAIL_TRY(const std::int64_t minutes, value.integer());
    if (minutes < 1 || minutes > 525'600) return invalid(value, "a matter may take 1 to 525600 working minutes");
    out.minutes_of[key] = minutes;
  }
  return ok();
}

Result<std::int64_t> between(const TomlTable& document, std::string_view key, std::int64_t usual, std::int64_t least,
                             std::int64_t most) {
  STAYSAIL_TRY(const std::int64_t value, document.integer_or(key, usual));
  if (least <= value && value <= most) return value;
  return invalid(*document.find(key),
                 std::string(key) + " lies between " + std::to_string(least) + " and " + std::to_string(most));
}

Result<std::string> text_of(const std::string& folder, const char* file) {
  const std::string path = folder + "/" + file;
  if (!std::filesystem::exists(path)) return std::string();
  return read_file(path, kMostBytes);
}

}  // namespace

Result<ServiceLevel> OfficeRules::parse_clock(std::string_view toml, const std::string& name,
                                              const std::string& calendar) {
  STAYSAIL_TRY(const TomlTable document, TomlTable::parse(toml, name));
  STAYSAIL_CHECK(document.only({"shifts", "warn_percent", "call_again_minutes", "calls", "minutes"}));
  STAYSAIL_TRY(const TomlTable days, TomlTable::parse(calendar, "work.toml"));
  BusinessCalendar working;
  STAYSAIL_CHECK(read_calendar(days, working));
  ServiceLevel level;
  std::vector<Shift> shifts = {Shift{540, 1080}};
  if (document.has("shifts")) {
    STAYSAIL_TRY(shifts, read_shifts(*document.find("shifts")));
  }
  auto hours = WorkingHours::of(std::move(working), std::move(shifts));
  if (!hours) return document.error(Errc::playbook_invalid, hours.error().message());
  level.hours = *std::move(hours);
  STAYSAIL_TRY(const std::int64_t warn, between(document, "warn_percent", level.warn_percent, 0, 100));
  level.warn_percent = static_cast<std::int32_t>(warn);
  STAYSAIL_TRY(level.call_again_minutes, between(document, "call_again_minutes", level.call_again_minutes, 1, 525'600));
  STAYSAIL_TRY(level.calls, between(document, "calls", level.calls, 0, 100));
  STAYSAIL_CHECK(read_minutes(document, level));
  return level;
}

Result<OfficeRules> OfficeRules::load(const std::string& folder) {
  OfficeRules rules;
  STAYSAIL_TRY(rules.access, parse_access_table(usual_access_table(), "the usual table of access"));
  if (folder.empty()) return rules;
  if (!std::filesystem::is_directory(folder)) return Error(Errc::not_found, "there is no folder: " + folder);
  STAYSAIL_TRY(const std::string access, text_of(folder, "access.csv"));
  STAYSAIL_TRY(const std::string clock, text_of(folder, "clock.toml"));
  STAYSAIL_TRY(const std::string work, text_of(folder, "work.toml"));
  if (!access.empty()) {
    STAYSAIL_TRY(rules.access, parse_access_table(access, folder + "/access.csv"));
  }
  if (!clock.empty()) {
    STAYSAIL_TRY(rules.service, parse_clock(clock, folder + "/clock.toml", work));
  }
  return rules;
}

}  // namespace staysail
