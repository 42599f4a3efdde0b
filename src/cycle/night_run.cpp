#include "night_run.hpp"

#include <set>

#include "staysail/base/guard.hpp"
#include "staysail/indicators/decision_scope.hpp"
#include "staysail/lifecycle/stage_history.hpp"
#include "staysail/lifecycle/stage_roll_up.hpp"
#include "staysail/segments/retention_ranking.hpp"
#include "staysail/strategy/plan_fit.hpp"
#include "staysail/strategy/plan_rerating.hpp"
#include "staysail/work/portfolio.hpp"
#include "store_currency.hpp"
#include "wide_frame.hpp"

namespace staysail::cycle {
namespace {

const std::vector<std::string> kStageColumns = {
    "subscription_id", "stage", "stage_cause", "stage_since", "quiet_cycles", "stage_contract_end", "released_from"};

std::string counted(const std::set<std::string>& indicators, const char* of_one, const char* of_several) {
  if (indicators.empty()) return "";
  return std::to_string(indicators.size()) + (indicators.size() == 1 ? of_one : of_several);
}

// What this night needs of the one of the month before: stages, and clusters whose numbers go on.
NightReading reading_of_last_month(const Catalogue& catalogue) {
  NightReading reading{{&NightRecord::decision}, kStageColumns};
  for (const auto& indicator : catalogue.indicators())
    if (std::holds_alternative<Clustering>(indicator.rule)) reading.decision.push_back(indicator.name);
  return reading;
}

// An indicator may lack several of its inputs.
std::string text_of_missing(const std::vector<MissingInput>& missing) {
  std::set<std::string> without, late;
  for (const auto& input : missing) (input.late ? late : without).insert(input.indicator);
  const auto none = counted(without, " indicator has no data in the feeds", " indicators have no data in the feeds");
  const auto some = counted(late, " indicator lacks the latest cycle", " indicators lack the latest cycle");
  return none + (none.empty() || some.empty() ? "" : ", ") + some;
}

}  // namespace

NightRun::NightRun(const NightParts& parts, const NightOptions& options)
    : parts_(parts),
      options_(options),
      executor_(options.executor != nullptr ? *options.executor : inline_executor_),
      night_(result_.record) {
  night_.as_of = options.as_of;
}

Result<NightResult> NightRun::run() {
  constexpr Step steps[] = {
      &NightRun::claim_store,   &NightRun::check_playbook,        &NightRun::take_in_feed,  &NightRun::view_population,
      &NightRun::know_persons,  &NightRun::understand_and_listen, &NightRun::tell_outcomes, &NightRun::evaluate_past,
      &NightRun::make_the_plan, &NightRun::carry_out_and_sum_up,  &NightRun::record};
  STAYSAIL_CHECK(in_order(steps));
  return std::move(result_);
}

Status NightRun::in_order(std::span<const Step> steps) {
  for (const Step step : steps) {
    STAYSAIL_CHECK(options_.control.check());
    STAYSAIL_CHECK((this->*step)());
  }
  return ok();
}

Status NightRun::at_once(Step one, Step other) {
  return run_each(executor_, 2, [&](std::size_t i) { return (this->*(i == 0 ? one : other))(); });
}

// Understanding reads facts, listening writes tasks. What understanding has to write waits until both have ended, so
// that the store gives the same versions whoever is faster.
Status NightRun::understand_and_listen() {
  STAYSAIL_CHECK(at_once(&NightRun::understand, &NightRun::listen));
  return keep_stage_history();
}

Status NightRun::understand() {
  constexpr Step steps[] = {&NightRun::compute, &NightRun::place_in_stages, &NightRun::name_churn,
                            &NightRun::segment_and_rank, &NightRun::warn};
  return in_order(steps);
}

void NightRun::room(std::string name, bool ran, std::string reason) {
  rooms_.push_back({std::move(name), ran ? "yes" : "no", std::move(reason)});
}

// A room whose rules find nothing in the feeds has not really run; one that finds less says what it went without.
void NightRun::room_with_inputs(std::string name, const std::vector<std::string>& inputs) {
  std::string without;
  std::size_t looked_at = 0, empty = 0;
  for (const auto& input : inputs) {
    const Column* column = night_.decision.find(input);
    if (column == nullptr || input == "stage") continue;
    ++looked_at;
    if (column->size() == 0 || column->null_count() != column->size()) continue;
    ++empty;
    without += (without.empty() ? "" : ", ") + input;
  }
  room(std::move(name), empty == 0 || empty != looked_at, empty == 0 ? "" : "no line has a value of " + without);
}

Status NightRun::add_columns(const Batch& found) {
  STAYSAIL_TRY(night_.decision, joined(night_.decision, found));
  return ok();
}

Status NightRun::take_in_feed() {
  if (parts_.feed == nullptr) {
    room("boss", false, "no feed was handed in; the night works on what the store has");
    return ok();
  }
  IntakeOptions options;
  options.request.rows_per_batch = options_.batch_rows;
  options.executor = &executor_;
  options.control = options_.control;
  STAYSAIL_TRY(intake_, take_in(*parts_.feed, *parts_.store, *parts_.catalog, options));
  if (currency_) STAYSAIL_CHECK(keep_currency(*parts_.store, *currency_));
  night_.rows = intake_.total;
  night_.recovered = intake_.recovered;
  night_.waiting = intake_.waiting;
  night_.conflicting = intake_.conflicting;
  STAYSAIL_TRY(night_.files, files_table(intake_));
  result_.files = intake_.files;
  room("boss", true);
  return ok();
}

Status NightRun::view_population() {
  options_.control.report("view", 0, 0);
  STAYSAIL_CHECK(view_rules_.save(parts_.store->entities()));
  STAYSAIL_TRY(auto population,
               Population::load(*parts_.store, *parts_.catalog, options_.as_of, options_.control, &executor_));
  population_.emplace(std::move(population));
  STAYSAIL_CHECK(load_playbook(population_->subscriptions().schema()));
  night_.playbook = playbook_->identity().name + " " + playbook_->identity().version;
  const Currency spoken = playbook_->identity().currency;
  night_.currency = std::string(currency_.value_or(spoken).letters());
  night_.playbook_digest = playbook_->digest();
  STAYSAIL_TRY(previous_,
               NightRecord::load(*parts_.store, night_.period() - 1, reading_of_last_month(playbook_->indicators())));
  result_.customers = population_->size(Grain::customer);
  result_.subscriptions = population_->subscriptions().rows();
  const bool same = !currency_ || *currency_ == spoken;
  room("view", true,
       !same ? "the playbook speaks of " + std::string(spoken.letters()) + ", the amounts are in " + night_.currency +
                   ": its bounds are taken as they stand"
       : population_->groups().faults().empty() ? ""
                                                : "memberships of groups contradict each other and count for nothing");
  return ok();
}

Status NightRun::compute() {
  options_.control.report("indicators", 0, 0);
  ComputeOptions options;
  options.executor = &executor_;
  options.batch_rows = options_.batch_rows;
  options.control = options_.control;
  options.previous = previous_ ? &previous_->decision : nullptr;
  STAYSAIL_TRY(auto frame, compute_indicators(playbook_->indicators(), *population_, options));
  STAYSAIL_CHECK(keep_fresh(playbook_->indicators(), frame));
  for (const auto& field : playbook_->indicators().schema().fields()) night_.indicators.push_back(field.name);
  night_.relative = playbook_->indicators().relative();
  STAYSAIL_TRY(const auto portfolios, Portfolios::load(parts_.store->entities()));
  STAYSAIL_TRY(const Batch lines, portfolios.with_managers(population_->subscriptions(), options_.as_of));
  STAYSAIL_TRY(night_.decision, decision_frame(lines, frame.columns));
  if (night_.decision.find("arpu_3m") != nullptr) {
    STAYSAIL_TRY(const Batch fitting, fitting_plans(night_.decision, options_.as_of));
    STAYSAIL_CHECK(add_columns(fitting));
  }
  STAYSAIL_CHECK(rate_anew());
  missing_ = std::move(frame.missing);
  room("indicators", true, text_of_missing(missing_));
  return ok();
}

// Under every offering that the playbook declares.
Status NightRun::rate_anew() {
  const std::string_view text = playbook_->text_of("offerings.toml");
  if (text.empty()) return ok();
  STAYSAIL_TRY(const auto offerings, Offerings::parse(text, playbook_->folder() + "/offerings.toml",
                                                      decision_scope(night_.decision.schema())));
  STAYSAIL_TRY(const Batch rerated, rerated_plans(offerings, night_.decision, *population_, &executor_));
  return add_columns(rerated);
}

Result<Batch> NightRun::previous_stages() const {
  if (!previous_ || previous_->decision.find("stage") == nullptr) return Batch();
  return previous_->decision.select(kStageColumns);
}

Status NightRun::place_in_stages() {
  options_.control.report("lifecycle", 0, 0);
  if (playbook_->stages() == nullptr) {
    room("lifecycle", false, "the playbook has no stage tables");
    return ok();
  }
  StageOptions options;
  options.executor = &executor_;
  options.batch_rows = options_.batch_rows;
  STAYSAIL_TRY(const Batch previous, previous_stages());
  STAYSAIL_TRY(const Batch stages, playbook_->stages()->stages(night_.decision, previous, options_.as_of, options));
  STAYSAIL_CHECK(add_columns(stages));
  STAYSAIL_TRY(const Batch rolled_up, rolled_up_stages(playbook_->stages()->policy(), stages, *population_));
  STAYSAIL_CHECK(add_columns(rolled_up));
  result_.stages = counts_by(stages, "stage");
  if (previous.rows() != 0) {
    STAYSAIL_TRY(night_.transitions, stage_transitions(previous, stages));
  }
  STAYSAIL_TRY(stage_changes_, stage_changes(previous, stages));
  room("lifecycle", true);
  return ok();
}

Status NightRun::keep_stage_history() {
  const Batch& changes = stage_changes_;
  std::vector<EntityKey> keys;
  for (std::size_t row = 0; row < changes.rows(); ++row)
    keys.push_back(
        EntityKey{std::string(StageHistory::kKind), std::string(changes.find("subscription_id")->text(row))});
  STAYSAIL_TRY(const auto known, parts_.store->entities().get(keys));
  ChangeSet changed;
  for (std::size_t row = 0; row < changes.rows(); ++row) {
    StageHistory history;
    if (known[row]) {
      STAYSAIL_TRY(history, StageHistory::from_record(known[row]->payload));
    }
    STAYSAIL_TRY(const bool news,
                 history.enter(changes.find("to_stage")->text(row), changes.find("cause")->text(row), night_.period()));
    if (!news) continue;
    Record record;
    record.key = keys[row];
    record.payload = history.to_record();
    changed.put(std::move(record), known[row] ? known[row]->version : absent);
  }
  if (changed.empty()) return ok();
  Digester token;
  for (const auto& put : changed.puts)
    token.add(put.record.key.id).add(put.record.payload).add(static_cast<std::int64_t>(put.expected));
  STAYSAIL_CHECK(parts_.store->entities().apply(changed, "stages:" + token.finish().to_string()));
  return ok();
}

Status NightRun::name_churn() {
  if (playbook_->churn_kinds() == nullptr) {
    room("churn kinds", false, "the playbook has no churn_kinds.csv");
    return ok();
  }
  STAYSAIL_TRY(const Batch lines, with_survivors(night_.decision, party_links_));
  STAYSAIL_TRY(const Batch endings, line_endings(lines, population_->entities("services"), options_.as_of));
  STAYSAIL_TRY(const Batch kinds, playbook_->churn_kinds()->kinds(night_.decision, endings, options_.as_of));
  const bool nobody_left =
      kinds.find("churn_kind") == nullptr || kinds.find("churn_kind")->null_count() == kinds.rows();
  room("churn kinds", true, nobody_left ? "no line has ended" : "");
  return add_columns(kinds);
}

// A finding that rests on what compares a line with all others does so itself.
void NightRun::note_relative(const std::string& finding, const std::vector<std::string>& inputs) {
  auto& relative = night_.relative;
  const auto is_relative = [&](const std::string& input) {
    return std::find(relative.begin(), relative.end(), input) != relative.end();
  };
  if (std::any_of(inputs.begin(), inputs.end(), is_relative)) relative.push_back(finding);
}

Status NightRun::segment_and_rank() {
  options_.control.report("segments", 0, 0);
  if (playbook_->segments() == nullptr || night_.decision.find("stage") == nullptr) {
    room("segments", false,
         playbook_->segments() == nullptr ? "the playbook has no segments.csv" : "segments need the stages");
    return ok();
  }
  SegmentOptions options;
  options.executor = &executor_;
  options.batch_rows = options_.batch_rows;
  STAYSAIL_TRY(const Batch segments, playbook_->segments()->segments(night_.decision, options_.as_of, options));
  STAYSAIL_CHECK(add_columns(segments));
  result_.segments = counts_by(segments, "segment");
  STAYSAIL_TRY(const Batch ranking, retention_ranking(night_.decision));
  STAYSAIL_CHECK(add_columns(ranking));
  STAYSAIL_TRY(night_.grid, value_loyalty_grid(night_.decision));
  note_relative("segment", playbook_->segments()->inputs());
  room_with_inputs("segments", playbook_->segments()->inputs());
  return ok();
}

Status NightRun::warn() {
  options_.control.report("warning", 0, 0);
  if (playbook_->warnings() == nullptr || night_.decision.find("stage") == nullptr) {
    room("warning", false,
         playbook_->warnings() == nullptr ? "the playbook has no warning.csv" : "warnings need the stages");
    return ok();
  }
  WarningOptions options;
  options.executor = &executor_;
  options.batch_rows = options_.batch_rows;
  STAYSAIL_TRY(const Batch warnings, playbook_->warnings()->warnings(night_.decision, options_.as_of, options));
  const auto levels = counts_by(warnings, "warning_level");
  for (const auto& [level, count] : levels)
    if (level != "none") result_.warnings += count;
  note_relative("warning_level", playbook_->warnings()->inputs());
  room_with_inputs("warning", playbook_->warnings()->inputs());
  return add_columns(warnings);
}

}  // namespace staysail::cycle
