// The verb match: the rows of a CSV file against the strategies of another, in blocks of rows.
#include <algorithm>
#include <iostream>
#include <numeric>
#include <optional>
#include <sstream>

#include "host.hpp"
#include "printing.hpp"
#include "staysail/boss/csv_frame.hpp"
#include "staysail/files/csv_writer.hpp"
#include "staysail/strategy/rule_list.hpp"

namespace staysail::program {
namespace {

// Rows of a block, so that the matches of many strategies do not fill the memory.
constexpr std::size_t kBlockPairs = std::size_t{1} << 26, kLeastRows = 4096, kMostRows = 131072;

// What is matched with what.
struct Bout {
  Batch frame;
  Column ids;
  Matcher matcher;
  BoundMatcher bound;
};

// Where results go: a file that appears when it is whole, or standard output.
class Results {
 public:
  static Result<Results> open(const MatchAsk& ask) {
    Results results;
    if (ask.out.empty()) return results;
    STAYSAIL_TRY(auto file, AtomicFile::create(ask.out));
    results.file_.emplace(std::move(file));
    return results;
  }
  Status write(std::string_view text) {
    if (file_) return file_->write(text);
    std::cout << text;
    return ok();
  }
  Status close() { return file_ ? file_->commit() : ok(); }

 private:
  std::optional<AtomicFile> file_;
};

std::string format_of(const MatchAsk& ask) {
  if (!ask.format.empty()) return ask.format;
  return ask.out.empty() ? "table" : "csv";
}

Result<Inputs> constants_of(const MatchAsk& ask, const Batch& frame) {
  Inputs constants;
  if (ask.as_of.empty()) return constants;
  if (frame.find("as_of") != nullptr)
    return Error(Errc::invalid_argument, "the frame has a column as_of; leave out --as-of, or rename the column");
  STAYSAIL_TRY(const Day day, Day::parse(ask.as_of));
  constants.set("as_of", Value::date(day));
  return constants;
}

// A column without any value suits every rule: it holds nothing but nulls.
Scope scope_of(const CsvFrame& frame, const Inputs& constants) {
  Scope scope = Scope::of(frame.rows.schema());
  for (const std::string& name : frame.untold) scope.add(name, FeelType::any());
  for (const auto& [name, value] : constants.values()) scope.add(name, FeelType::of(value));
  return scope;
}

// What the rules' own error cannot know: the command line, and why a column is a text.
Error with_hints(const Error& error, const MatchAsk& ask, const CsvFrame& frame) {
  std::string hint;
  if (error.code() == Errc::unknown_name && ask.as_of.empty() && error.message().find("as_of") != std::string::npos)
    hint = "; --as-of YYYY-MM-DD says which day as_of is";
  for (const TextCause& cause : frame.mistyped)
    if (error.code() == Errc::type_mismatch && hint.size() < 400)
      hint += "; the column " + cause.column + " is a text because of '" + cause.cell + "' (" + ask.frame + ":" +
              std::to_string(cause.line) + "), --null '" + cause.cell + "' makes that a null";
  const Place place = error.place() != nullptr ? *error.place() : Place{};
  return hint.empty() ? error : Error::at(place, error.code(), error.message() + hint);
}

Result<Matcher> compile(const MatchAsk& ask, const CsvFrame& frame, const Scope& scope) {
  STAYSAIL_TRY(auto rules, load_match_rules(ask.strategies));
  auto matcher = Matcher::compile(std::move(rules), scope);
  if (!matcher) return with_hints(matcher.error(), ask, frame);
  return matcher;
}

Result<Column> ids_of(const MatchAsk& ask, const Batch& frame) {
  const std::string name = ask.id.empty() ? frame.column(0).field().name : ask.id;
  std::vector<std::string> names;
  for (const Field& field : frame.schema().fields()) names.push_back(field.name);
  const Column* found = frame.find(name);
  if (found == nullptr)
    return Error::at({ask.frame, 1, 0}, Errc::unknown_name,
                     "the frame has no column of this name: " + name + did_you_mean(name, names));
  const bool taken = name == "row" || name == "strategy" || name == "priority";
  return taken ? found->renamed("id") : *found;
}

Result<Bout> prepare(const MatchAsk& ask, const Control& control) {
  CsvFrameOptions options;
  STAYSAIL_TRY(options.encoding, encoding_of(ask.encoding));
  options.nulls = ask.nulls;
  options.control = control;
  STAYSAIL_TRY(CsvFrame frame, read_csv_frame(ask.frame, options));
  STAYSAIL_TRY(Column ids, ids_of(ask, frame.rows));
  STAYSAIL_TRY(const Inputs constants, constants_of(ask, frame.rows));
  STAYSAIL_TRY(Matcher matcher, compile(ask, frame, scope_of(frame, constants)));
  STAYSAIL_TRY(BoundMatcher bound, matcher.bind(frame.rows.schema(), constants));
  return Bout{std::move(frame.rows), std::move(ids), std::move(matcher), std::move(bound)};
}

// Calls `take(begin, codes)` for one block of rows after the other.
template <class Take>
Status for_each_block(const Bout& bout, Executor& executor, const Control& control, Take take) {
  const std::size_t strategies = std::max<std::size_t>(bout.matcher.rules().size(), 1);
  const std::size_t size = std::clamp(kBlockPairs / strategies, kLeastRows, kMostRows);
  for (std::size_t begin = 0; begin < bout.frame.rows(); begin += size) {
    control.report("match", begin, bout.frame.rows());
    const Batch block = bout.frame.slice(begin, std::min(size, bout.frame.rows() - begin));
    STAYSAIL_TRY(const RowCodes codes, bout.bound.encode(block, executor, nullptr, control));
    STAYSAIL_CHECK(take(begin, codes));
  }
  return ok();
}

// Rows (within the block) and strategies; the codes of the strategies are their positions in the matcher.
Result<Batch> pairs_of(const Bout& bout, const RowCodes& codes, std::size_t top, Executor& executor,
                       const Control& control) {
  if (top != 0) {
    STAYSAIL_TRY(const auto ranked, bout.bound.top(codes, top, executor, {}, control));
    return bout.bound.table(ranked);
  }
  STAYSAIL_TRY(const auto rows, bout.bound.list(codes, executor, {}, control));
  return bout.bound.table(rows, codes.rows());
}

// Matches as lines of a CSV file, without one allocation a match.
class MatchLines {
 public:
  explicit MatchLines(const Bout& bout) : ids_(bout.ids) {
    for (const MatchRule& rule : bout.matcher.rules()) {
      std::string end = ",";
      append_csv_cell(end, rule.id.text(), false);
      ends_.push_back(end + "," + std::to_string(rule.priority) + "\n");
    }
  }
  static std::string header(const Bout& bout) {
    std::string line;
    append_csv_row(line, std::vector<std::string_view>{"row", bout.ids.field().name, "strategy", "priority"});
    return line;
  }
  void append(const Batch& pairs, std::size_t begin, std::string& out) {
    const auto rows = pairs.column(0).numbers();
    const auto strategies = pairs.column(1).codes();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (i == 0 || rows[i] != rows[i - 1]) start(begin + static_cast<std::size_t>(rows[i]));
      out.append(start_).append(ends_[static_cast<std::size_t>(strategies[i])]);
    }
  }

