#include <iostream>

#include "host.hpp"
#include "printing.hpp"
#include "staysail/report/table_export.hpp"

namespace staysail::program {
namespace {

Result<TableExportRequest> request_of(const ExportAsk& ask) {
  TableExportRequest request;
  request.tables = ask.tables;
  if (!ask.first.empty()) {
    STAYSAIL_TRY(request.first, Month::parse(ask.first));
  }
  if (!ask.last.empty()) {
    STAYSAIL_TRY(request.last, Month::parse(ask.last));
  }
  if (!ask.as_of.empty()) {
    STAYSAIL_TRY(request.as_of, Day::parse(ask.as_of));
  }
  if (!ask.purpose.empty()) {
    STAYSAIL_TRY(request.purpose, Purpose::of(ask.purpose));
  }
  return request;
}

Status print_one(Store& store, const ModelCatalog& catalog, const TableExportRequest& request,
                 const std::string& format) {
  StoredTableRequest one{request.tables.front(), {}, request.first, request.last, request.as_of, request.purpose};
  if (!one.as_of) {
    STAYSAIL_TRY(one.as_of, NightRecord::latest_day(store));
  }
  STAYSAIL_TRY(const Batch rows, stored_table(store, catalog, one));
  print(rows, format);
  return ok();
}

std::string names_of(const std::vector<std::string>& tables) {
  std::string names;
  for (const auto& table : tables) names += (names.empty() ? "" : ", ") + table;
  return names.empty() ? "all tables" : names;
}

Status carry_out(Store& store, const ExportAsk& ask) {
  STAYSAIL_TRY(const auto catalog, catalog_of(ask.mapping));
  STAYSAIL_TRY(const auto request, request_of(ask));
  STAYSAIL_CHECK(note_read(store, "staysail export", names_of(request.tables), request.purpose));
  if (ask.out.empty()) return print_one(store, catalog, request, ask.format);
  Progress progress;
  STAYSAIL_TRY(const auto files, export_tables(store, catalog, request, ask.out, progress.control()));
  STAYSAIL_TRY(const Batch told, exported_frame(files));
  print(told, ask.format);
  return ok();
}

}  // namespace

int export_tables(const ExportAsk& ask) {
  if (ask.out.empty() && ask.tables.size() != 1) {
    std::cerr << "staysail: name one --table to print, or a folder with --out for all of them\n";
    return kUsage;
  }
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto done = carry_out(**store, ask);
  return done ? kOk : failed(done.error());
}

}  // namespace staysail::program
