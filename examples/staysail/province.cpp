// The verbs transfer and province: cities' stores go up into the province's, and what they found is added up.
#include "staysail/cycle/province.hpp"

#include <iostream>

#include "host.hpp"
#include "printing.hpp"

namespace staysail::program {
namespace {

Result<int> carry_up(Store& from, Store& to, const TransferAsk& ask) {
  Progress progress;
  STAYSAIL_TRY(const ModelCatalog catalog, catalog_of(ask.mapping));
  const ErasureAudit audit{kAuditKey, wall_clock(), "staysail transfer"};
  STAYSAIL_TRY(const TransferReport report, transfer(from, ask.city, to, catalog, progress.control(), audit));
  STAYSAIL_CHECK(keep_list_of_erased(ask.to, to));
  std::vector<std::vector<std::string>> rows;
  for (const ReplicatedTable& table : report.tables)
    if (table.read > 0 || ask.format != "table")
      rows.push_back(
          {table.table, std::to_string(table.read), std::to_string(table.news), std::to_string(table.left_out)});
  rows.push_back({"analyses", std::to_string(report.analyses), std::to_string(report.analyses_new), "0"});
  if (report.erased > 0)
    std::cerr << "staysail: " << report.erased << " customers whom the city has erased are erased here too\n";
  STAYSAIL_TRY(const Batch told, text_rows({"table", "read", "news", "left_out"}, rows, {"read", "news", "left_out"}));
  print(told, ask.format);
  return kOk;
}

Result<Month> period_of(Store& store, const std::string& asked) {
  if (!asked.empty()) return Month::parse(asked);
  STAYSAIL_TRY(const auto months, analysed_months(store));
  if (months.empty())
    return Error(Errc::not_found,
                 "no city has told of a night yet; `staysail transfer` brings what a city's store knows");
  return months.back();
}

// A row a city and figure, the province last.
Result<int> tell_province(Store& store, const ProvinceAsk& ask) {
  STAYSAIL_TRY(const Month period, period_of(store, ask.period));
  STAYSAIL_TRY(const auto cities, analyses_of(store, period));
  if (cities.empty()) return Error(Errc::not_found, "no city has told of a night in " + period.to_string());
  STAYSAIL_TRY(const Batch frame, province_frame(cities));
  print(frame, ask.format);
  return kOk;
}

}  // namespace

int transfer_up(const TransferAsk& ask) {
  const auto from = open_named_store(ask.from, Opening::existing);
  if (!from) return refused_store(from.error());
  const auto to = open_named_store(ask.to, Opening::or_make);
  if (!to) return refused_store(to.error());
  const auto done = carry_up(**from, **to, ask);
  return done ? *done : failed(done.error());
}

int province(const ProvinceAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto done = tell_province(**store, ask);
  return done ? *done : failed(done.error());
}

}  // namespace staysail::program
