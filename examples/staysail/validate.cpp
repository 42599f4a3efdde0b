#include <algorithm>
#include <iostream>
#include <limits>

#include "host.hpp"
#include "known_bosses.hpp"
#include "printing.hpp"
#include "staysail/boss/exchange.hpp"
#include "staysail/boss/feed_check.hpp"
#include "staysail/boss/sql_check.hpp"

namespace staysail::program {
namespace {

// People read the first findings; a program gets them all.
std::size_t shown_rows(const std::string& format) {
  return format == "table" ? 200 : std::numeric_limits<std::size_t>::max();
}

std::string column_sentence(const FileCheck::Missing& missing) {
  return "column '" + missing.column + "' is missing" +
         (missing.suggestion.empty() ? "" : "; did you mean '" + missing.suggestion + "'?");
}

void print_file(const FileCheck& file) {
  std::cout << file.file << " (feed " << file.feed << "): " << file.rows << " rows, " << file.good << " good, "
            << file.bad << " bad\n";
  if (file.failure) std::cout << "  cannot be read: " << file.failure->to_string() << "\n";
  if (file.withheld)
    std::cout << "  no row of it would come in (" << file.withheld->reason << "): " << file.withheld->message << "\n";
  for (const auto& notice : file.notices) std::cout << "  " << notice << "\n";
  for (const auto& missing : file.missing_columns) std::cout << "  " << column_sentence(missing) << "\n";
  for (const auto& [table, rows] : file.rows_by_table) std::cout << "  " << rows << " rows for " << table << "\n";
  for (const auto& column : file.unknown_columns)
    std::cout << "  column '" << column
              << "' is not mapped: " << (file.keeps_unknown ? "kept as an extension" : "ignored") << "\n";
  for (const auto& [reason, rows] : file.bad_by_reason) std::cout << "  " << rows << " rows: " << reason << "\n";
}

void print_rejects(const RejectList& rejects) {
  for (const auto& row : rejects.rows()) {
    std::cout << row.file << ":" << row.line << ": " << row.reason;
    if (!row.column.empty()) std::cout << " in column '" << row.column << "'";
    std::cout << (row.text.empty() ? "" : ": " + row.text) << "\n";
  }
  if (rejects.size() > rejects.rows().size())
    std::cout << "... and " << rejects.size() - rejects.rows().size() << " more\n";
}

void print_check(const FeedCheck& check, const RejectList& rejects) {
  for (const auto& file : check.files) print_file(file);
  for (const auto& file : check.unmatched_files) std::cout << file << " fits no feed of the mapping\n";
  for (const auto& feed : check.missing_feeds) std::cout << "feed " << feed << " is required, and no file fits it\n";
  print_rejects(rejects);
  const auto unread = std::count_if(check.files.begin(), check.files.end(),
                                    [](const FileCheck& file) { return file.failure.has_value(); });
  const auto withheld = std::count_if(check.files.begin(), check.files.end(),
                                      [](const FileCheck& file) { return file.withheld.has_value(); });
  std::cout << check.rows() << " rows read, " << check.bad() << " of them bad; ";
  if (unread != 0) std::cout << unread << (unread == 1 ? " file" : " files") << " cannot be read; ";
  if (withheld != 0) std::cout << withheld << (withheld == 1 ? " file" : " files") << " withheld; ";
  if (!check.missing_feeds.empty()) std::cout << check.missing_feeds.size() << " required and missing; ";
  std::cout << (check.clean() ? "clean\n" : "see above\n");
}

using Rows = std::vector<std::vector<std::string>>;

// What is wrong with whole files, one row each; the error's code, or what the missing thing is.
void append_file_findings(const FileCheck& file, Rows& rows) {
  for (const auto& missing : file.missing_columns)
    rows.push_back({file.file, "", "", missing.column, "missing_column", column_sentence(missing)});
  if (file.withheld) rows.push_back({file.file, "", "", "", file.withheld->reason, file.withheld->message});
  for (const auto& notice : file.notices) rows.push_back({file.file, "", "", "", "notice", notice});
  if (!file.failure || !file.missing_columns.empty()) return;
  const std::uint64_t line = file.failure->place() == nullptr ? 0 : file.failure->place()->line;
  rows.push_back({file.file, line == 0 ? "" : std::to_string(line), "", "", std::string(name_of(file.failure->code())),
                  file.failure->message()});
}

Result<Batch> finding_table(const FeedCheck& check, const RejectList& rejects) {
  Rows rows;
  for (const auto& file : check.files) append_file_findings(file, rows);
  for (const auto& feed : check.missing_feeds)
    rows.push_back({feed, "", "", "", "missing_feed", "feed " + feed + " is required, and no file fits it"});
  for (const auto& row : rejects.rows())
    rows.push_back(
        {row.file, std::to_string(row.line), std::to_string(row.byte_offset), row.column, row.reason, row.text});
  return text_rows({"file", "line", "byte_offset", "column", "reason", "text"}, rows, {"line", "byte_offset"});
}

// A folder is checked file by file, a database table by table; a BOSS that is asked, by what it answers.
Result<FeedCheck> check_boss(const ValidateAsk& ask, RejectSink& rejects, const Control& control) {
  STAYSAIL_TRY(const auto boss, known_bosses().open({ask.boss, ask.mapping, {}, wall_clock()}));
  if (!boss.folder.empty())
    return check_feed(*export_files(boss.folder, *boss.mapping), *boss.mapping, rejects, control, wall_clock());
  if (boss.database) return check_tables(*boss.database, *boss.mapping, rejects, control);
  auto check = check_feed(*boss.feed, rejects, control);
  for (const auto& observation : boss.observations()) std::cerr << "staysail: " << observation << "\n";
  return check;
}

Result<bool> carry_out(const ValidateAsk& ask) {
  Progress progress;
  RejectList rejects(shown_rows(ask.format));
  STAYSAIL_TRY(const FeedCheck check, check_boss(ask, rejects, progress.control()));
  if (ask.format == "table") {
    print_check(check, rejects);
    return check.clean();
  }
  STAYSAIL_TRY(const Batch rows, finding_table(check, rejects));
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
