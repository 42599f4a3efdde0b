#include "host.hpp"
#include "staysail/files/atomic_file.hpp"
#include "staysail/report/store_report.hpp"

namespace staysail::program {
namespace {

Status carry_out(Store& store, const ReportAsk& ask) {
  STAYSAIL_TRY(const auto latest, load_night(store, {}));
  STAYSAIL_TRY(const std::string html, report_of(store, latest.period(), ask.language));
  return write_file(ask.out, html);
}

}  // namespace

int report(const ReportAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto written = carry_out(**store, ask);
  return written ? kOk : failed(written.error());
}

}  // namespace staysail::program
