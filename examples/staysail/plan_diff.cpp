// The verb plan diff: who would hear something else under another playbook, and by which rule.
#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "host.hpp"
#include "printing.hpp"
#include "staysail/boss/mapping.hpp"
#include "staysail/cycle/night_diff.hpp"
#include "staysail/cycle/night_playbook.hpp"
#include "staysail/files/atomic_file.hpp"
#include "staysail/files/csv_writer.hpp"

namespace staysail::program {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kShownActions = 20;

std::string csv_of(const Batch& rows) {
  std::string text;
  append_csv_header(text, rows);
  for (std::size_t row = 0; row < rows.rows(); ++row) append_csv_row(text, rows, row);
  return text;
}

Json whole_json(const PlanDiffAsk& ask, const PlaybookDiff& diff, const Batch& strategies, const Batch& actions) {
  Json whole = {{"before", ask.playbook}, {"after", ask.against}, {"subscriptions", diff.subscriptions}};
  whole["files"] = Json::array();
  for (const FileDifference& file : diff.files)
    whole["files"].push_back({{"file", file.file}, {"effect", name_of(file.effect)}});
  whole["rules"] = diff.rules;
  whole["strategies"] = Json::parse(json_of(strategies));
  whole["actions"] = Json::parse(json_of(actions));
  return whole;
}

const char* effect_text(FileEffect effect, bool english) {
  if (effect == FileEffect::shown) return english ? "shown below" : "影响见下";
  if (effect == FileEffect::none) return english ? "changes nobody's task" : "不影响任何工单";
  return english ? "NOT shown: it changes what the stored frame was made of; run a night with it"
                 : "此处看不到影响：它改变的是存档数据的来源，需用它跑一晚";
}

void print_heading(const PlanDiffAsk& ask, const PlaybookDiff& diff) {
  const bool english = ask.language == "en";
  std::cout << (english ? "before: " : "之前：") << ask.playbook << "\n"
            << (english ? "after:  " : "之后：") << ask.against << "\n\n";
  for (const FileDifference& file : diff.files)
    std::cout << file.file << ": " << effect_text(file.effect, english) << "\n";
  for (const std::string& rule : diff.rules)
    std::cout << "contact.toml: " << rule << (english ? " differs" : " 不同") << "\n";
  if (diff.files.empty()) std::cout << (english ? "the playbooks say the same" : "两份策略手册相同") << "\n";
  std::cout << "\n";
}

std::string counted(const PlanDiffAsk& ask, std::size_t actions, std::uint64_t subscriptions) {
  const std::string some = std::to_string(actions), all = std::to_string(subscriptions);
  if (ask.language != "en") return "\n" + all + " 个用户中有 " + some + " 处工单变化\n";
  return "\n" + some + " actions change among " + all + " subscriptions\n";
}

void print_for_people(const PlanDiffAsk& ask, const PlaybookDiff& diff, const Batch& strategies, const Batch& actions) {
  print_heading(ask, diff);
  print(strategies, "table");
  std::cout << counted(ask, diff.actions.size(), diff.subscriptions);
  if (actions.rows() > 0) print(actions.slice(0, std::min(actions.rows(), kShownActions)), "table");
  if (actions.rows() > kShownActions)
    std::cout << (ask.language == "en" ? "... all of them with --out FILE.csv or --format csv\n"
                                       : "……全部见 --out FILE.csv 或 --format csv\n");
}

Status tell(const PlanDiffAsk& ask, const PlaybookDiff& diff) {
  STAYSAIL_TRY(const Batch strategies, strategies_frame(diff));
  STAYSAIL_TRY(const Batch actions, actions_frame(diff));
  if (!ask.out.empty()) STAYSAIL_CHECK(write_file(ask.out, csv_of(actions)));
  if (ask.format == "table") print_for_people(ask, diff, strategies, actions);
  else if (ask.format == "json") std::cout << whole_json(ask, diff, strategies, actions).dump(2) << "\n";
  else print(actions, ask.format);
  return ok();
}

// What the printed rows do not tell.
void warn_of_blind_spots(const PlanDiffAsk& ask, const PlaybookDiff& diff) {
  if (ask.format == "table" || ask.format == "json") return;
  for (const FileDifference& file : diff.files)
    if (file.effect == FileEffect::not_shown)
      std::cerr << "note: " << file.file << ": " << effect_text(file.effect, true) << "\n";
}

Result<ModelCatalog> catalog_of(const PlanDiffAsk& ask) {
  if (ask.mapping.empty()) return ModelCatalog();
  STAYSAIL_TRY(const auto mapping, Mapping::load(ask.mapping));
  return mapping.catalog;
}

Status compare(Store& store, const PlanDiffAsk& ask) {
  STAYSAIL_TRY(const auto night, load_night(store, ask.period));
  STAYSAIL_TRY(const auto catalog, catalog_of(ask));
  STAYSAIL_TRY(const auto before, playbook_of(night, ask.playbook, catalog));
  STAYSAIL_TRY(const auto after, playbook_of(night, ask.against, catalog));
  STAYSAIL_TRY(const auto diff, diff_night(store, catalog, night, before, after));
  warn_of_blind_spots(ask, diff);
  return tell(ask, diff);
}

}  // namespace

int plan_diff(const PlanDiffAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto done = compare(**store, ask);
  return done ? kOk : failed(done.error());
}

}  // namespace staysail::program
