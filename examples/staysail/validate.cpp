#include <iostream>

#include "host.hpp"
#include "printing.hpp"
#include "staysail/boss/feed_check.hpp"

namespace staysail::program {
namespace {

constexpr std::size_t kShownRows = 200;

void print_file(const FileCheck& file) {
  std::cout << file.file << " (feed " << file.feed << "): " << file.rows << " rows, " << file.good << " good, " << file.bad << " bad\n";
  if (file.failure) std::cout << "  cannot be read: " << file.failure->to_string() << "\n";
  for (const auto& missing : file.missing_columns)
    std::cout << "  column '" << missing.column << "' is missing" << (missing.suggestion.empty() ? "" : "; did you mean '" + missing.suggestion + "'?") << "\n";
  for (const auto& [table, rows] : file.rows_by_table) std::cout << "  " << rows << " rows for " << table << "\n";
  for (const auto& column : file.unknown_columns) std::cout << "  column '" << column << "' is not mapped: " << (file.keeps_unknown ? "kept as an extension" : "ignored") << "\n";
  for (const auto& [reason, rows] : file.bad_by_reason) std::cout << "  " << rows << " rows: " << reason << "\n";
}

void print_rejects(const RejectList& rejects) {
  for (const auto& row : rejects.rows()) {
    std::cout << row.file << ":" << row.line << ": " << row.reason;
    if (!row.column.empty()) std::cout << " in column '" << row.column << "'";
    std::cout << (row.text.empty() ? "" : ": " + row.text) << "\n";
  }
  if (rejects.size() > rejects.rows().size()) std::cout << "... and " << rejects.size() - rejects.rows().size() << " more\n";
}

void print_check(const FeedCheck& check, const RejectList& rejects) {
  for (const auto& file : check.files) print_file(file);
  for (const auto& file : check.unmatched_files) std::cout << file << " fits no feed of the mapping\n";
  for (const auto& feed : check.missing_feeds) std::cout << "feed " << feed << " is required, and no file fits it\n";
  print_rejects(rejects);
  std::cout << check.rows() << " rows read, " << check.bad() << " of them bad; " << (check.clean() ? "clean\n" : "see above\n");
}

Result<Batch> reject_table(const RejectList& rejects) {
  std::vector<ColumnBuilder> columns;
  for (const char* name : {"file", "line", "byte_offset", "column", "reason", "text"}) columns.emplace_back(Field{name, ColumnType::text, 0, {}});
  for (const auto& row : rejects.rows()) {
    const std::string cells[] = {row.file, std::to_string(row.line), std::to_string(row.byte_offset), row.column, row.reason, row.text};
    for (std::size_t c = 0; c < columns.size(); ++c) columns[c].append_text(cells[c]);
  }
  std::vector<Column> finished;
  for (auto& column : columns) finished.push_back(column.finish());
  return Batch::of(std::move(finished));
}

Result<bool> carry_out(const ValidateAsk& ask) {
  STAYSAIL_TRY(const auto mapping, Mapping::load(ask.mapping));
  Progress progress;
  RejectList rejects(kShownRows);
  STAYSAIL_TRY(const FeedCheck check, check_feed(FolderFiles(ask.boss), mapping, rejects, progress.control()));
  if (ask.format == "table") {
    print_check(check, rejects);
    return check.clean();
  }
  STAYSAIL_TRY(const Batch rows, reject_table(rejects));
  print(rows, ask.format);
  return check.clean();
}

}  // namespace

int validate(const ValidateAsk& ask) {
  const auto clean = carry_out(ask);
  if (!clean) return failed(clean.error());
  return *clean ? kOk : kFindings;
}

}  // namespace staysail::program