 private:
  void start(std::size_t row) {
    start_ = std::to_string(row) + ",";
    append_csv_cell(start_, ids_.value_text(row), false);
  }
  Column ids_;
  std::string start_;
  std::vector<std::string> ends_;  // of the lines of each strategy
};

// The same as columns, for the other formats.
class MatchColumns {
 public:
  explicit MatchColumns(const Bout& bout)
      : bout_(bout),
        rows_({"row", ColumnType::number, 0, ""}),
        strategies_({"strategy", ColumnType::text, 0, ""}),
        priorities_({"priority", ColumnType::number, 0, ""}) {}
  void append(const Batch& pairs, std::size_t begin) {
    const auto rows = pairs.column(0).numbers();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const MatchRule& rule = bout_.matcher.rules()[static_cast<std::size_t>(pairs.column(1).codes()[i])];
      taken_.push_back(static_cast<std::uint32_t>(begin) + static_cast<std::uint32_t>(rows[i]));
      rows_.append_number(taken_.back());
      strategies_.append_text(rule.id.text());
      priorities_.append_number(rule.priority);
    }
  }
  Result<Batch> finish() {
    return Batch::of({rows_.finish(), bout_.ids.take(taken_), strategies_.finish(), priorities_.finish()});
  }

 private:
  const Bout& bout_;
  std::vector<std::uint32_t> taken_;
  ColumnBuilder rows_, strategies_, priorities_;
};

