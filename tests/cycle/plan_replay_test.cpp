#include "staysail/cycle/plan_replay.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "cycle/small_operator.hpp"
#include "staysail/boss/memory_actions.hpp"
#include "staysail/cycle/night_playbook.hpp"
#include "store/temporary_folder.hpp"

using namespace staysail;
using test::Host;

namespace {

// The record as the store has it after a night in which the BOSS refuses what line S0001 would order.
struct Kept {
  Host host;
  NightRecord night;

  Kept() {
    MemoryActions boss([](const BossAction& action) {
      return action.subscription.text().back() == '1' ? Eligibility{false, "arrears"} : Eligibility{true, ""};
    });
    host.parts.actions = &boss;
    REQUIRE(host.night());
    night = NightRecord::load(*host.store, host.options.as_of.month_of()).value().value();
  }
  PlanReplay replay(const std::string& folder = test::kExamples + "/playbook", Executor* executor = nullptr) const {
    return replay_plan(night, playbook_of(night, folder, *host.parts.catalog).value(), executor).value();
  }
};

// `table` with another value in one cell.
Batch with_cell(const Batch& table, const std::string& column, std::size_t at, const std::string& text) {
  const Column& old = *table.find(column);
  ColumnBuilder builder(old.field());
  for (std::size_t row = 0; row < old.size(); ++row) {
    if (row != at) builder.append_from(old, row);
    else if (old.type() == ColumnType::text) builder.append_text(text);
    else if (old.type() == ColumnType::boolean) builder.append_boolean(text == "true");
    else builder.append_number(std::stoll(text));
  }
  return table.with(builder.finish()).value();
}

// The shipped playbook with one text in the place of another in strategies.toml.
void change_playbook(const std::string& folder, const std::string& from, const std::string& to) {
  std::filesystem::copy(test::kExamples + "/playbook", folder);
  std::string text = store::bytes_of_file(folder + "/strategies.toml");
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  store::write_file(folder + "/strategies.toml", text.replace(at, from.size(), to));
}

const ReplayDifference* in_table(const PlanReplay& replay, const std::string& table) {
  for (const auto& found : replay.differences)
    if (found.table == table) return &found;
  return nullptr;
}

std::size_t row_with(const Batch& table, const char* column, const std::string& text) {
  for (std::size_t row = 0; row < table.rows(); ++row)
    if (table.find(column)->value_text(row) == text) return row;
  FAIL("no row has " << text);
  return 0;
}

}  // namespace

TEST_CASE("a stored night decides the same again, bit for bit, for any threads [threads]") {
  const Kept kept;
  for (const std::size_t threads : {1, 3}) {
    ThreadPool pool(threads);
    const PlanReplay replay = kept.replay(test::kExamples + "/playbook", &pool);
    CHECK(replay.same());
    CHECK(replay.decisions == kept.night.matches.rows());
    CHECK(replay.decisions > 0);
  }
}

TEST_CASE("one changed value of the frame is found, and named by its column") {
  Kept kept;
  kept.night.decision = with_cell(kept.night.decision, "contract_months", 0, "7");
  const PlanReplay replay = kept.replay();
  CHECK_FALSE(replay.same());
  CHECK(replay.changed_inputs == std::vector<std::string>{"decision.contract_months"});
}

TEST_CASE("one changed decision is found, with the row, what is stored and what it should be") {
  Kept kept;
  const std::size_t row = row_with(kept.night.matches, "verdict", "task");
  kept.night.matches = with_cell(kept.night.matches, "verdict", row, "held_out");
  const PlanReplay replay = kept.replay();
  const ReplayDifference* found = in_table(replay, "matches");
  REQUIRE(found != nullptr);
  CHECK(replay.changed_inputs.empty());
  CHECK(found->column == "verdict");
  CHECK(found->stored == "held_out");
  CHECK(found->replayed == "task");
  CHECK(found->row == kept.night.matches.find("subscription_id")->value_text(row) + " " +
                          kept.night.matches.find("strategy_id")->value_text(row));
}

