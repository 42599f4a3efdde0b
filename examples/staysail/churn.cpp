// The verbs train and score: a churn model from the rows of a CSV file, and its warnings on those of another.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <numeric>
#include <sstream>

#include "churn_card.hpp"
#include "host.hpp"
#include "printing.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/boss/csv_frame.hpp"
#include "staysail/files/atomic_file.hpp"

namespace staysail::program {
namespace {

Status has_column(const Batch& rows, const std::string& name, const std::string& file) {
  if (name.empty() || rows.find(name) != nullptr) return ok();
  std::vector<std::string> names;
  for (const Field& field : rows.schema().fields()) names.push_back(field.name);
  return Error::at({file, 1, 0}, Errc::unknown_name,
                   "the frame has no column of this name: " + name + did_you_mean(name, names));
}

Result<CsvFrame> read_frame(const ChurnFrameAsk& ask, const Control& control) {
  CsvFrameOptions options;
  STAYSAIL_TRY(options.encoding, encoding_of(ask.encoding));
  options.nulls = ask.nulls;
  options.control = control;
  STAYSAIL_TRY(CsvFrame frame, read_csv_frame(ask.frame, options));
  for (const std::string* name : {&ask.target, &ask.id}) STAYSAIL_CHECK(has_column(frame.rows, *name, ask.frame));
  return frame;
}

// What the model's own error cannot know: why a column is a text.
Error with_hints(const Error& error, const ChurnFrameAsk& ask, const CsvFrame& frame) {
  std::string hint;
  for (const TextCause& cause : frame.mistyped)
    if (error.message().find("'" + cause.column + "'") != std::string::npos)
      hint += "; the column " + cause.column + " is a text because of '" + cause.cell + "' (" + ask.frame + ":" +
              std::to_string(cause.line) + "), --null '" + cause.cell + "' makes that a null";
  const Place place = error.place() != nullptr ? *error.place() : Place{ask.frame, 0, 0};
  return Error::at(place, error.code(), error.message() + hint);
}

Result<Batch> without(const Batch& rows, const TrainAsk& ask) {
  std::vector<std::string> kept;
  for (const std::string& name : ask.left_out) STAYSAIL_CHECK(has_column(rows, name, ask.rows.frame));
  for (const Field& field : rows.schema().fields())
    if (std::find(ask.left_out.begin(), ask.left_out.end(), field.name) == ask.left_out.end())
      kept.push_back(field.name);
  return rows.select(kept);
}

// A model that somebody works with is not lost by a slip.
Status may_be_written(const TrainAsk& ask) {
  std::error_code unknown;
  if (ask.replace || !std::filesystem::exists(ask.model, unknown)) return ok();
  return Error(Errc::conflict, "there is a file " + ask.model + " already; name another one, or say --replace");
}

Status learn(const TrainAsk& ask) {
  STAYSAIL_CHECK(may_be_written(ask));
  Progress progress;
  const Control control = progress.control();
  STAYSAIL_TRY(const CsvFrame frame, read_frame(ask.rows, control));
  STAYSAIL_TRY(const Batch rows, without(frame.rows, ask));
  ThreadPool pool(ask.rows.threads);
  const ChurnTraining training{ask.rows.target, ask.positive, ask.rows.id, ask.seed, ask.period};
  const auto model = ChurnModel::fit({&rows, 1}, training, &pool, control);
  if (!model) return with_hints(model.error(), ask.rows, frame);
  STAYSAIL_CHECK(model->save(ask.model));
  STAYSAIL_CHECK(print_card(model->card(), ask.format));
  std::cerr << rows.rows() << " rows learnt from, model written to " << ask.model << "\n";
  return ok();
}

// The likeliest to leave first, equal ones in the order of the file.
std::vector<std::uint32_t> likeliest(const Batch& predicted, std::size_t count) {
  const auto probability = predicted.find("probability")->reals();
  std::vector<std::uint32_t> order(predicted.rows());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return probability[a] > probability[b]; });
  order.resize(std::min(count, order.size()));
  return order;
}

// Probabilities of six decimals; the id of a row first, where one was named and the model has none.
Result<Batch> readable(const Batch& warnings, const Batch& rows, const std::string& id) {
  ColumnBuilder rounded({"probability", ColumnType::number, 6, {}});
  for (const double p : warnings.find("probability")->reals()) rounded.append_number(std::llround(p * 1e6));
  STAYSAIL_TRY(const Batch shown, warnings.with(rounded.finish()));
  if (id.empty() || shown.find(id) != nullptr) return shown;
  std::vector<Column> columns{*rows.find(id)};
  columns.insert(columns.end(), shown.columns().begin(), shown.columns().end());
  return Batch::of(std::move(columns));
}

Status write_warnings(const Batch& warnings, const ScoreAsk& ask) {
  const std::string format = !ask.format.empty() ? ask.format : ask.out.empty() ? "table" : "csv";
  if (ask.out.empty()) {
    print(warnings, format);
    return ok();
  }
  std::ostringstream text;
  print(warnings, format, text);
  return write_file(ask.out, text.str());
}

// With outcomes the model is judged, else it warns.
Status judge_or_warn(const ChurnModel& model, const Batch& rows, const ScoreAsk& ask, const ChurnScoring& scoring) {
  const std::string format = ask.format.empty() ? "table" : ask.format;
  if (ask.judge) {
    STAYSAIL_TRY(const ChurnQuality quality, model.judge(rows, scoring));
    return print_quality(quality, format);
  }
  if (ask.drift) {
    STAYSAIL_TRY(const Batch drift, model.drift(rows, scoring));
    print(drift, format);
    return ok();
  }
  STAYSAIL_TRY(const Batch predicted, model.predict(rows, scoring));
  STAYSAIL_TRY(Batch warnings, readable(predicted, rows, ask.rows.id));
  if (ask.top > 0) warnings = warnings.take(likeliest(predicted, ask.top));
  STAYSAIL_CHECK(write_warnings(warnings, ask));
  std::cerr << rows.rows() << " rows scored\n";
  if (ask.rows.target.empty()) return ok();
  STAYSAIL_TRY(const ChurnQuality quality, model.judge(rows, scoring));
  const auto& sure = quality.intervals.roc_auc;
  std::cerr << quality.events << " of them left: ROC AUC " << quality.figures.roc_auc << " (" << sure.low << " to "
            << sure.high << ")\n";
  return ok();
}

Status warn(const ScoreAsk& ask) {
  STAYSAIL_TRY(const ChurnModel model, ChurnModel::load(ask.model));
  Progress progress;
  const Control control = progress.control();
  STAYSAIL_TRY(const CsvFrame frame, read_frame(ask.rows, control));
  ThreadPool pool(ask.rows.threads);
  ChurnScoring scoring{ask.language == "zh" ? ReasonLanguage::chinese : ReasonLanguage::english, {}, &pool, control};
  if (ask.base_rate > 0) scoring.base_rate = ask.base_rate;
  const Status done = judge_or_warn(model, frame.rows, ask, scoring);
  return done ? ok() : Status(with_hints(done.error(), ask.rows, frame));
}

}  // namespace

int train(const TrainAsk& ask) {
  const Status done = learn(ask);
  return done ? kOk : failed(done.error());
}

int score(const ScoreAsk& ask) {
  const Status done = warn(ask);
  return done ? kOk : failed(done.error());
}

}  // namespace staysail::program
