// The command line: verbs and options in words that teach. Only the units command_line*.cpp see the option parser.
#include "command_line.hpp"
#include "matters.hpp"

#include <iostream>
#include <span>

#include "staysail/base/calendar.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/lifecycle/stage_names.hpp"
#include "staysail/model/task_state.hpp"
#include "staysail/privacy/purpose.hpp"

namespace staysail::program {

void format_option(CLI::App& verb, std::string& format) {
  verb.add_option("--format", format, "how to print: table, csv, json or ndjson")
      ->check(CLI::IsMember({"table", "csv", "json", "ndjson"}))
      ->capture_default_str();
}

void language_option(CLI::App& verb, std::string& language) {
  verb.add_option("--language", language, "of sentences for people: zh or en")
      ->check(CLI::IsMember({"zh", "en"}))
      ->capture_default_str();
}

void store_option(CLI::App& verb, std::string& store) {
  verb.add_option("--store", store, "where everything is kept: sqlite:PATH, postgres://HOST/DATABASE or memory:")
      ->required();
}

void threads_option(CLI::App& verb, unsigned& threads) {
  verb.add_option("--threads", threads, "never changes the result")->check(CLI::Range(1, 256))->capture_default_str();
}

std::string month_fault(const std::string& text) {
  return Month::parse(text) ? "" : "a month is written YYYY-MM, not: " + text;
}

std::string moment_fault(const std::string& text) {
  return Instant::parse(text) ? "" : "a moment is written YYYY-MM-DD or YYYY-MM-DDThh:mm, not: " + text;
}

std::string day_fault(const std::string& text) {
  return Day::parse(text) ? "" : "a day is written YYYY-MM-DD, not: " + text;
}

namespace {

std::vector<std::string> purposes() {
  std::vector<std::string> names;
  for (const auto& purpose : shipped_purposes()) names.push_back(purpose.name());
  return names;
}

std::vector<std::string> task_states() {
  std::vector<std::string> names;
  for (std::size_t state = 0; state < kTaskStates; ++state) names.emplace_back(name_of(static_cast<TaskState>(state)));
  return names;
}

void add_simulate(CLI::App& app, Run& chosen) {
  const auto ask = std::make_shared<SimulateAsk>();
  CLI::App& verb =
      add_verb(app, "simulate", "Invent an operator and write its BOSS export; or add the next month to one", ask,
               &simulate, chosen);
  verb.add_option("--subscribers", ask->subscribers, "how many subscriptions")->capture_default_str();
  verb.add_option("--seed", ask->seed, "equal seeds give equal bytes")->capture_default_str();
  CLI::Option* out = verb.add_option("--out", ask->out, "an empty or new folder for the export");
  verb.add_option("--months", ask->months, "months of history")->capture_default_str();
  verb.add_option("--first-month", ask->first_month, "YYYY-MM")->capture_default_str();
  verb.add_option("--dirt", ask->dirt,
                  "share of rows to spoil, 0 to 0.2; truth/dirt_YYYYMM.csv says which, truth/duplicates_YYYYMM.csv "
                  "which were repeated")
      ->check(CLI::Range(0.0, 0.2))
      ->capture_default_str();
  verb.add_option("--encoding", ask->encoding, "utf-8 or gb18030")
      ->check(CLI::IsMember({"utf-8", "gb18030"}))
      ->capture_default_str();
  CLI::Option* resume =
      verb.add_option("--resume", ask->resume, "a folder that simulate made: live its next month")->excludes(out);
  verb.add_option("--actions", ask->actions, "what was done to whom (actions.csv of a run); customers answer it")
      ->needs(resume);
  verb.footer(
      "Example:\n  staysail simulate --subscribers 3000 --seed 7 --out /tmp/boss --dirt 0.01\n  staysail simulate "
      "--resume /tmp/boss --actions /tmp/out/actions.csv");
}

void boss_options(CLI::App& verb, std::string& boss, std::string& mapping) {
  verb.add_option("--boss", boss,
                  "the folder with the export; its database: sqlite:PATH, postgres://HOST/DATABASE; or "
                  "tmf:https://HOST/tmf-api, tmf:boss.toml (docs/adapters/)")
      ->required();
  verb.add_option("--mapping", mapping, "mapping.toml (docs/mapping.md); tmf: has one of its own");
}

void add_validate(CLI::App& app, Run& chosen) {
  const auto ask = std::make_shared<ValidateAsk>();
  CLI::App& verb =
      add_verb(app, "validate",
               "Check an export against its mapping: file, line, column and reason of every bad row; changes nothing",
               ask, &validate, chosen);
  boss_options(verb, ask->boss, ask->mapping);
  format_option(verb, ask->format);
  verb.footer("Example:\n  staysail validate --boss boss --mapping boss/mapping.toml --format csv");
}

void add_map(CLI::App& app, Run& chosen) {
  const auto ask = std::make_shared<MapAsk>();
  CLI::App& verb = add_verb(app, "map",
                            "Propose a mapping for files that nobody has described yet: TOML with every guess and why, "
                            "what is in doubt marked UNCERTAIN",
                            ask, &map, chosen);
  verb.add_option("--sample", ask->samples, "files of the export, or the folder in which they lie")->required();
  verb.add_option("--out", ask->out, "where to write the mapping; stdout without it");
  verb.add_option("--name", ask->name, "of the mapping")->capture_default_str();
  verb.footer(
      "Exit code 1: some file was left out.\nExample:\n  staysail map --sample boss/*.csv --out boss/mapping.toml\n  "
      "staysail validate --boss boss --mapping boss/mapping.toml");
}

void add_run(CLI::App& app, Run& chosen) {
  const auto ask = std::make_shared<RunAsk>();
  CLI::App& verb =
      add_verb(app, "run",
               "One night: export in, indicators, stages, segments, warnings, plan, tasks, effects and knowledge out",
               ask, &run, chosen);
  boss_options(verb, ask->boss, ask->mapping);
  verb.add_option("--playbook", ask->playbook, "the playbook's folder (docs/playbook.md)")->required();
  verb.add_option("--store", ask->store,
                  "where everything is kept: sqlite:PATH[?max_page_count=N], postgres://HOST/DATABASE or memory:")
      ->capture_default_str();
  verb.add_option("--as-of", ask->as_of, "the day of the run, YYYY-MM-DD: months before its month are closed")
      ->required();
  verb.add_option("--out", ask->out, "a folder for tables, report and receipt");
  verb.add_option("--threads", ask->threads, "never changes the result")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  verb.add_option("--batch-rows", ask->batch_rows, "never changes the result")
      ->check(CLI::Range(1, 1048576))
      ->capture_default_str();
  verb.add_flag("--incremental", ask->incremental,
                "read only files that are new (the default does so too: known content is counted, not parsed)");
  verb.add_option("--outbox", ask->outbox,
                  "the folder in which the BOSS takes orders and leaves receipts; OUT/outbox without it");
  verb.add_option("--changed-since", ask->changed_since,
                  "of tables with changed_by only the rows that changed then or later, as the database writes it");
  CLI::Option* orders = verb.add_option("--orders", ask->orders,
                                        "the database that takes orders, instead of an outbox: sqlite:PATH, "
                                        "postgres://HOST/DATABASE");
  CLI::Option* statements = verb.add_option("--statements", ask->statements,
                                            "the statements by which it takes them (docs/adapters/databases.md)");
  orders->needs(statements);
  statements->needs(orders);
  verb.add_flag("--no-actions", ask->no_actions, "plan and issue tasks, but write nothing for the BOSS");
  language_option(verb, ask->language);
  format_option(verb, ask->format);
  verb.footer(
      "Exit code 1: the night was done, and a file was withheld (empty, still growing, not as declared) or an API's "
      "answer came short: it is named, and what it tells is not in the result; or the BOSS took no orders, which go "
      "the next night; 3: the BOSS, a file or a rule; 4: the store, also when it is lost in the "
      "middle. Bad rows are counted and kept in quarantine.csv, and are no reason to fail.\n"
      "Example:\n  staysail run --boss boss --mapping boss/mapping.toml --playbook examples/playbook --store "
      "sqlite:retention.db --as-of 2026-01-01 --out out");
}

void add_customer(CLI::App& app, Run& chosen) {
  const auto ask = std::make_shared<CustomerAsk>();
  CLI::App& verb = add_verb(
      app, "customer",
      "Everything about one customer on one screen: who, stage, value, open matters, what was done and what to offer",
      ask, &customer, chosen);
  store_option(verb, ask->store);
  verb.add_option("id", ask->id, "a customer, account or subscription id")->required();
  verb.add_option("--purpose", ask->purpose,
                  "why you read about this person; opens what it needs, and stands in the audit trail. Everything "
                  "personal is masked without it")
      ->check(CLI::IsMember(purposes()));
  language_option(verb, ask->language);
  format_option(verb, ask->format);
  verb.footer("Example:\n  staysail customer --store sqlite:retention.db --purpose contact 0000000001");
}

void add_task_move(CLI::App& parent, const char* name, const char* help, Run& chosen) {
  const auto ask = std::make_shared<TasksAsk>();
  ask->action = name;
  CLI::App& verb = add_verb(parent, name, help, ask, &tasks, chosen);
  store_option(verb, ask->store);
  verb.add_option("id", ask->id, "a task id")->required();
  verb.add_option("--at", ask->at, "when, YYYY-MM-DD[Thh:mm]")->required()->check(moment_fault);
  verb.add_option("--note", ask->note, "what there is to say");
  if (name != std::string("close")) {
    verb.add_option("--playbook", ask->playbook,
                    "the playbook's folder: its roles, capacities and quiet hours hold; the usual ones without it");
    verb.add_option("--mapping", ask->mapping, "the mapping, when it declares tables of its own");
  }
  if (name == std::string("close"))
    verb.add_option("--result", ask->result, "accepted, refused, not_reached, renewed ...")->required();
  CLI::Option* staff = verb.add_option("--staff", ask->staff, "a staff id");
  if (name == std::string("assign")) staff->required();
  format_option(verb, ask->format);
  const std::string more = name == std::string("assign")  ? " --staff E0003"
                           : name == std::string("close") ? " --result refused"
                                                          : "";
  verb.footer("Example:\n  staysail tasks " + std::string(name) +
              " --store sqlite:retention.db TASK --at 2026-01-12T10:00" + more);
}

void add_tasks(CLI::App& app, Run& chosen) {
  CLI::App& parent =
      *app.add_subcommand("tasks", "The account managers' tasks: list, claim, assign, advance, escalate, close")
           ->require_subcommand(1);
  const auto ask = std::make_shared<TasksAsk>();
  ask->action = "list";
  CLI::App& list = add_verb(parent, "list", "Tasks, by id", ask, &tasks, chosen);
  store_option(list, ask->store);
  list.add_option("--assignee", ask->assignee, "only of this staff id");
  list.add_option("--unit", ask->unit, "only of this unit");
  list.add_option("--period", ask->period, "only of this month, YYYY-MM")->check(month_fault);
  list.add_option("--customer", ask->customer, "only of this customer");
  list.add_option("--strategy", ask->strategy, "only of this strategy");
  list.add_option("--state", ask->state, "only in this state")->check(CLI::IsMember(task_states()));
  list.add_flag("--open", ask->only_open, "only those that are not closed");
  list.add_option("--limit", ask->limit, "at most so many; 0 = all")->capture_default_str();
  format_option(list, ask->format);
  parent.footer("Example:\n  staysail tasks list --store sqlite:retention.db --open");
  list.footer("Example:\n  staysail tasks list --store sqlite:retention.db --open --limit 0 --format csv");
  add_task_move(parent, "assign", "Give a task to somebody", chosen);
  add_task_move(parent, "advance", "The assignee begins to work on it", chosen);
  add_task_move(parent, "escalate", "To the manager of its unit", chosen);
  add_task_move(parent, "close", "It is done, with a result", chosen);
}

void add_decide(CLI::App& app, Run& chosen) {
  const auto ask = std::make_shared<DecideAsk>();
  CLI::App& verb = add_verb(
      app, "decide", "Evaluate a decision of a DMN model for one set of inputs, and say why what is null is null", ask,
      &decide, chosen);
  verb.add_option("--model", ask->model, "a decision model, DMN 1.1 to 1.5; what it imports lies beside it")
      ->required();
  verb.add_option("--decision", ask->decision,
                  "a decision, decision service or knowledge model; all decisions without it");
  verb.add_option("--input", ask->input,
                  "a JSON file {name: value}; - is standard input. Dates and durations are ISO texts");
  format_option(verb, ask->format);
  verb.footer(
      "Example:\n  staysail decide --model examples/decision/retention_offer.dmn --decision \"Retention offer\" "
      "--input examples/decision/customer.json\nExit code 1: expressions of the model are no FEEL; each is named with "
      "its place.");
}

void add_evaluate(CLI::App& app, Run& chosen) {
  const auto ask = std::make_shared<EvaluateAsk>();
  CLI::App& verb =
      add_verb(app, "evaluate", "Effects against the hold-out, with intervals, as the latest night found them", ask,
               &evaluate, chosen);
  store_option(verb, ask->store);
  verb.add_option("--period", ask->period, "the night that evaluated, YYYY-MM; the latest without it")
      ->check(month_fault);
  language_option(verb, ask->language);
  format_option(verb, ask->format);
  verb.footer("Example:\n  staysail evaluate --store sqlite:retention.db --language en");
}

void add_knowledge(CLI::App& app, Run& chosen) {
  CLI::App& parent = *app.add_subcommand("knowledge", "The knowledge base: search, add, advise")->require_subcommand(1);
  const auto add = [&](const char* name, const char* help) {
    const auto ask = std::make_shared<KnowledgeAsk>();
    ask->action = name;
    CLI::App& verb = add_verb(parent, name, help, ask, &knowledge, chosen);
    store_option(verb, ask->store);
    verb.add_option("--segment", ask->segment, "only for this segment");
    verb.add_option("--stage", ask->stage, "only for this stage")->check(CLI::IsMember(stage_names()));
    language_option(verb, ask->language);
    format_option(verb, ask->format);
    return std::pair<CLI::App*, std::shared_ptr<KnowledgeAsk>>(&verb, ask);
  };
  const auto [search, search_ask] = add("search", "Find items by Chinese or English words");
  search->add_option("text", search_ask->text, "what to look for")->required();
  search->add_option("--limit", search_ask->limit, "at most so many; 0 = all")->capture_default_str();
  search->add_option("--as-of", search_ask->as_of, "items must be valid on this day; today without it")
      ->check(day_fault);
  search->footer("Example:\n  staysail knowledge search --store sqlite:retention.db 续约");
  parent.footer("Example:\n  staysail knowledge search --store sqlite:retention.db 续约");
  const auto [put, put_ask] =
      add("add", "Add an item, published at once; or all of a JSON file {articles: [{id, title, body, kind ...}]}");
  put->add_option("--id", put_ask->id, "its id");
  put->add_option("--title", put_ask->title, "one line");
  put->add_option("--body", put_ask->body, "what there is to know");
  put->add_option("--file", put_ask->file, "a JSON file instead");
  put->footer(
      "Example:\n  staysail knowledge add --store sqlite:retention.db --file examples/knowledge/playbook_zh.json");
  const auto [advise, advise_ask] = add("advise", "Which strategies have kept such customers, with the evidence");
  advise->add_option("--as-of", advise_ask->as_of, "items must be valid on this day; today without it")
      ->check(day_fault);
  advise->footer("Example:\n  staysail knowledge advise --store sqlite:retention.db --segment rescue --stage decline");
}

void add_rest(CLI::App& app, Run& chosen) {
  const auto report_ask = std::make_shared<ReportAsk>();
  CLI::App& report_verb =
      add_verb(app, "report", "One HTML file with charts and tables, readable offline", report_ask, &report, chosen);
  store_option(report_verb, report_ask->store);
  report_verb.add_option("--out", report_ask->out, "the file to write")->required();
  language_option(report_verb, report_ask->language);
  report_verb.footer("Example:\n  staysail report --store sqlite:retention.db --out report.html");
  const auto verify_ask = std::make_shared<VerifyAsk>();
  CLI::App& verify_verb = add_verb(app, "verify", "Read everything in a store and compare it with its digests",
                                   verify_ask, &verify, chosen);
  store_option(verify_verb, verify_ask->store);
  language_option(verify_verb, verify_ask->language);
  verify_verb.footer("Example:\n  staysail verify --store sqlite:retention.db");
}

// The parser asks for a verb where one is misspelt, or prints the help that comes after it; here the word is named.
std::string unknown_verb(const CLI::App& app, std::span<char* const> words) {
  const auto verbs = app.get_subcommands([](const CLI::App*) { return true; });
  if (verbs.empty() || words.empty() || words.front()[0] == '-') return {};
  const std::string word = words.front();
  std::vector<std::string> known;
  for (const CLI::App* verb : verbs) {
    if (verb->get_name() == word) return unknown_verb(*verb, words.subspan(1));
    known.push_back(verb->get_name());
  }
  return "there is no verb of this name: " + word + did_you_mean(word, known) + "; `" +
         (app.get_parent() == nullptr ? "" : "staysail ") + app.get_name() + " --help` lists them";
}

int parse_and_run(CLI::App& app, const Run& chosen, std::span<char* const> words) {
  const std::string fault = unknown_verb(app, words.subspan(1));
  if (!fault.empty()) {
    std::cerr << "staysail: " << fault << "\n";
    return kUsage;
  }
  try {
    app.parse(static_cast<int>(words.size()), words.data());
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) == 0 ? kOk : kUsage;
  }
  return chosen();
}

}  // namespace

