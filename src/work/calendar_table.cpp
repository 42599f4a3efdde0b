#include "work/calendar_table.hpp"

namespace staysail {
namespace {

Result<std::vector<Day>> read_dates(const TomlTable& table, std::string_view key) {
  std::vector<Day> days;
  const auto value = table.find(key);
  if (!value) return days;
  STAYSAIL_TRY(const std::vector<TomlValue> items, value->items());
  for (const TomlValue& item : items) {
    STAYSAIL_TRY(const Day day, item.day());
    days.push_back(day);
  }
  return days;
}

}  // namespace

Status read_calendar(const TomlTable& document, BusinessCalendar& out) {
  if (!document.has("calendar")) return ok();
  STAYSAIL_TRY(const TomlTable table, document.table("calendar"));
  STAYSAIL_CHECK(table.only({"holidays", "working_days"}));
  STAYSAIL_TRY(const std::vector<Day> holidays, read_dates(table, "holidays"));
  STAYSAIL_TRY(const std::vector<Day> working_days, read_dates(table, "working_days"));
  auto calendar = BusinessCalendar::of(holidays, working_days);
  if (!calendar) return table.error(Errc::playbook_invalid, calendar.error().message());
  out = *std::move(calendar);
  return ok();
}

}  // namespace staysail
