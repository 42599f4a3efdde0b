#include "staysail/report/store_report.hpp"

#include "staysail/cycle/night_record.hpp"
#include "staysail/report/html_report.hpp"
#include "staysail/work/task_desk.hpp"
#include "staysail/work/task_frame.hpp"

namespace staysail {
namespace {

constexpr std::size_t kReportedNights = 12;

Result<std::vector<NightRecord>> nights_up_to(Store& store, Month last) {
  STAYSAIL_TRY(auto periods, NightRecord::periods(store));
  std::erase_if(periods, [&](Month month) { return month > last; });
  if (periods.size() > kReportedNights) periods.erase(periods.begin(), periods.end() - kReportedNights);
  std::vector<NightRecord> nights;
  for (const Month month : periods) {
    STAYSAIL_TRY(auto night, NightRecord::load(store, month));
    if (night) nights.push_back(*std::move(night));
  }
  return nights;
}

}  // namespace

Result<std::string> report_of(Store& store, Month last, const std::string& language) {
  STAYSAIL_TRY(const auto nights, nights_up_to(store, last));
  TaskDesk desk(store.entities());
  STAYSAIL_TRY(const auto all, desk.list());
  STAYSAIL_TRY(const Batch tasks, task_frame(all));
  ReportOptions options;
  options.language = language;
  if (!nights.empty()) options.currency = nights.back().currency;
  return render_report(nights, tasks, options);
}

}  // namespace staysail
