#include "staysail/boss/outbox_actions.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <unordered_set>

#include "staysail/files/byte_source.hpp"
#include "staysail/files/csv_table.hpp"
#include "staysail/files/csv_writer.hpp"
#include "staysail/files/move_file.hpp"
#include "staysail/files/value_text.hpp"

namespace staysail {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 9> kColumns = {"action_token", "kind",       "subscription_id",
                                                      "customer_id",  "account_id", "requested",
                                                      "parameters",   "task_id",    "strategy_id"};
using Row = std::array<std::string, kColumns.size()>;

Row row_of(const BossAction& action, const std::string& token) {
  return {token,
          std::string(name_of(action.kind)),
          action.subscription.text(),
          action.customer.text(),
          action.account.text(),
          action.requested.to_string(),
          parameters_text(action.parameters),
          action.task.text(),
          action.strategy.text()};
}

void append_row(std::string& out, const Row& row) {
  append_csv_row(out, std::vector<std::string_view>(row.begin(), row.end()));
}

constexpr const char* kReceipts = "receipts";

// Files of the folder whose names start so and end in ".csv", by name. A folder that is not there has none.
Result<std::vector<std::string>> files_named(const std::string& folder, const std::string& prefix) {
  std::vector<std::string> files;
  std::error_code failure;
  if (!fs::exists(folder, failure)) return files;
  for (fs::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure)) {
    const std::string name = entry->path().filename().string();
    if (name.starts_with(prefix) && name.ends_with(".csv")) files.push_back(entry->path().string());
  }
  if (failure) return Error(Errc::io_failed, "listing the outbox failed (" + failure.message() + "): " + folder);
  std::sort(files.begin(), files.end());
  return files;
}

// Receipts that nobody has sorted yet, and those sorted that have good rows, by the names of the files.
Result<std::vector<std::string>> receipt_files(const std::string& folder) {
  std::vector<std::string> files;
  for (const char* sorted : {"", "/good", "/partly_bad"}) {
    STAYSAIL_TRY(const auto some, files_named(folder + sorted, kReceipts));
    files.insert(files.end(), some.begin(), some.end());
  }
  std::stable_sort(files.begin(), files.end(), [](const std::string& a, const std::string& b) {
    return fs::path(a).filename() < fs::path(b).filename();
  });
  return files;
}

using RowsByToken = std::map<std::string, std::vector<std::string>>;

// What is wrong with a row of a receipt; no reason: nothing.
BadRow fault_of(const std::vector<CsvCell>& cells, const std::unordered_set<std::string_view>& submitted) {
  if (cells.size() < 2 || cells.size() > 3)
    return {cells.front().line, "", "field_count", std::to_string(cells.size()) + " fields, 2 or 3 expected"};
  if (!submitted.contains(cells[0].text)) return {cells[0].line, "action_token", "unknown_token", cells[0].text};
  const auto status = action_status_of(cells[1].text);
  if (!status || *status == ActionStatus::unknown) return {cells[1].line, "status", "unknown_status", cells[1].text};
  return {};
}

// Of a table of receipts: without its first line nobody knows whether that line was an answer.
Status check_header(const std::string& file, const CsvTable& table) {
  const bool there = !table.rows.empty() && table.rows.front().size() >= 2 &&
                     trimmed(table.rows.front()[0].text) == "action_token" &&
                     trimmed(table.rows.front()[1].text) == "status";
  if (there) return ok();
  return Error::at(Place{file, 1, 0}, Errc::malformed_file,
                   "a file of receipts begins with action_token,status,note; send it again with that line");
}

Result<CsvTable> load_receipts(const std::string& file) {
  STAYSAIL_TRY(auto table, load_csv_table(file));
  STAYSAIL_CHECK(check_header(file, table));
  return table;
}

// A file of receipts judged row by row.
FileReceipt judged(const std::string& file, const std::unordered_set<std::string_view>& submitted) {
  FileReceipt receipt;
  receipt.file = fs::path(file).filename().string();
  receipt.feed = kReceipts;
  const auto table = load_receipts(file);
  if (!table) {
    receipt.reason = name_of(table.error().code());
    receipt.message = table.error().message();
  }
  for (std::size_t i = 1; table && i < table->rows.size(); ++i) {
    BadRow fault = fault_of(table->rows[i], submitted);
    ++receipt.read;
    ++(fault.reason.empty() ? receipt.accepted : receipt.quarantined);
    if (!fault.reason.empty()) receipt.bad_rows.push_back(std::move(fault));
  }
  receipt.result = receipt.judged();
  return receipt;
}

