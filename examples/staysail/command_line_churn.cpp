#include "command_line.hpp"

namespace staysail::program {
namespace {

void frame_options(CLI::App& verb, ChurnFrameAsk& ask) {
  verb.add_option("--frame", ask.frame,
                  "a CSV file with a header, a row a customer; columns are typed by their cells (docs/match.md)")
      ->required();
  verb.add_option("--id", ask.id, "the column that names a customer: carried along and never learnt from");
  verb.add_option("--null", ask.nulls, "a text that means null, beside the empty one; may be given several times")
      ->allow_extra_args(false);
  verb.add_option("--encoding", ask.encoding, "of the frame")
      ->check(CLI::IsMember({"utf-8", "gb18030"}))
      ->capture_default_str();
  threads_option(verb, ask.threads);
}

}  // namespace

void add_train(CLI::App& app, Run& chosen) {
  const auto ask = std::make_shared<TrainAsk>();
  CLI::App& verb = add_verb(
      app, "train", "Learn who leaves from customers whose outcome is known; prints what the model says of itself", ask,
      &train, chosen);
  frame_options(verb, ask->rows);
  verb.add_option("--target", ask->rows.target, "the column that says who left: true and false, 0 and 1, or texts")
      ->required();
  verb.add_option("--positive", ask->positive,
                  "of a target of texts the one that means: left; Yes and No are understood without it");
  verb.add_option("--leave-out", ask->left_out,
                  "a column not to learn from, such as what is known only after the customer has left; may be given "
                  "several times")
      ->allow_extra_args(false);
  verb.add_option("--model", ask->model, "the file to write")->required();
  verb.add_flag("--replace", ask->replace, "overwrite the file if it is there");
  verb.add_option("--period", ask->period, "what the rows tell of, for the card: '2025-07 to 2025-12'");
  verb.add_option("--seed", ask->seed, "equal seeds and rows give equal bytes")->capture_default_str();
  format_option(verb, ask->format);
  verb.footer(
      "Nothing is to be tuned. Quality is that on rows that the trees did not see; read the warnings before anybody "
      "acts on the model.\nExample:\n  staysail train --frame examples/telco_ibm/Telco-Customer-Churn.csv --target "
      "Churn --id customerID --model churn.model");
}

void add_score(CLI::App& app, Run& chosen) {
  const auto ask = std::make_shared<ScoreAsk>();
  CLI::App& verb = add_verb(app, "score",
                            "Warn: how probable it is that each customer leaves, and the three strongest reasons; or "
                            "judge a model on outcomes known by now, or tell what has moved",
                            ask, &score, chosen);
  frame_options(verb, ask->rows);
  verb.add_option("--model", ask->model, "a file that train wrote")->required();
  verb.add_option("--out", ask->out, "the file to write; standard output without it");
  verb.add_option("--top", ask->top, "only the so many likeliest to leave, first the likeliest")
      ->check(CLI::PositiveNumber);
  verb.add_option("--base-rate", ask->base_rate,
                  "the share that leaves among these customers, where it is known to differ from that of the rows "
                  "learnt from")
      ->check(CLI::Range(1e-9, 1 - 1e-9));
  verb.add_option("--target", ask->rows.target,
                  "the column that says who left, where it is known by now: how good the warnings were stands on "
                  "stderr; it is the column that train was told");
  CLI::Option* judge = verb.add_flag("--judge", ask->judge, "instead of warnings, how good the model is on this frame");
  verb.add_flag("--drift", ask->drift, "instead of warnings, how far each column has moved from the rows learnt from")
      ->excludes(judge);
  language_option(verb, ask->language);
  verb.add_option("--format", ask->format, "how to print: table, csv, json or ndjson; csv to a file without it")
      ->check(CLI::IsMember({"table", "csv", "json", "ndjson"}));
  verb.footer(
      "Example:\n  staysail score --frame examples/telco_ibm/Telco-Customer-Churn.csv --model churn.model --language "
      "en --top 20");
}

}  // namespace staysail::program