TEST_CASE("a decision that is gone, and a mark that was turned, are found") {
  Kept kept;
  kept.night.matches = kept.night.matches.slice(1, kept.night.matches.rows() - 1);
  const PlanReplay without = kept.replay();
  const ReplayDifference* found = in_table(without, "matches");
  REQUIRE(found != nullptr);
  CHECK(found->column.empty());
  CHECK(found->stored.empty());
  CHECK_FALSE(found->replayed.empty());

  Kept turned;
  const Column& mark = turned.night.marks.column(0);
  const std::string other = mark.value_text(0) == "true" ? "false" : "true";
  turned.night.marks = with_cell(turned.night.marks, mark.field().name, 0, other);
  const PlanReplay replay = turned.replay();
  found = in_table(replay, "marks");
  REQUIRE(found != nullptr);
  CHECK(found->row == turned.night.decision.find("subscription_id")->value_text(0));
  CHECK(found->stored == other);
}

TEST_CASE("a changed word of consent is found as an input and by what it decides") {
  Kept kept;
  REQUIRE(kept.night.consents.rows() > 0);
  const std::size_t row = row_with(kept.night.consents, "granted", "true");
  kept.night.consents = with_cell(kept.night.consents, "granted", row, "false");
  const PlanReplay replay = kept.replay();
  CHECK(replay.changed_inputs == std::vector<std::string>{"consents"});
}

TEST_CASE("a changed rule is another playbook, told with what it changes first") {
  const Kept kept;
  const store::TemporaryFolder scratch;
  change_playbook(scratch.file("playbook"), "priority = 95", "priority = 96");
  const PlanReplay replay = kept.replay(scratch.file("playbook"));
  CHECK_FALSE(replay.same_playbook());
  CHECK_FALSE(replay.same());
  CHECK(replay.changed_inputs.empty());
  const ReplayDifference* found = in_table(replay, "rules");
  REQUIRE(found != nullptr);
  CHECK(found->row == "complaint_recovery");
  CHECK(found->column == "priority");
  CHECK(found->stored == "95");
  CHECK(found->replayed == "96");
}

TEST_CASE("where the folder lies changes nothing, and a strategy that is new is named in every table") {
  const Kept kept;
  const store::TemporaryFolder scratch;
  std::filesystem::copy(test::kExamples + "/playbook", scratch.file("same"));
  CHECK(kept.replay(scratch.file("same")).same());
  const std::string folder = scratch.file("more");
  std::filesystem::copy(test::kExamples + "/playbook", folder);
  store::write_file(folder + "/strategies.toml", store::bytes_of_file(folder + "/strategies.toml") +
                                                     "\n[[strategy]]\nid = \"everybody\"\nkind = \"care\"\nwhen = "
                                                     "'contract_months >= 0 or true'\ntactic = { en = \"call\" }\n");
  const PlanReplay replay = kept.replay(folder);
  for (const char* table : {"rules", "conditions", "matches", "funnel"}) {
    CAPTURE(table);
    const ReplayDifference* found = in_table(replay, table);
    REQUIRE(found != nullptr);
    CHECK(found->row.find("everybody") != std::string::npos);
    CHECK(found->stored.empty());
  }
  REQUIRE(in_table(replay, "marks") != nullptr);
  CHECK(in_table(replay, "marks")->column.find("contract_months >= 0") == 0);
}

TEST_CASE("what came into the store since changes nothing of a past night") {
  Kept kept;
  kept.host.options.as_of = Day::of(2026, 2, 1).value();
  kept.host.parts.feed = nullptr;
  kept.host.parts.actions = nullptr;
  REQUIRE(kept.host.night());
  kept.night = NightRecord::load(*kept.host.store, Month::of(2026, 1)).value().value();
  CHECK(kept.replay().same());
}

TEST_CASE("a night that kept no inputs cannot be decided again, and says so") {
  Kept kept;
  kept.night.inputs = Batch();
  const auto playbook = playbook_of(kept.night, test::kExamples + "/playbook", *kept.host.parts.catalog).value();
  CHECK(replay_plan(kept.night, playbook).error().code() == Errc::not_found);
}
