// Who belongs together: group customers with their members, and households.
#include <iostream>

#include "host.hpp"
#include "printing.hpp"
#include "staysail/cycle/group_report.hpp"
#include "staysail/cycle/household_report.hpp"

namespace staysail::program {
namespace {

// What stands deeper is moved to the right, for people.
Result<Batch> indented(const Batch& rows) {
  const Column &levels = *rows.find("level"), &ids = *rows.find("id");
  ColumnBuilder builder(ids.field());
  for (std::size_t row = 0; row < rows.rows(); ++row)
    builder.append_text(std::string(2 * static_cast<std::size_t>(levels.numbers()[row]), ' ') +
                        std::string(ids.text(row)));
  return rows.with(builder.finish());
}

void tell_faults(const GroupReport& report) {
  for (const auto& fault : report.faults)
    std::cerr << "staysail: left out of the tree: " << fault.groups << "; " << fault.advice() << "\n";
}

Result<int> carry_out(Store& store, const GroupsAsk& ask) {
  GroupRequest request;
  request.id = ask.id;
  request.figures = ask.figures;
  request.lines = !ask.no_lines;
  STAYSAIL_TRY(request.how, line_figure_of(ask.roll_up));
  STAYSAIL_TRY(const auto report, report_groups(store, request));
  tell_faults(report);
  if (ask.format == "table" && !ask.id.empty()) {
    STAYSAIL_TRY(const Batch rows, indented(report.rows));
    print(rows, ask.format);
  } else {
    print(report.rows, ask.format);
  }
  return report.faults.empty() ? kOk : kFindings;
}

Status carry_out(Store& store, const HouseholdsAsk& ask) {
  HouseholdRequest request;
  request.id = ask.id;
  if (!ask.purpose.empty()) {
    STAYSAIL_TRY(request.purpose, Purpose::of(ask.purpose));
  }
  STAYSAIL_TRY(const auto report, report_households(store, request));
  if (!ask.id.empty()) STAYSAIL_CHECK(note_read(store, "staysail households", report.household, request.purpose));
  if (!report.declared)
    std::cerr << "staysail: view.toml of the latest night declares no [households]; these are by the defaults, and no "
                 "rule sees them\n";
  print(report.rows, ask.format);
  return ok();
}

}  // namespace

int groups(const GroupsAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto done = carry_out(**store, ask);
  return done ? *done : failed(done.error());
}

int households(const HouseholdsAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto done = carry_out(**store, ask);
  return done ? kOk : failed(done.error());
}

}  // namespace staysail::program