int command_line(int argc, char** argv) {
  CLI::App app(
      "staysail: keep the customers you have. From a BOSS export to the account manager's task, its outcome, the "
      "effect and the next advice.",
      "staysail");
  app.require_subcommand(1);
  app.footer(
      "Begin with:\n  staysail simulate --subscribers 3000 --out /tmp/boss\n  staysail run --boss /tmp/boss --mapping "
      "/tmp/boss/mapping.toml --playbook examples/playbook \\\n"
      "    --store sqlite:/tmp/staysail.db --as-of 2026-01-01 --out /tmp/out\nExit codes: 0 ok, 1 findings, 2 usage, 3 "
      "data, 4 storage.");
  Run chosen;
  add_simulate(app, chosen);
  add_validate(app, chosen);
  add_map(app, chosen);
  add_run(app, chosen);
  add_customer(app, chosen);
  add_indicators(app, chosen);
  add_segment(app, chosen);
  add_identity(app, chosen);
  add_groups(app, chosen);
  add_households(app, chosen);
  add_quality(app, chosen);
  add_plan(app, chosen);
  add_tasks(app, chosen);
  add_portfolio(app, chosen);
  add_matters(app, chosen);
  add_decide(app, chosen);
  add_match(app, chosen);
  add_train(app, chosen);
  add_score(app, chosen);
  add_province(app, chosen);
  add_evaluate(app, chosen);
  add_knowledge(app, chosen);
  add_rest(app, chosen);
  add_export(app, chosen);
  add_keeping(app, chosen);
  return parse_and_run(app, chosen, std::span<char* const>(argv, static_cast<std::size_t>(argc)));
}

}  // namespace staysail::program

int main(int argc, char** argv) { return staysail::program::command_line(argc, argv); }
