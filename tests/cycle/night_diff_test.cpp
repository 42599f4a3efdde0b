#include "staysail/cycle/night_diff.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "cycle/changed_playbook.hpp"
#include "staysail/boss/file_feed.hpp"
#include "staysail/cycle/night.hpp"
#include "staysail/cycle/night_playbook.hpp"

using namespace staysail;
using test::ChangedPlaybook;
using test::kExamples;

namespace {

struct Night {
  std::unique_ptr<FileFeed> files =
      FileFeed::open_folder(kExamples + "/embed/export", kExamples + "/embed/mapping.toml").value();
  std::unique_ptr<Store> store = make_memory_store();
  NightRecord record;

  Night() {
    NightParts parts;
    parts.feed = files.get();
    parts.store = store.get();
    parts.playbook = kExamples + "/playbook";
    parts.catalog = &files->mapping().catalog;
    NightOptions options;
    options.as_of = Day::of(2026, 1, 1).value();
    record = run_night(parts, options).value().record;
  }
  Playbook playbook(const std::string& folder = kExamples + "/playbook") const {
    return playbook_of(record, folder, files->mapping().catalog).value();
  }
  PlaybookDiff diff(const Playbook& after) const {
    return diff_night(*store, files->mapping().catalog, record, playbook(), after).value();
  }
  std::size_t tasks() const {
    const Column& verdicts = *record.matches.find("verdict");
    std::size_t count = 0;
    for (std::size_t row = 0; row < verdicts.size(); ++row) count += verdicts.text(row) == "task" ? 1 : 0;
    return count;
  }
};

std::uint64_t kept(const PlaybookDiff& diff) {
  std::uint64_t sum = 0;
  for (const StrategyDifference& strategy : diff.strategies) sum += strategy.kept;
  return sum;
}

}  // namespace

TEST_CASE("a night's own playbook gives the night's tasks again") {
  const Night night;
  REQUIRE(night.tasks() > 0);
  const PlaybookDiff same = night.diff(night.playbook());
  CHECK(same.actions.empty());
  CHECK(same.files.empty());
  CHECK(kept(same) == night.tasks());
}

TEST_CASE("what takes a strategy away shows in the night's tasks") {
  const Night night;
  const Column& verdicts = *night.record.matches.find("verdict");
  std::size_t row = 0;
  while (verdicts.text(row) != "task") ++row;
  const std::string strategy(night.record.matches.find("strategy_id")->text(row));
  const ChangedPlaybook changed("strategies.toml", "id = \"" + strategy + "\"", "id = \"under_another_name\"");
  const PlaybookDiff diff = night.diff(night.playbook(changed.folder()));
  REQUIRE_FALSE(diff.actions.empty());
  CHECK(std::all_of(diff.actions.begin(), diff.actions.end(), [&](const ActionDifference& action) {
    return action.before.text() == strategy && action.lost.code == "absent" &&
           action.after.text() == "under_another_name" && action.gained.code == "absent";
  }));
}

TEST_CASE("warnings are decided anew, stages are not") {
  const Night night;
  const ChangedPlaybook levels("warning_levels.csv", "-,\"\"\"none\"\"\"", "-,\"\"\"high\"\"\""),
      stages("lifecycle_decline.csv", "hit=F\n", "hit=F\n# a remark\n");
  const PlaybookDiff warned = night.diff(night.playbook(levels.folder()));
  REQUIRE(warned.files.size() == 1);
  CHECK(warned.files.front().effect == FileEffect::shown);
  const auto call = std::find_if(warned.strategies.begin(), warned.strategies.end(),
                                 [](const StrategyDifference& one) { return one.id.text() == "early_warning_call"; });
  REQUIRE(call != warned.strategies.end());
  CHECK(call->matched_after > call->matched_before);
  const PlaybookDiff staged = night.diff(night.playbook(stages.folder()));
  REQUIRE(staged.files.size() == 1);
  CHECK(staged.files.front().effect == FileEffect::not_shown);
}
