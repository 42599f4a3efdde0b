// What each verb of the program is asked, as plain values; command_line.cpp fills them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace staysail::program {

// 0 ok, 1 findings, 2 usage, 3 data, 4 storage.
enum ExitCode : int { kOk = 0, kFindings = 1, kUsage = 2, kData = 3, kStorage = 4 };

struct SimulateAsk {
  std::uint32_t subscribers = 1000;
  std::uint64_t seed = 1;
  std::string out, resume, actions, encoding = "utf-8", first_month = "2025-01";
  int months = 12;
  double dirt = 0;
};

struct ValidateAsk {
  std::string boss, mapping, format = "table";
};

struct MapAsk {
  std::vector<std::string> samples;
  std::string out, name = "proposed";
};

struct RunAsk {
  std::string boss, mapping, playbook, store = "memory:", as_of, out, outbox, format = "table", language = "zh";
  std::string changed_since, orders, statements;
  unsigned threads = 1;
  std::uint32_t batch_rows = 65536;
  bool incremental = false;
  bool no_actions = false;
};

struct CustomerAsk {
  std::string store, id, purpose, format = "table", language = "zh";
};

struct IdentityVerbAsk {
  std::string action;  // report, review, rulings, merge, unmerge
  std::string store, party, other, who, why, at, format = "table";
};

struct GroupsAsk {
  std::string store, id, roll_up = "sum", format = "table";
  std::vector<std::string> figures;
  bool no_lines = false;
};

struct HouseholdsAsk {
  std::string store, id, purpose, format = "table";
};

struct QualityAsk {
  std::string store, table, as_of, format = "table";
  bool only_faults = false;
};

struct IndicatorsAsk {
  std::string action;  // list, explain, diff
  std::string store, playbook, against, mapping, period, indicator, subscription, format = "table";
  unsigned threads = 1;
};

struct SegmentAsk {
  std::string action;  // choose, fit, explain, migrate, size
  std::string store, period, frame, id, encoding = "utf-8", when, before, after, labels, out, segment = "segment",
                                        format = "table";
  std::vector<std::string> columns;
  std::size_t least = 2, most = 12, clusters = 4, iterations = 20, depth = 4;
  std::uint64_t seed = 0;
  double sample = 100;
  unsigned threads = 1;
};

struct PlanAsk {
  std::string action;  // funnel, conditions, explain, why-not
  std::string store, playbook, mapping, subscription, strategy, period, out, format = "table", language = "zh";
};

struct PlanSimulateAsk {
  std::string store, playbook, mapping, period, salt = "simulation", format = "table", language = "zh";
  double sample = 100;
  unsigned threads = 1;
};

struct PlanReplayAsk {
  std::string store, playbook, mapping, period, format = "table";
  unsigned threads = 1;
};

struct PlanLintAsk {
  std::string playbook, mapping, store, as_of, format = "table", language = "zh";
};

struct PlanDiffAsk {
  std::string playbook, against, mapping, store, period, out, format = "table", language = "zh";
};

struct TasksAsk {
  std::string action;  // list, assign, advance, escalate, close
  std::string store, playbook, mapping, id, staff, result, note, at, assignee, unit, period, customer, strategy, state,
      format = "table";
  std::size_t limit = 20;
  bool only_open = false;
};

struct DecideAsk {
  std::string model, decision, input, format = "table";
};

struct MatchAsk {
  std::string frame, strategies, out, id, as_of, encoding = "utf-8", format;
  std::vector<std::string> nulls;
  std::size_t top = 0;
  unsigned threads = 1;
  bool counts = false;
};

// A CSV file whose rows a churn model reads.
struct ChurnFrameAsk {
  std::string frame, target, id, encoding = "utf-8";
  std::vector<std::string> nulls;
  unsigned threads = 1;
};

struct TrainAsk {
  ChurnFrameAsk rows;
  std::string positive, model, period, format = "table";
  std::vector<std::string> left_out;
  std::uint64_t seed = 0;
  bool replace = false;
};

struct ScoreAsk {
  ChurnFrameAsk rows;
  std::string model, out, language = "zh", format;
  std::size_t top = 0;
  double base_rate = 0;  // 0: that of the rows learnt from
  bool judge = false;
  bool drift = false;
};

struct EvaluateAsk {
  std::string store, period, format = "table", language = "zh";
};

struct KnowledgeAsk {
  std::string action;  // search, add, advise
  std::string store, text, id, title, body, segment, stage, file, as_of, format = "table", language = "zh";
  std::size_t limit = 5;
};

struct ReportAsk {
  std::string store, out, language = "zh";
};

struct VerifyAsk {
  std::string store, language = "en";
};

struct BackupAsk {
  std::string store, out;
};

struct RestoreAsk {
  std::string backup, store;
  bool replace = false;
};

struct EraseAsk {
  std::string store, id;
};

struct ExportAsk {
  std::string store, out, first, last, as_of, purpose, mapping, format = "table";
  std::vector<std::string> tables;
};

struct PortfolioAsk {
  std::string store, as_of, unit, team, format = "table";
};

struct HandOverAsk {
  std::string store, from, to, since, at, actor, reason, playbook, mapping, format = "table";
  std::vector<std::string> customers;
};

struct TransferAsk {
  std::string from, to, city, mapping, format = "table";
};

struct ProvinceAsk {
  std::string store, period, format = "table";
};

// Each gives an ExitCode; results go to stdout, progress and errors to stderr.
int simulate(const SimulateAsk& ask);
int validate(const ValidateAsk& ask);
int map(const MapAsk& ask);
int run(const RunAsk& ask);
int customer(const CustomerAsk& ask);
int identity(const IdentityVerbAsk& ask);
int groups(const GroupsAsk& ask);
int households(const HouseholdsAsk& ask);
int quality(const QualityAsk& ask);
int indicators(const IndicatorsAsk& ask);
int segment(const SegmentAsk& ask);
int plan(const PlanAsk& ask);
int plan_lint(const PlanLintAsk& ask);
int plan_diff(const PlanDiffAsk& ask);
int plan_simulate(const PlanSimulateAsk& ask);
int plan_replay(const PlanReplayAsk& ask);
int tasks(const TasksAsk& ask);
int decide(const DecideAsk& ask);
int match(const MatchAsk& ask);
int train(const TrainAsk& ask);
int score(const ScoreAsk& ask);
int evaluate(const EvaluateAsk& ask);
int knowledge(const KnowledgeAsk& ask);
int report(const ReportAsk& ask);
int verify(const VerifyAsk& ask);
int portfolio_list(const PortfolioAsk& ask);
int portfolio_hand_over(const HandOverAsk& ask);
int transfer_up(const TransferAsk& ask);
int province(const ProvinceAsk& ask);
int backup(const BackupAsk& ask);
int restore(const RestoreAsk& ask);
int erase(const EraseAsk& ask);
int export_tables(const ExportAsk& ask);

}  // namespace staysail::program
