#include "staysail/boss/sql_actions.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "boss/named_parameters.hpp"
#include "staysail/base/digest.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/files/byte_source.hpp"
#include "staysail/files/toml_document.hpp"

namespace staysail {
namespace {

constexpr std::string_view kOneParameter = "parameter.";

// Names the action: what differs in anything that is carried out differs here.
std::string content_of(const BossAction& action) {
  return Digester()
      .add(name_of(action.kind))
      .add(action.subscription.text())
      .add(action.customer.text())
      .add(action.account.text())
      .add(parameters_text(action.parameters))
      .add(action.requested.to_string())
      .finish()
      .to_string();
}

const std::vector<std::string>& known_names() {
  static const std::vector<std::string> names = {"token",       "kind",       "content",       "subscription_id",
                                                 "customer_id", "account_id", "task_id",       "strategy_id",
                                                 "requested",   "parameters", "parameter.NAME"};
  return names;
}

SqlValue text_or_null(std::string text) { return text.empty() ? SqlValue::null() : SqlValue::of(std::move(text)); }

SqlValue one_parameter(const BossAction& action, std::string_view name) {
  const auto found = std::find_if(action.parameters.begin(), action.parameters.end(),
                                  [&](const auto& parameter) { return parameter.first == name; });
  return found == action.parameters.end() ? SqlValue::null() : SqlValue::of(found->second);
}

SqlValue value_of(std::string_view name, const BossAction& action, const std::string& token) {
  if (name == "token") return SqlValue::of(token);
  if (name == "kind") return SqlValue::of(std::string(name_of(action.kind)));
  if (name == "content") return SqlValue::of(content_of(action));
  if (name == "subscription_id") return text_or_null(std::string(action.subscription.text()));
  if (name == "customer_id") return text_or_null(std::string(action.customer.text()));
  if (name == "account_id") return text_or_null(std::string(action.account.text()));
  if (name == "task_id") return text_or_null(std::string(action.task.text()));
  if (name == "strategy_id") return text_or_null(std::string(action.strategy.text()));
  if (name == "requested") return SqlValue::of(action.requested.to_string());
  if (name == "parameters") return SqlValue::of(parameters_text(action.parameters));
  return one_parameter(action, name.substr(kOneParameter.size()));
}

bool is_known(const std::string& name) {
  const auto& names = known_names();
  return name.substr(0, kOneParameter.size()) == kOneParameter ||
         std::find(names.begin(), names.end(), name) != names.end();
}

bool says_yes(const SqlValue& value) {
  return value.text == "true" || value.text == "1" || value.text == "t" || value.text == "Y" || value.text == "y";
}

// What one row of the eligibility statement says; more rows than one are a BOSS that does not know.
Eligibility eligibility_of(const SqlTable& rows) {
  if (rows.size() != 1 || rows.front().empty()) return {false, "no_answer"};
  const auto& row = rows.front();
  if (says_yes(row.front())) return {true, {}};
  const bool has_reason = row.size() > 1 && !row[1].text.empty();
  return {false, has_reason ? row[1].text : "refused"};
}

ActionReceipt receipt_of(const SqlTable& rows, const std::string& token) {
  if (rows.empty() || rows.front().empty() || rows.front().front().kind == SqlValue::Kind::null)
    return {token, ActionStatus::unknown, {}};
  const auto& row = rows.front();
  const std::string note = row.size() > 1 ? row[1].text : std::string();
  const auto status = action_status_of(row.front().text);
  if (status) return {token, *status, note};
  return {token, ActionStatus::in_doubt, "the BOSS says: " + row.front().text + (note.empty() ? "" : " " + note)};
}

// Orders handed in together, and where the BOSS refuses one, its neighbours without it: halves of what was refused are
// tried until it stands alone.
struct Submission {
  explicit Submission(SqlSession& session) : session_(session) {}

  std::size_t taken = 0;
  std::map<std::size_t, ActionReceipt> others;  // by position: refused, or in doubt
  std::optional<Error> failure;                 // the BOSS did not answer: what follows was not tried

  void carry_out(std::span<const SqlStatement> orders, std::size_t first) {
    if (failure || orders.empty()) return;
    const auto answers = session_.transact(orders);
    if (answers) taken += orders.size();
    else if (answers.error().code() != Errc::action_refused) fail(answers.error(), orders.size(), first);
    else if (orders.size() == 1) others[first] = {{}, ActionStatus::refused, answers.error().message()};
    else {
      const std::size_t half = orders.size() / 2;
      carry_out(orders.first(half), first);
      carry_out(orders.subspan(half), first + half);
    }
  }

 private:
  void fail(const Error& error, std::size_t size, std::size_t first) {
    failure = error;
    for (std::size_t i = 0; error.in_doubt() && i < size; ++i)
      others[first + i] = {{}, ActionStatus::in_doubt, error.message()};
  }