// Every token that stands in the outbox.
Result<std::vector<std::string>> submitted_tokens(const std::string& folder) {
  std::vector<std::string> tokens;
  STAYSAIL_TRY(const auto files, files_named(folder, "actions_"));
  for (const auto& file : files) {
    STAYSAIL_TRY(const auto table, load_csv_table(file));
    for (std::size_t i = 1; i < table.rows.size(); ++i) tokens.push_back(table.rows[i].front().text);
  }
  return tokens;
}

// The rows of these files whose first column is one of `tokens`; a later file wins.
Result<RowsByToken> rows_of(const std::vector<std::string>& files, std::span<const std::string> tokens,
                            Result<CsvTable> (*load)(const std::string& path)) {
  const std::unordered_set<std::string_view> wanted(tokens.begin(), tokens.end());
  RowsByToken rows;
  for (const auto& file : files) {
    const bool sorted = fs::path(file).parent_path().filename() == "partly_bad";
    STAYSAIL_TRY(const auto table, load(file));
    for (std::size_t i = 1; i < table.rows.size(); ++i) {
      if (!wanted.contains(table.rows[i].front().text)) continue;
      if (sorted && !fault_of(table.rows[i], wanted).reason.empty()) continue;
      std::vector<std::string> cells;
      for (const auto& cell : table.rows[i]) cells.push_back(cell.text);
      rows[cells.front()] = std::move(cells);
    }
  }
  return rows;
}

Result<RowsByToken> action_rows(const std::string& folder, std::span<const std::string> tokens) {
  STAYSAIL_TRY(const auto files, files_named(folder, "actions_"));
  return rows_of(files, tokens, [](const std::string& path) { return load_csv_table(path); });
}

Result<RowsByToken> receipt_rows(const std::string& folder, std::span<const std::string> tokens) {
  STAYSAIL_TRY(const auto files, receipt_files(folder));
  return rows_of(files, tokens, load_receipts);
}

std::string file_of(const std::string& folder, Month month) {
  std::string digits = month.to_string();
  digits.erase(4, 1);
  return folder + "/actions_" + digits + ".csv";
}

// A file that somebody else left without its header or its last line end would swallow the first row after it.
Status append_to_file(const std::string& path, std::string_view rows) {
  std::string text;
  if (fs::exists(path)) {
    STAYSAIL_TRY(text, read_file(path, kMaxCsvTableBytes));
  }
  if (!text.empty() && text.back() != '\n') text.push_back('\n');
  if (text.find_first_not_of("\r\n") == std::string::npos) append_csv_row(text, kColumns);
  return write_file(path, text.append(rows));
}

Result<ActionReceipt> receipt_of(const std::string& token, bool submitted, const RowsByToken& answers) {
  if (const auto answer = answers.find(token); answer != answers.end()) {
    const auto& cells = answer->second;
    STAYSAIL_TRY(const auto status, action_status_of(cells.size() > 1 ? cells[1] : std::string()));
    return ActionReceipt{token, status, cells.size() > 2 ? cells[2] : std::string()};
  }
  return ActionReceipt{token, submitted ? ActionStatus::accepted : ActionStatus::unknown, {}};
}

template <class Submitted>
Result<std::vector<ActionReceipt>> receipts_of(std::span<const std::string> tokens, const RowsByToken& answers,
                                               const Submitted& submitted) {
  std::vector<ActionReceipt> receipts;
  for (const auto& token : tokens) {
    STAYSAIL_TRY(auto receipt, receipt_of(token, submitted(token), answers));
    receipts.push_back(std::move(receipt));
  }
  return receipts;
}

// Rows that are not in the outbox yet, by month. `conflict` when a token stands there with other content.
Result<std::map<Month, std::string>> missing_rows(std::span<const BossAction> actions,
                                                  std::span<const std::string> tokens, const RowsByToken& present) {
  std::map<Month, std::string> missing;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const Row row = row_of(actions[i], tokens[i]);
    const auto found = present.find(row.front());
    if (found == present.end()) {
      append_row(missing[actions[i].requested.month_of()], row);
    } else if (!std::equal(row.begin(), row.end(), found->second.begin(), found->second.end())) {
      return Error(Errc::conflict, "this token was submitted with another action: " + tokens[i]);
    }
  }
  return missing;
}

}  // namespace

