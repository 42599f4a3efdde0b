#include "night_tables.hpp"

#include <algorithm>

#include "staysail/base/decimal_text.hpp"

namespace staysail::cycle {
namespace {

Field text_field(std::string name) { return {std::move(name), ColumnType::text, 0, {}}; }
Field count_field(std::string name) { return {std::move(name), ColumnType::number, 0, "rows"}; }

void append_dangling(std::span<const std::uint32_t> links, std::string_view identifier, const Population& population,
                     TextRows& rows) {
  const Column* ids = population.subscriptions().find(identifier);
  std::size_t dangling = 0;
  for (std::size_t row = 0; row < links.size(); ++row)
    dangling += links[row] == kNoRow && ids != nullptr && !ids->is_null(row) ? 1 : 0;
  if (dangling != 0) rows.push_back({"dangling", std::string(identifier), std::to_string(dangling)});
}

void append_completeness(const Batch& frame, TextRows& rows) {
  if (frame.rows() == 0) return;
  for (const auto& column : frame.columns()) {
    const auto present = static_cast<Int128>(column.size() - column.null_count());
    const auto percent = divide_half_even(present * 10000, static_cast<Int128>(column.size()));
    rows.push_back({"completeness", column.field().name, decimal_text(static_cast<std::int64_t>(percent), 2)});
  }
}

void append_text_or_null(ColumnBuilder& column, const std::string& text) {
  if (text.empty()) column.append_null();
  else column.append_text(text);
}

// Why the file was withheld, and what else people should know of it.
std::string note_of(const FileIntake& file) {
  std::string note = file.withheld ? file.withheld->message : std::string();
  for (const auto& notice : file.notices) note += (note.empty() ? "" : "; ") + notice;
  return note;
}

}  // namespace

Result<Batch> text_table(const std::vector<std::string>& names, const TextRows& rows) {
  std::vector<ColumnBuilder> builders;
  for (const auto& name : names) builders.emplace_back(text_field(name));
  for (const auto& row : rows) {
    for (std::size_t c = 0; c < builders.size(); ++c) {
      if (row[c].empty()) builders[c].append_null();
      else builders[c].append_text(row[c]);
    }
  }
  std::vector<Column> columns;
  for (auto& builder : builders) columns.push_back(builder.finish());
  return Batch::of(std::move(columns));
}

Result<Batch> files_table(const IntakeReport& intake) {
  STAYSAIL_TRY(const Schema schema, Schema::of({text_field("file"),
                                                text_field("feed"),
                                                count_field("read"),
                                                count_field("accepted"),
                                                count_field("duplicate"),
                                                count_field("quarantined"),
                                                {"seen_before", ColumnType::boolean, 0, {}},
                                                text_field("withheld"),
                                                text_field("note")}));
  BatchBuilder builder(schema);
  for (const auto& file : intake.files) {
    builder.column(0).append_text(file.file);
    builder.column(1).append_text(file.feed);
    std::size_t column = 2;
    for (const std::uint64_t count :
         {file.counts.read, file.counts.accepted, file.counts.duplicate, file.counts.quarantined})
      builder.column(column++).append_number(static_cast<std::int64_t>(count));
    builder.column(6).append_boolean(file.seen_before);
    append_text_or_null(builder.column(7), file.withheld ? file.withheld->reason : std::string());
    append_text_or_null(builder.column(8), note_of(file));
  }
  return builder.finish();
}

std::map<std::string, std::uint64_t> records_outside(const Quarantine& quarantine) {
  std::map<std::string, std::uint64_t> reasons;
  const RejectedRow* before = nullptr;  // the rows stand by file and line
  for (const auto& row : quarantine.rows()) {
    if (before == nullptr || before->file != row.file || before->line != row.line) ++reasons[row.reason];
    before = &row;
  }
  return reasons;
}

Result<Batch> quality_table(const Population& population, const std::vector<MissingInput>& missing,
                            const Quarantine& quarantine, const Conflicts& conflicts) {
  TextRows rows;
  for (const auto& input : missing) rows.push_back({"missing_input", input.indicator, input.reason});
  if (!population.missing_device_attribute().empty())
    rows.push_back({"missing_input", "household_id",
                    "subscriptions have no text attribute " + population.missing_device_attribute()});
  append_dangling(population.customer_of(), "customer_id", population, rows);
  append_dangling(population.account_of(), "account_id", population, rows);
  for (const auto& [reason, count] : records_outside(quarantine))
    rows.push_back({"quarantined", reason, std::to_string(count)});
  std::map<std::string, std::uint64_t> waiting;
  for (const auto& part : quarantine.waiting()) ++waiting[part.text];
  for (const auto& [table, count] : waiting) rows.push_back({"waiting", table, std::to_string(count)});
  for (const auto& [table, count] : conflicts.by_table()) rows.push_back({"conflicting", table, std::to_string(count)});
  for (const auto& fault : population.groups().faults())
    rows.push_back({"group_fault", fault.groups, std::string(fault.advice())});
  append_completeness(population.subscriptions(), rows);
  return text_table({"finding", "subject", "value"}, rows);
}

}  // namespace staysail::cycle
