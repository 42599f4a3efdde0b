#include "staysail/cycle/plan_replay.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "plan_at_rest.hpp"
#include "staysail/columns/cells.hpp"
#include "staysail/strategy/plan_inputs.hpp"

namespace staysail {
namespace {

using cycle::bytes_at_rest;

// What the plan of a night is made from, kept together because a request only points at it.
struct Recast {
  ContactHistory history;
  ConsentLedger consents;
  AnswersAtRest answers;
};

Result<Recast> recast(const NightRecord& night) {
  STAYSAIL_TRY(ContactHistory history, history_in(night.contacts, night.as_of));
  STAYSAIL_TRY(ConsentLedger consents, ledger_in(night.consents));
  STAYSAIL_TRY(AnswersAtRest answers, AnswersAtRest::of(night.refusals));
  return Recast{std::move(history), std::move(consents), std::move(answers)};
}

Status decide_again(const NightRecord& stored, const Playbook& playbook, Executor& executor, const Control& control,
                    NightRecord& night) {
  STAYSAIL_TRY(Recast from, recast(stored));
  PlanRequest request;
  request.strategies = playbook.strategies();
  request.matcher = &playbook.matcher();
  request.policy = &playbook.contact();
  request.frame = stored.decision;
  request.as_of = stored.as_of;
  request.history = &from.history;
  request.consent = consent_on(from.consents, stored.as_of);
  request.actions = &from.answers;
  request.executor = &executor;
  STAYSAIL_TRY(const Plan plan, make_plan(request, control));
  STAYSAIL_TRY(night.matches, matches_frame(plan));
  STAYSAIL_TRY(night.held_out, held_out_frame(plan));
  STAYSAIL_TRY(night.funnel, funnel_frame(plan));
  return cycle::keep_at_rest(plan, request, control, night);
}

// Where the digests of the stored inputs are not those that the night wrote down.
Result<std::vector<std::string>> changed_inputs(const NightRecord& night, Executor& executor) {
  STAYSAIL_TRY(const Batch found, cycle::digests_of_inputs(night, executor));
  std::map<std::string, std::string> now, then;
  for (std::size_t row = 0; row < found.rows(); ++row)
    now.emplace(found.column(0).text(row), found.column(1).text(row));
  for (std::size_t row = 0; row < night.inputs.rows(); ++row)
    then.emplace(night.inputs.column(0).text(row), night.inputs.column(1).text(row));
  std::vector<std::string> changed;
  for (const auto& [name, digest] : then)
    if (now[name] != digest) changed.push_back(name);
  for (const auto& [name, digest] : now)
    if (then.count(name) == 0) changed.push_back(name);
  std::sort(changed.begin(), changed.end());
  return changed;
}

// The columns that say what a row is about; tables are sorted by them.
constexpr const char* kKeys[] = {"subscription_id", "strategy_id", "position"};

std::string key_at(const Batch& table, std::size_t row) {
  std::string key;
  for (const char* name : kKeys) {
    const Column* column = table.find(name);
    if (column != nullptr && !column->is_null(row)) key += (key.empty() ? "" : " ") + column->value_text(row);
  }
  return key.empty() ? std::to_string(row) : key;
}

// Of rows that are about the same: the first column that differs.
std::optional<ReplayDifference> difference_in(const Batch& stored, const Batch& replayed, std::size_t row) {
  for (const Column& column : stored.columns()) {
    const Column& other = *replayed.find(column.field().name);
    if (!equal_cells(column, row, other, row))
      return ReplayDifference{"", key_at(stored, row), column.field().name, column.value_text(row),
                              other.value_text(row)};
  }
  return std::nullopt;
}

std::string shown_row(const Batch& table, std::size_t row) {
  const Column* verdict = table.find("verdict");
  return verdict != nullptr ? verdict->value_text(row) : "there";
}

bool has_key(const Batch& table, const std::string& key, std::size_t from) {
  for (std::size_t row = from; row < table.rows(); ++row)
    if (key_at(table, row) == key) return true;
  return false;
}

// A row that one side lacks; up to `row` both are about the same.
ReplayDifference missing_row(const Batch& stored, const Batch& replayed, std::size_t row) {
  const bool stored_ends = row >= stored.rows();
  const bool only_replayed = row < replayed.rows() && (stored_ends || !has_key(stored, key_at(replayed, row), row));
  if (only_replayed) return {"", key_at(replayed, row), "", "", shown_row(replayed, row)};
  return {"", key_at(stored, row), "", shown_row(stored, row), ""};
}

// A column that one side lacks.
std::optional<ReplayDifference> missing_column(const Batch& stored, const Batch& replayed) {
  for (const Column& column : stored.columns())
    if (replayed.find(column.field().name) == nullptr)
      return ReplayDifference{"", "", column.field().name, "there", ""};
  for (const Column& column : replayed.columns())
    if (stored.find(column.field().name) == nullptr) return ReplayDifference{"", "", column.field().name, "", "there"};
  return std::nullopt;
}

std::optional<ReplayDifference> first_difference(const Batch& stored, const Batch& replayed) {
  if (bytes_at_rest(stored) == bytes_at_rest(replayed)) return std::nullopt;
  const std::size_t both = std::min(stored.rows(), replayed.rows());
  if (both != 0) {
    auto found = missing_column(stored, replayed);
    if (found) return found;
  }
  for (std::size_t row = 0; row < both; ++row) {
    if (key_at(stored, row) != key_at(replayed, row)) return missing_row(stored, replayed, row);
    auto found = difference_in(stored, replayed, row);
    if (found) return found;
  }
  return missing_row(stored, replayed, both);
}

// Marks have rows as the frame has, and columns as the conditions name them.
void name_mark(const NightRecord& stored, const NightRecord& replayed, ReplayDifference& difference) {
  const Column* ids = stored.decision.find("subscription_id");
  const std::size_t row = std::strtoull(difference.row.c_str(), nullptr, 10);
  if (ids != nullptr && !difference.row.empty() && row < ids->size()) difference.row = ids->value_text(row);
  for (const Batch& conditions : {stored.conditions, replayed.conditions}) {
    const Column* marks = conditions.find("mark");
    for (std::size_t i = 0; marks != nullptr && i < marks->size(); ++i)
      if (marks->text(i) == difference.column) {
        difference.column = conditions.find("condition")->text(i);
        return;
      }
  }
}

struct ComparedTable {
  const char* name;
  Batch NightRecord::*table;
};

constexpr ComparedTable kCompared[] = {
    {"rules", &NightRecord::rules},     {"conditions", &NightRecord::conditions}, {"marks", &NightRecord::marks},
    {"matches", &NightRecord::matches}, {"held_out", &NightRecord::held_out},     {"funnel", &NightRecord::funnel},
};

}  // namespace

Result<PlanReplay> replay_plan(const NightRecord& night, const Playbook& playbook, Executor* executor,
                               const Control& control) {
  if (night.inputs.rows() == 0)
    return Error(Errc::not_found, "the night of " + night.as_of.to_string() +
                                      " kept nothing that its plan was made from: it had no strategies, or an earlier "
                                      "release wrote it; spend it again with `staysail run`");
  InlineExecutor here;
  Executor& used = executor != nullptr ? *executor : here;
  PlanReplay replay;
  replay.as_of = night.as_of;
  replay.stored_playbook = night.playbook_digest;
  replay.playbook = playbook.digest();
  replay.decisions = night.matches.rows();
  STAYSAIL_TRY(replay.changed_inputs, changed_inputs(night, used));
  NightRecord again;
  again.decision = night.decision;
  STAYSAIL_CHECK(decide_again(night, playbook, used, control, again));
  for (const ComparedTable& compared : kCompared) {
    auto found = first_difference(night.*compared.table, again.*compared.table);
    if (!found) continue;
    found->table = compared.name;
    if (compared.table == &NightRecord::marks) name_mark(night, again, *found);
    replay.differences.push_back(std::move(*found));
  }
  return replay;
}

}  // namespace staysail
