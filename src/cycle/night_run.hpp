// One night on its way: what each step leaves for the next.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "night_tables.hpp"
#include "past_periods.hpp"
#include "staysail/base/digest.hpp"
#include "staysail/cycle/night.hpp"
#include "staysail/evaluation/effect.hpp"
#include "staysail/indicators/compute.hpp"
#include "staysail/knowledge/advice.hpp"
#include "staysail/knowledge/knowledge_base.hpp"
#include "staysail/privacy/consent_ledger.hpp"
#include "staysail/strategy/plan.hpp"
#include "staysail/strategy/playbook.hpp"
#include "staysail/view/identity_rules.hpp"
#include "staysail/view/persons.hpp"
#include "staysail/view/population.hpp"
#include "staysail/view/quarantine.hpp"
#include "staysail/work/task_desk.hpp"
#include "staysail/work/work_rules.hpp"

namespace staysail::cycle {

class NightRun {
 public:
  NightRun(const NightParts& parts, const NightOptions& options);
  Result<NightResult> run();

 private:
  using Step = Status (NightRun::*)();
  Status in_order(std::span<const Step> steps);
  // Each on a thread of its own where the executor has one. They share what earlier steps left, and nothing else.
  Status at_once(Step one, Step other);

  // The steps, in order.
  Status claim_store();
  Status check_playbook();
  Status take_in_feed();
  Status view_population();
  Status know_persons();
  // Scores whose facts ended longer ago than declared become null.
  Status keep_fresh(const Catalogue& catalogue, IndicatorFrame& frame);
  Status understand_and_listen();
  Status tell_outcomes();
  Status evaluate_past();
  Status make_the_plan();
  Status carry_out_and_sum_up();
  Status record();

  // Of understand_and_listen.
  Status understand();
  Status compute();
  Status rate_anew();
  Status place_in_stages();
  Status name_churn();
  Status segment_and_rank();
  Status warn();
  Status listen();
  Status tidy_tasks(TaskDesk& desk);
  Status keep_stage_history();
  // Of carry_out_and_sum_up.
  Status carry_out();
  Status issue();
  Status act();
  Status sum_up();
  Result<Batch> with_data_quality(const Batch& quality, const Quarantine& quarantine) const;

  // For a population of these attributes.
  Status load_playbook(Schema subscriptions);
  Status evaluate_period(const NightRecord& past, BilledMonths& bills);
  // Without what the store remembers: contacts and consents.
  PlanRequest plan_request();
  Result<std::vector<Task>> advised_tasks();
  Result<std::vector<Advice>> advice_for(const std::string& segment, const std::string& stage) const;
  Result<Batch> previous_stages() const;
  void note_relative(const std::string& finding, const std::vector<std::string>& inputs);
  void room_with_inputs(std::string name, const std::vector<std::string>& inputs);
  Status add_columns(const Batch& found);
  void room(std::string name, bool ran, std::string reason = {});
  Result<Batch> what_was_found() const;

  const NightParts& parts_;
  const NightOptions& options_;
  InlineExecutor inline_executor_;
  Executor& executor_;
  std::unique_ptr<StoreClaim> claim_;
  std::optional<Currency> currency_;  // of the amounts in the store
  NightResult result_;
  NightRecord& night_;
  IntakeReport intake_;
  std::optional<Population> population_;
  std::optional<Playbook> playbook_;
  Schema rules_see_;  // the attributes that the playbook was loaded for
  std::optional<WorkRules> work_;
  std::vector<MissingInput> missing_;
  std::optional<NightRecord> previous_;  // of the month before
  Batch stage_changes_;
  std::optional<ContactHistory> past_contacts_;
  ConsentLedger consents_;
  std::optional<IdentityRules> identity_;
  ViewRules view_rules_;
  PartyLinks party_links_;  // none where the rules do not ask for persons
  Persons persons_;
  KnowledgeBase knowledge_;
  ReadableNames names_;  // of this night's and all earlier strategies
  std::vector<EvaluationReport> reports_;
  std::optional<Plan> plan_;
  Digester digester_;    // of what a rule or a person may act on
  Digest quarantine_{};  // of what stays outside
  TextRows rooms_;
};

}  // namespace staysail::cycle
