// The verb indicators: what the catalogue declares, which facts made a figure, what another catalogue would change.
#include <iostream>
#include <nlohmann/json.hpp>

#include "host.hpp"
#include "printing.hpp"
#include "staysail/cycle/indicator_study.hpp"
#include "staysail/cycle/night_playbook.hpp"

namespace staysail::program {
namespace {

using Json = nlohmann::ordered_json;

// A past night and the playbook that it is read with.
struct NightAtHand {
  NightRecord night;
  ModelCatalog catalog;
  Playbook playbook;
};

Result<NightAtHand> open_night(Store& store, const IndicatorsAsk& ask) {
  STAYSAIL_TRY(auto night, load_night(store, ask.period));
  STAYSAIL_TRY(auto catalog, catalog_of(ask.mapping));
  STAYSAIL_TRY(auto playbook, playbook_of(night, ask.playbook, catalog));
  return NightAtHand{std::move(night), std::move(catalog), std::move(playbook)};
}

std::string or_null(const std::string& value) { return value.empty() ? "null" : value; }

Json pairs_json(const std::vector<std::pair<std::string, std::string>>& pairs) {
  Json object = Json::object();
  for (const auto& [name, value] : pairs) object[name] = value.empty() ? Json() : Json(value);
  return object;
}

Json json_of(const NightEvidence& found) {
  const Evidence& evidence = found.evidence;
  Json object = {{"indicator", evidence.indicator},
                 {"definition", evidence.definition},
                 {"rule", evidence.rule},
                 {"unit", evidence.unit}};
  object["value"] = evidence.value.empty() ? Json() : Json(evidence.value);
  object["kept"] = found.kept.empty() ? Json() : Json(found.kept);
  object["as_kept"] = found.as_kept;
  object["inputs"] = pairs_json(evidence.inputs);
  object["facts"] = Json::array();
  for (const FactUsed& fact : evidence.facts)
    object["facts"].push_back({{"month", fact.month.to_string()},
                               {"owner", std::string(name_of(fact.grain))},
                               {"values", pairs_json(fact.values)}});
  return object;
}

std::string text_of(const FactUsed& fact) {
  std::string text = fact.month.to_string() + "  of the " + std::string(name_of(fact.grain));
  for (const auto& [name, value] : fact.values) text += "  " + name + "=" + value;
  return text;
}

void tell(const NightEvidence& found, const std::string& subscription) {
  const Evidence& evidence = found.evidence;
  std::cout << evidence.indicator << " of " << subscription << " is " << or_null(evidence.value)
            << (evidence.unit.empty() ? "" : " " + evidence.unit) << "\n"
            << evidence.definition << "\nRule: " << evidence.rule << "\n";
  if (!found.as_kept)
    std::cout << "The night kept " << or_null(found.kept)
              << ": facts or rules are others since; the next night will say what stands here.\n";
  for (const auto& [name, value] : evidence.inputs) std::cout << "  " << name << " = " << or_null(value) << "\n";
  if (evidence.inputs.empty())
    std::cout << evidence.facts.size() << (evidence.facts.size() == 1 ? " fact\n" : " facts\n");
  for (const FactUsed& fact : evidence.facts) std::cout << "  " << text_of(fact) << "\n";
}

Result<int> list(const IndicatorsAsk& ask, Store& store) {
  STAYSAIL_TRY(const auto at_hand, open_night(store, ask));
  STAYSAIL_TRY(const Batch rows, catalogue_table(at_hand.playbook.indicators()));
  if (ask.format != "table") {
    print(rows, ask.format);
    return kOk;
  }
  STAYSAIL_TRY(const Batch shown, rows.select({"indicator", "unit", "direction", "version", "definition"}));
  print(shown, ask.format);
  return kOk;
}

Result<int> explain(const IndicatorsAsk& ask, Store& store) {
  Progress progress;
  STAYSAIL_TRY(const auto at_hand, open_night(store, ask));
  ThreadPool pool(ask.threads);
  STAYSAIL_TRY(const auto study,
               IndicatorStudy::open(store, at_hand.night, at_hand.catalog, &pool, progress.control()));
  STAYSAIL_TRY(const auto found, study.explain(at_hand.playbook, ask.indicator, ask.subscription));
  if (ask.format == "table") tell(found, ask.subscription);
  else std::cout << json_of(found).dump(ask.format == "json" ? 2 : -1) << "\n";
  return found.as_kept ? kOk : kFindings;
}

Result<int> diff(const IndicatorsAsk& ask, Store& store) {
  Progress progress;
  STAYSAIL_TRY(const auto at_hand, open_night(store, ask));
  STAYSAIL_TRY(const auto after, playbook_of(at_hand.night, ask.against, at_hand.catalog));
  ThreadPool pool(ask.threads);
  STAYSAIL_TRY(const auto study,
               IndicatorStudy::open(store, at_hand.night, at_hand.catalog, &pool, progress.control()));
  STAYSAIL_TRY(const auto changes, study.compare(at_hand.playbook, after));
  STAYSAIL_TRY(const Batch rows, change_table(changes));
  if (changes.empty() && ask.format == "table") std::cout << "Both catalogues compute the same.\n";
  else print(rows, ask.format);
  return changes.empty() ? kOk : kFindings;
}

}  // namespace

int indicators(const IndicatorsAsk& ask) {
  const auto store = open_named_store(ask.store, Opening::existing);
  if (!store) return refused_store(store.error());
  const auto done = ask.action == "list"      ? list(ask, **store)
                    : ask.action == "explain" ? explain(ask, **store)
                                              : diff(ask, **store);
  return done ? *done : failed(done.error());
}

}  // namespace staysail::program
