#include "command_line.hpp"

namespace staysail::program {

void add_match(CLI::App& app, Run& chosen) {
  const auto ask = std::make_shared<MatchAsk>();
  CLI::App& verb = add_verb(app, "match", "Which strategies hold for which rows of a CSV file", ask, &match, chosen);
  verb.add_option("--frame", ask->frame, "a CSV file with a header; columns are typed by their cells (docs/match.md)")
      ->required();
  verb.add_option("--strategies", ask->strategies, "strategies.toml, or a .csv or .json list of id, when and priority")
      ->required();
  verb.add_option("--out", ask->out, "the file to write; standard output without it");
  verb.add_option("--id", ask->id, "the column that names a row in the results; the first without it");
  verb.add_option("--as-of", ask->as_of, "the day that rules call as_of, YYYY-MM-DD")->check(day_fault);
  verb.add_option("--null", ask->nulls, "a text that means null, beside the empty one; may be given several times")
      ->allow_extra_args(false);
  verb.add_option("--encoding", ask->encoding, "of the frame")
      ->check(CLI::IsMember({"utf-8", "gb18030"}))
      ->capture_default_str();
  CLI::Option* top = verb.add_option("--top", ask->top, "only the first so many strategies of each row, by priority")
                         ->check(CLI::PositiveNumber);
  verb.add_flag("--counts", ask->counts, "how many rows each strategy holds for, instead of the matches")
      ->excludes(top);
  verb.add_option("--threads", ask->threads, "never changes the result")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  format_option(verb, ask->format);
  verb.footer(
      "Example:\n  staysail match --frame examples/match/customers.csv --strategies examples/match/strategies.csv "
      "--as-of 2026-01-01");
}

}  // namespace staysail::program