Result<std::unique_ptr<OutboxActions>> OutboxActions::open(const std::string& folder) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure) return Error(Errc::io_failed, "making the outbox failed (" + failure.message() + "): " + folder);
  return std::unique_ptr<OutboxActions>(new OutboxActions(folder));
}

Result<std::vector<Eligibility>> OutboxActions::check_eligibility(std::span<const BossAction> actions) {
  std::vector<Eligibility> answers;
  for (const auto& action : actions) {
    const bool formed = check_action(action).has_value();
    answers.push_back({formed, formed ? "" : "malformed"});
  }
  return answers;
}

Result<std::vector<ActionReceipt>> OutboxActions::submit(std::span<const BossAction> actions,
                                                         const std::string& token) {
  if (token.empty()) return Error(Errc::invalid_argument, "a submission has a token");
  for (const auto& action : actions) STAYSAIL_CHECK(check_action(action));
  // With the one that would follow: there it tells that more was submitted under this token.
  std::vector<std::string> tokens;
  for (std::size_t i = 0; i <= actions.size(); ++i) tokens.push_back(action_token(token, i));
  const std::lock_guard lock(mutex_);
  STAYSAIL_TRY(const auto present, action_rows(folder_, tokens));
  if (present.contains(tokens.back()))
    return Error(Errc::conflict, "this token was submitted with more actions: " + token);
  tokens.pop_back();
  return write(actions, tokens, present);
}

Result<std::vector<ActionReceipt>> OutboxActions::write(std::span<const BossAction> actions,
                                                        std::span<const std::string> tokens,
                                                        const RowsByToken& present) {
  STAYSAIL_TRY(const auto missing, missing_rows(actions, tokens, present));
  // A stop between two months leaves rows out; the same call again writes just those.
  for (const auto& [month, rows] : missing) STAYSAIL_CHECK(append_to_file(file_of(folder_, month), rows));
  STAYSAIL_TRY(const auto answers, receipt_rows(folder_, tokens));
  return receipts_of(tokens, answers, [](const std::string&) { return true; });
}

Result<std::vector<ActionReceipt>> OutboxActions::submit_again(std::span<const BossAction> actions,
                                                               std::span<const std::string> action_tokens) {
  for (const auto& action : actions) STAYSAIL_CHECK(check_action(action));
  const std::lock_guard lock(mutex_);
  STAYSAIL_TRY(const auto present, action_rows(folder_, action_tokens));
  return write(actions, action_tokens, present);
}

Result<std::vector<ActionReceipt>> OutboxActions::status(std::span<const std::string> action_tokens) {
  const std::lock_guard lock(mutex_);
  STAYSAIL_TRY(const auto actions, action_rows(folder_, action_tokens));
  STAYSAIL_TRY(const auto answers, receipt_rows(folder_, action_tokens));
  return receipts_of(action_tokens, answers, [&](const std::string& token) { return actions.contains(token); });
}

Result<std::vector<FileReceipt>> OutboxActions::sort_receipts() {
  const std::lock_guard lock(mutex_);
  STAYSAIL_TRY(const auto tokens, submitted_tokens(folder_));
  const std::unordered_set<std::string_view> submitted(tokens.begin(), tokens.end());
  STAYSAIL_TRY(const auto files, files_named(folder_, kReceipts));
  const FolderFiles folder(folder_);
  std::vector<FileReceipt> receipts;
  for (const auto& file : files) {
    FileReceipt receipt = judged(file, submitted);
    STAYSAIL_TRY(const auto stamp, folder.stamp(receipt.file));
    receipt.stamp = stamp.value_or(FileStamp());
    const std::string to = folder_ + "/" + std::string(name_of(receipt.result)) + "/" + receipt.file;
    std::error_code failure;
    fs::create_directories(fs::path(to).parent_path(), failure);
    STAYSAIL_CHECK(write_file(to + ".rsp", receipt.to_text()));
    STAYSAIL_CHECK(move_file(file, to));
    receipts.push_back(std::move(receipt));
  }
  return receipts;
}

}  // namespace staysail
