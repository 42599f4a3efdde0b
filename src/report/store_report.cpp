#include "staysail/report/store_report.hpp"

#include "staysail/report/html_report.hpp"
#include "staysail/work/task_desk.hpp"
#include "staysail/work/task_frame.hpp"

namespace staysail {
namespace {

constexpr std::size_t kReportedNights = 12;

Result<std::vector<NightRecord>> nights_before(Store& store, const NightRecord& last) {
  STAYSAIL_TRY(auto periods, NightRecord::periods(store));
  std::erase_if(periods, [&](Month month) { return month >= last.period(); });
  if (periods.size() > kReportedNights - 1) periods.erase(periods.begin(), periods.end() - (kReportedNights - 1));
  std::vector<NightRecord> nights;
  for (const Month month : periods) {
    const bool just_before = month + 1 == last.period();
    STAYSAIL_TRY(auto night, NightRecord::load(store, month,
                                               just_before ? reading_of_night_before(last) : reading_of_past_nights()));
    if (night) nights.push_back(*std::move(night));
  }
  return nights;
}

}  // namespace

Result<std::string> report_of(Store& store, Month last, const std::string& language) {
  STAYSAIL_TRY(const auto night, NightRecord::load(store, last));
  if (!night) return Error(Errc::invalid_argument, "no night of this month is in the store: " + last.to_string());
  STAYSAIL_TRY(const auto tasks, TaskDesk(store.entities()).list());
  return report_of(store, *night, tasks, language);
}

Result<std::string> report_of(Store& store, const NightRecord& night, const std::vector<Task>& tasks,
                              const std::string& language) {
  STAYSAIL_TRY(auto nights, nights_before(store, night));
  nights.push_back(night);
  STAYSAIL_TRY(const Batch frame, task_frame(tasks));
  ReportOptions options;
  options.language = language;
  options.currency = night.currency;
  return render_report(nights, frame, options);
}

}  // namespace staysail