  SqlSession& session_;
};

Status check_statement(const std::string& statement, std::string_view which) {
  for (const auto& name : boss::number_parameters(statement).names) {
    if (!is_known(name))
      return Error(Errc::mapping_invalid, "`" + std::string(which) + "` names a value that no action has: :" + name +
                                              did_you_mean(name, known_names()));
    if (which == "status" && name != "token")
      return Error(Errc::mapping_invalid, "`status` is asked by :token alone, not by :" + name);
  }
  return ok();
}

Status check_statements(const SqlActionStatements& statements) {
  if (statements.submit.empty() || statements.status.empty())
    return Error(Errc::mapping_invalid, "actions by SQL need the statements `submit` and `status`");
  STAYSAIL_CHECK(check_statement(statements.eligibility, "eligibility"));
  STAYSAIL_CHECK(check_statement(statements.submit, "submit"));
  return check_statement(statements.status, "status");
}

}  // namespace

Result<SqlActionStatements> SqlActionStatements::parse(std::string_view text, const std::string& name) {
  STAYSAIL_TRY(const auto root, TomlTable::parse(text, name));
  STAYSAIL_CHECK(root.only({"eligibility", "submit", "status"}));
  SqlActionStatements statements;
  STAYSAIL_TRY(statements.eligibility, root.text_or("eligibility", ""));
  STAYSAIL_TRY(statements.submit, root.text("submit"));
  STAYSAIL_TRY(statements.status, root.text("status"));
  if (const auto checked = check_statements(statements); !checked)
    return root.error(Errc::mapping_invalid, checked.error().message());
  return statements;
}

Result<SqlActionStatements> SqlActionStatements::load(const std::string& path) {
  STAYSAIL_TRY(const auto text, read_file(path, TomlTable::kMaxBytes));
  return parse(text, path);
}

SqlActions::Prepared SqlActions::prepare(const std::string& statement) {
  auto numbered = boss::number_parameters(statement);
  return Prepared{std::move(numbered.text), std::move(numbered.names)};
}

Result<std::unique_ptr<SqlActions>> SqlActions::open(std::shared_ptr<SqlSession> session,
                                                     const SqlActionStatements& statements) {
  STAYSAIL_CHECK(check_statements(statements));
  std::unique_ptr<SqlActions> actions(new SqlActions(std::move(session)));
  actions->eligibility_ = prepare(statements.eligibility);
  actions->submit_ = prepare(statements.submit);
  actions->status_ = prepare(statements.status);
  return actions;
}

SqlStatement SqlActions::bound(const Prepared& prepared, const BossAction& action, const std::string& token) {
  SqlStatement statement{prepared.text, {}};
  for (const auto& name : prepared.names) statement.parameters.push_back(value_of(name, action, token));
  return statement;
}

Result<std::vector<Eligibility>> SqlActions::check_eligibility(std::span<const BossAction> actions) {
  std::vector<Eligibility> answers(actions.size(), Eligibility{true, {}});
  std::vector<std::size_t> asked;
  std::vector<SqlStatement> questions;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    if (!check_action(actions[i])) answers[i] = {false, "malformed"};
    else if (!eligibility_.text.empty()) {
      asked.push_back(i);
      questions.push_back(bound(eligibility_, actions[i], {}));
    }
  }
  if (questions.empty()) return answers;
  STAYSAIL_TRY(const auto tables, session_->ask(questions));
  for (std::size_t i = 0; i < asked.size(); ++i) answers[asked[i]] = eligibility_of(tables[i]);
  return answers;
}

Result<std::vector<SqlActions::Known>> SqlActions::look_up(std::span<const std::string> action_tokens) {
  std::vector<SqlStatement> questions;
  for (const auto& token : action_tokens) questions.push_back(bound(status_, {}, token));
  std::vector<Known> known;
  if (questions.empty()) return known;
  STAYSAIL_TRY(const auto tables, session_->ask(questions));
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const bool has_content = !tables[i].empty() && tables[i].front().size() > 2;
    known.push_back({receipt_of(tables[i], action_tokens[i]), has_content ? tables[i].front()[2].text : std::string()});
  }
  return known;
}

Result<std::vector<ActionReceipt>> SqlActions::submit(std::span<const BossAction> actions, const std::string& token) {
  if (token.empty()) return Error(Errc::invalid_argument, "a submission has a token");
  for (const auto& action : actions) STAYSAIL_CHECK(check_action(action));
  std::vector<std::string> tokens;
  for (std::size_t i = 0; i < actions.size(); ++i) tokens.push_back(action_token(token, i));
  return submit_again(actions, tokens);
}

Result<std::vector<ActionReceipt>> SqlActions::submit_again(std::span<const BossAction> actions,
                                                            std::span<const std::string> tokens) {
  for (const auto& action : actions) STAYSAIL_CHECK(check_action(action));
  STAYSAIL_TRY(const auto known, look_up(tokens));
  std::vector<SqlStatement> orders;
  std::vector<std::size_t> asked;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (!known[i].content.empty() && known[i].content != content_of(actions[i]))
      return Error(Errc::conflict, "this token was submitted with another action: " + tokens[i]);
    if (known[i].receipt.status != ActionStatus::unknown) continue;
    orders.push_back(bound(submit_, actions[i], tokens[i]));
    asked.push_back(i);
  }
  if (orders.empty()) return status(tokens);
  Submission submission(*session_);
  submission.carry_out(orders, 0);
  if (submission.taken == 0 && submission.failure) return *submission.failure;
  auto receipts = status(tokens);
  if (receipts) {
    for (const auto& [position, receipt] : submission.others)
      if ((*receipts)[asked[position]].status == ActionStatus::unknown) {
        (*receipts)[asked[position]].status = submission.taken == 0 ? ActionStatus::unknown : receipt.status;
        (*receipts)[asked[position]].note = receipt.note;
      }
    return receipts;
  }
  return Error(Errc::in_doubt, "the BOSS took the actions and does not say what came of them; ask status() later: " +
                                   receipts.error().message());
}

Result<std::vector<ActionReceipt>> SqlActions::status(std::span<const std::string> action_tokens) {
  STAYSAIL_TRY(const auto known, look_up(action_tokens));
  std::vector<ActionReceipt> receipts;
  for (const auto& one : known) receipts.push_back(one.receipt);
  return receipts;
}

}  // namespace staysail
