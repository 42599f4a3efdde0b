#include "command_line.hpp"

namespace staysail::program {
namespace {

using Asked = std::shared_ptr<SegmentAsk>;

CLI::App& add_one(CLI::App& parent, const char* name, const char* help, const Asked& ask, Run& chosen) {
  ask->action = name;
  CLI::App& verb = add_verb(parent, name, help, ask, &segment, chosen);
  CLI::Option* store = verb.add_option("--store", ask->store, "the lines of a night that this store keeps");
  verb.add_option("--period", ask->period, "YYYY-MM, of the night; the latest without it")
      ->check(month_fault)
      ->needs(store);
  verb.add_option("--id", ask->id, "the column of a file that names a row; the first without it");
  verb.add_option("--encoding", ask->encoding, "of files")
      ->check(CLI::IsMember({"utf-8", "gb18030"}))
      ->capture_default_str();
  format_option(verb, ask->format);
  return verb;
}

void frame_option(CLI::App& verb, const Asked& ask) {
  verb.add_option("--frame", ask->frame, "a CSV file with a header instead; columns are typed by their cells");
}

void columns_options(CLI::App& verb, const Asked& ask) {
  frame_option(verb, ask);
  verb.add_option("--columns", ask->columns, "what counts: numbers, days or yes-and-no, with commas between")
      ->required()
      ->delimiter(',');
  verb.add_option("--when", ask->when, "FEEL: only the rows for which it holds, such as stage != \"churned\"");
  threads_option(verb, ask->threads);
}

void k_means_options(CLI::App& verb, const Asked& ask) {
  verb.add_option("--iterations", ask->iterations, "rounds at most")->check(CLI::Range(1, 1000))->capture_default_str();
  verb.add_option("--seed", ask->seed, "of the beginnings")->capture_default_str();
}

void add_choose(CLI::App& parent, Run& chosen) {
  const auto ask = std::make_shared<SegmentAsk>();
  CLI::App& verb = add_one(parent, "choose",
                           "How many clusters: for each number its stability, silhouette, and how well a few cuts tell "
                           "them apart",
                           ask, chosen);
  columns_options(verb, ask);
  k_means_options(verb, ask);
  verb.add_option("--least", ask->least, "clusters")->check(CLI::Range(2, 100))->capture_default_str();
  verb.add_option("--most", ask->most, "clusters")->check(CLI::Range(2, 100))->capture_default_str();
  verb.footer(
      "Example:\n  staysail segment choose --store sqlite:retention.db --columns arpu_6m,tenure_months --when "
      "'stage != \"churned\"'");
}

void add_fit(CLI::App& parent, Run& chosen) {
  const auto ask = std::make_shared<SegmentAsk>();
  ask->segment = "cluster";
  CLI::App& verb =
      add_one(parent, "fit", "Clusters by k-means: their sizes and means, and who is in which", ask, chosen);
  columns_options(verb, ask);
  k_means_options(verb, ask);
  verb.add_option("--k", ask->clusters, "how many")->check(CLI::Range(1, 1000))->capture_default_str();
  verb.add_option(
      "--before", ask->before,
      "what an earlier fit wrote with --out: clusters begin at the means of their rows then, and keep their "
      "numbers");
  verb.add_option("--out", ask->out, "where to write the id and the cluster of each row");
  verb.footer(
      "Example:\n  staysail segment fit --store sqlite:retention.db --columns arpu_6m,tenure_months --k 4 --out "
      "clusters.csv");
}

void add_explain(CLI::App& parent, Run& chosen) {
  const auto ask = std::make_shared<SegmentAsk>();
  CLI::App& verb =
      add_one(parent, "explain",
              "Segments or clusters in words: for each a FEEL condition of a few cuts, and how faithful it "
              "is",
              ask, chosen);
  columns_options(verb, ask);
  verb.add_option("--segment", ask->segment, "the column that names the group of a row")->capture_default_str();
  verb.add_option("--labels", ask->labels, "a CSV file with that column, such as what fit wrote");
  verb.add_option("--depth", ask->depth, "cuts one after another")->check(CLI::Range(1, 8))->capture_default_str();
  verb.footer(
      "Example:\n  staysail segment explain --store sqlite:retention.db --columns arpu_6m,tenure_months,usage_trend\n  "
      "staysail segment explain --frame lines.csv --labels clusters.csv --segment cluster --columns arpu,tenure");
}

void add_migrate(CLI::App& parent, Run& chosen) {
  const auto ask = std::make_shared<SegmentAsk>();
  CLI::App& verb = add_one(parent, "migrate",
                           "Who moved from one segment to another: between a night and that of the month before, or "
                           "between two files",
                           ask, chosen);
  verb.add_option("--segment", ask->segment, "the column that names the group of a row")->capture_default_str();
  verb.add_option("--before", ask->before, "a CSV file");
  verb.add_option("--after", ask->after, "a CSV file");
  verb.footer(
      "Example:\n  staysail segment migrate --store sqlite:retention.db\n  staysail segment migrate --before june.csv "
      "--after july.csv --segment cluster");
}

void add_size(CLI::App& parent, Run& chosen) {
  const auto ask = std::make_shared<SegmentAsk>();
  CLI::App& verb = add_one(parent, "size",
                           "How many rows a condition holds for, before it is saved: all are asked, or a sample with "
                           "an interval",
                           ask, chosen);
  frame_option(verb, ask);
  verb.add_option("--when", ask->when, "FEEL over the columns")->required();
  verb.add_option("--sample", ask->sample, "per cent of the rows that are asked, by the hash of their ids")
      ->check(CLI::Range(0.01, 100.0))
      ->capture_default_str();
  verb.footer(
      "Example:\n  staysail segment size --store sqlite:retention.db --when 'value_band >= 3 and loyalty_quartile <= "
      "2' "
      "--sample 10");
}

}  // namespace

void add_segment(CLI::App& app, Run& chosen) {
  CLI::App& parent = *app.add_subcommand("segment", "Groups of lines: how many, which, in words, who moved, how large")
                          ->require_subcommand(1);
  add_choose(parent, chosen);
  add_fit(parent, chosen);
  add_explain(parent, chosen);
  add_migrate(parent, chosen);
  add_size(parent, chosen);
  parent.footer("Example:\n  staysail segment migrate --store sqlite:retention.db");
}

}  // namespace staysail::program