Status write_batch(const Batch& rows, const std::string& format, Results& results) {
  std::ostringstream text;
  print(rows, format, text);
  return results.write(text.str());
}

Result<std::uint64_t> write_matches(const Bout& bout, const MatchAsk& ask, Executor& executor, const Control& control,
                                    Results& results) {
  const bool lines = format_of(ask) == "csv";
  MatchLines in_lines(bout);
  MatchColumns in_columns(bout);
  std::uint64_t matches = 0;
  std::string text = lines ? MatchLines::header(bout) : "";
  const Status listed =
      for_each_block(bout, executor, control, [&](std::size_t begin, const RowCodes& codes) -> Status {
        STAYSAIL_TRY(const Batch pairs, pairs_of(bout, codes, ask.top, executor, control));
        matches += pairs.rows();
        if (!lines) {
          in_columns.append(pairs, begin);
          return ok();
        }
        in_lines.append(pairs, begin, text);
        const Status written = results.write(text);
        text.clear();
        return written;
      });
  STAYSAIL_CHECK(listed);
  if (lines) STAYSAIL_CHECK(results.write(text));
  if (lines) return matches;
  STAYSAIL_TRY(const Batch rows, in_columns.finish());
  STAYSAIL_CHECK(write_batch(rows, format_of(ask), results));
  return matches;
}

Result<Batch> counts_table(const Bout& bout, const std::vector<std::uint64_t>& counts) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t s = 0; s < counts.size(); ++s) {
    const MatchRule& rule = bout.matcher.rules()[s];
    rows.push_back({rule.id.text(), std::to_string(rule.priority), std::to_string(counts[s])});
  }
  return text_rows({"strategy", "priority", "matches"}, rows, {"priority", "matches"});
}

Result<std::uint64_t> write_counts(const Bout& bout, const MatchAsk& ask, Executor& executor, const Control& control,
                                   Results& results) {
  std::vector<std::uint64_t> counts(bout.matcher.rules().size());
  STAYSAIL_CHECK(for_each_block(bout, executor, control, [&](std::size_t, const RowCodes& codes) -> Status {
    STAYSAIL_TRY(const auto block, bout.bound.counts(codes, executor, {}, control));
    std::transform(block.begin(), block.end(), counts.begin(), counts.begin(), std::plus<>());
    return ok();
  }));
  STAYSAIL_TRY(const Batch rows, counts_table(bout, counts));
  STAYSAIL_CHECK(write_batch(rows, format_of(ask), results));
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

Status carry_out(const MatchAsk& ask) {
  Progress progress;
  const Control control = progress.control();
  STAYSAIL_TRY(const Bout bout, prepare(ask, control));
  ThreadPool pool(ask.threads);
  STAYSAIL_TRY(Results results, Results::open(ask));
  STAYSAIL_TRY(const auto matches, ask.counts ? write_counts(bout, ask, pool, control, results)
                                              : write_matches(bout, ask, pool, control, results));
  STAYSAIL_CHECK(results.close());
  std::cerr << bout.frame.rows() << " rows, " << bout.matcher.rules().size() << " strategies, " << matches
            << " matches\n";
  return ok();
}

}  // namespace

int match(const MatchAsk& ask) {
  const auto done = carry_out(ask);
  return done ? kOk : failed(done.error());
}

}  // namespace staysail::program
