#include "staysail/warning/churn_model.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <numeric>

#include "staysail/base/executor.hpp"

namespace staysail {
namespace {

// 600 lines: those with few months and many complaints leave, most of the rest stay.
Batch lines(std::size_t rows = 600) {
  const Schema schema = Schema::of({{"id", ColumnType::text, 0, {}},
                                    {"churn", ColumnType::boolean, 0, {}},
                                    {"plan", ColumnType::text, 0, {}},
                                    {"tenure", ColumnType::number, 0, "months"},
                                    {"usage", ColumnType::real, 0, {}}})
                            .value();
  BatchBuilder builder(schema);
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t months = i * 37 % 61, mood = i * 101 % 89;
    builder.column(0).append_text("line " + std::to_string(i));
    builder.column(1).append_boolean((months < 20) == (mood % 7 != 0) && mood % 5 != 0);
    builder.column(2).append_text(i * 13 % 3 == 0 ? "prepaid" : "contract");
    builder.column(3).append_number(static_cast<std::int64_t>(months));
    if (i % 11 == 0) builder.column(4).append_null();
    else builder.column(4).append_real(static_cast<double>(mood) / 7);
  }
  return builder.finish().value();
}

const ChurnTraining kTraining{"churn", {}, "id", 0};

ChurnModel fitted(const Batch& frame) { return ChurnModel::fit({&frame, 1}, kTraining).value(); }

std::vector<Batch> cut(const Batch& frame, std::size_t parts) {
  std::vector<Batch> batches;
  for (std::size_t i = 0; i < parts; ++i) {
    const std::size_t begin = i * frame.rows() / parts;
    batches.push_back(frame.slice(begin, (i + 1) * frame.rows() / parts - begin));
  }
  return batches;
}

Batch shuffled(const Batch& frame) {
  std::vector<std::uint32_t> rows(frame.rows());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::uint32_t>(i * 7 % rows.size());
  return frame.take(rows);
}

Errc refusal(const Batch& frame, const ChurnTraining& training = kTraining) {
  const auto model = ChurnModel::fit({&frame, 1}, training);
  REQUIRE_FALSE(model);
  CHECK(model.error().message().size() > 20);
  return model.error().code();
}

TEST_CASE("parts, threads and the order of rows change no byte of a model") {
  const Batch frame = lines(601);
  const std::string bytes = fitted(frame).encode();
  for (const std::size_t parts : {2, 7, 64})
    CHECK(ChurnModel::fit(cut(frame, parts), kTraining).value().encode() == bytes);
  CHECK(fitted(shuffled(frame)).encode() == bytes);
  ThreadPool pool(3);
  CHECK(ChurnModel::fit({&frame, 1}, kTraining, &pool).value().encode() == bytes);
}

TEST_CASE("another seed deals other folds") {
  const Batch frame = lines();
  ChurnTraining other = kTraining;
  other.seed = 1;
  CHECK(ChurnModel::fit({&frame, 1}, other).value().encode() != fitted(frame).encode());
}

TEST_CASE("contributions sum to the log-odds of the probability, and lines are told apart") {
  const Batch frame = lines();
  const ChurnModel model = fitted(frame);
  for (const std::optional<double> base_rate : {std::optional<double>(), std::optional<double>(0.02)}) {
    ChurnScoring scoring;
    scoring.base_rate = base_rate;
    const Batch predicted = model.predict(frame, scoring).value(), parts = model.contributions(frame, scoring).value();
    REQUIRE(parts.width() == 1 + 3 + 1);
    for (std::size_t row = 0; row < frame.rows(); ++row) {
      double sum = 0;
      for (std::size_t column = 1; column < parts.width(); ++column) sum += parts.column(column).reals()[row];
      const double p = predicted.find("probability")->reals()[row];
      CHECK(std::fabs(sum - std::log(p / (1 - p))) < 1e-9);
    }
  }
  CHECK(model.card().held_out.figures.roc_auc > 0.9);
  CHECK(model.card().held_out.figures.calibration_error < 0.1);
}

TEST_CASE("reasons are texts in two languages, the strongest first") {
  const Batch frame = lines();
  const ChurnModel model = fitted(frame);
  ChurnScoring chinese;
  chinese.language = ReasonLanguage::chinese;
  const Batch english = model.predict(frame).value(), other = model.predict(frame, chinese).value();
  std::size_t told = 0;
  for (std::size_t row = 0; row < frame.rows(); ++row) {
    if (english.find("band")->text(row) != "high") continue;
    ++told;
    CHECK_FALSE(english.find("reason_1")->is_null(row));
    CHECK(other.find("reason_1")->is_null(row) == english.find("reason_1")->is_null(row));
  }
  CHECK(told > 30);
  CHECK(english.find("reason_1")->dictionary().size() > 0);
  const auto texts = other.find("reason_1")->shared_dictionary();
  bool found = false;
  for (std::int32_t i = 0; i < texts->size(); ++i) found = found || texts->at(i).starts_with("在网月数：低");
  CHECK(found);
}

TEST_CASE("a model read back is the same, and says so of damaged bytes") {
  const ChurnModel model = fitted(lines());
  const std::string bytes = model.encode();
  const ChurnModel again = ChurnModel::decode(bytes).value();
  CHECK(again.encode() == bytes);
  const std::string path = (std::filesystem::temp_directory_path() / "staysail_churn_model_test").string();
  model.save(path).value();
  CHECK(ChurnModel::load(path).value().encode() == bytes);
  std::filesystem::remove(path);
  CHECK_FALSE(ChurnModel::load(path));
  for (std::size_t place = 0; place < bytes.size(); place += bytes.size() / 50) {
    std::string damaged = bytes;
    damaged[place] = static_cast<char>(damaged[place] ^ 4);
    REQUIRE_FALSE(ChurnModel::decode(damaged));
    REQUIRE_FALSE(ChurnModel::decode(std::string_view(bytes).substr(0, place)));
  }
}

TEST_CASE("a frame that does not fit a model is refused by the column") {
  const Batch frame = lines();
  const ChurnModel model = fitted(frame);
  const auto missing = model.predict(frame.select({"id", "plan", "usage"}).value());
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code() == Errc::schema_mismatch);
  CHECK(missing.error().message().find("'tenure'") != std::string::npos);
  const auto mistyped = model.predict(frame.with(frame.find("plan")->renamed("tenure")).value());
  REQUIRE_FALSE(mistyped);
  CHECK(mistyped.error().code() == Errc::schema_mismatch);
}

TEST_CASE("unseen categories, nulls, NaN and infinities have a path of their own") {
  const Batch frame = lines();
  const ChurnModel model = fitted(frame);
  ColumnBuilder id({"id", ColumnType::text, 0, {}}), plan({"plan", ColumnType::text, 0, {}});
  ColumnBuilder tenure({"tenure", ColumnType::number, 0, {}}), usage({"usage", ColumnType::real, 0, {}});
  for (const double value : {std::nan(""), std::numeric_limits<double>::infinity(), -1e300, 3.0}) {
    id.append_text("x");
    plan.append_text("never seen");
    tenure.append_null();
    usage.append_real(value);
  }
  const Batch odd = Batch::of({id.finish(), plan.finish(), tenure.finish(), usage.finish()}).value();
  const Batch predicted = model.predict(odd).value();
  for (const double p : predicted.find("probability")->reals()) CHECK((p > 0 && p < 1));
  CHECK(model.predict(frame.slice(0, 0)).value().rows() == 0);
}

TEST_CASE("what cannot be learnt from is refused with the reason") {
  const Batch frame = lines();
  CHECK(refusal(frame, {"chrun", {}, {}, 0}) == Errc::not_found);
  CHECK(refusal(frame, {"churn", {}, "nobody", 0}) == Errc::not_found);
  CHECK(refusal(frame, {"plan", {}, {}, 0}) == Errc::type_mismatch);
  CHECK(refusal(frame, {"plan", "postpaid", {}, 0}) == Errc::not_found);
  CHECK(refusal(frame, {"tenure", {}, {}, 0}) == Errc::type_mismatch);
  CHECK(refusal(frame, {"usage", {}, {}, 0}) == Errc::invalid_argument);
  CHECK(refusal(frame.slice(0, 9)) == Errc::degenerate_input);
  CHECK(refusal(frame.slice(0, 0)) == Errc::degenerate_input);
  CHECK(refusal(frame.select({"id", "churn"}).value()) == Errc::degenerate_input);
  ColumnBuilder all({"churn", ColumnType::boolean, 0, {}});
  for (std::size_t i = 0; i < frame.rows(); ++i) all.append_boolean(true);
  CHECK(refusal(frame.with(all.finish()).value()) == Errc::degenerate_input);
  CHECK(ChurnModel::fit({}, kTraining).error().code() == Errc::degenerate_input);
  CHECK(ChurnModel::fit({&frame, 1}, {"plan", "prepaid", "id", 0}).has_value());
}

// The outcome as texts.
Batch told_as(const Batch& frame, const char* left, const char* stayed) {
  ColumnBuilder churn({"churn", ColumnType::text, 0, {}});
  for (const std::uint8_t one : frame.find("churn")->booleans()) churn.append_text(one != 0 ? left : stayed);
  return frame.with(churn.finish()).value();
}

TEST_CASE("texts that answer by themselves need no word for churn, and a part may hold nobody who left") {
  const Batch frame = lines();
  const std::string bytes = ChurnModel::fit({&frame, 1}, kTraining).value().encode();
  for (const auto& [left, stayed] : {std::pair("Yes", "No"), std::pair("TRUE", "FALSE"), std::pair("是", "否")}) {
    const Batch told = told_as(frame, left, stayed);
    CHECK(ChurnModel::fit({&told, 1}, kTraining).value().encode() == bytes);
  }
  const Batch other = told_as(frame, "gone", "here");
  CHECK(refusal(other) == Errc::type_mismatch);
  CHECK(ChurnModel::fit(cut(other, 300), {"churn", "gone", "id", 0}).has_value());
}

TEST_CASE("columns that tell nothing are left out, a leak is named") {
  const Batch frame = lines();
  ColumnBuilder constant({"constant", ColumnType::number, 0, {}}), empty({"empty", ColumnType::real, 0, {}});
  ColumnBuilder name({"name", ColumnType::text, 0, {}}), leak({"leak", ColumnType::number, 0, {}});
  for (std::size_t i = 0; i < frame.rows(); ++i) {
    constant.append_number(5);
    empty.append_null();
    name.append_text("customer " + std::to_string(i));
    leak.append_number(frame.find("churn")->booleans()[i]);
  }
  Batch wide = frame;
  for (ColumnBuilder* builder : {&constant, &empty, &name, &leak}) wide = wide.with(builder->finish()).value();
  const ChurnModel model = fitted(wide);
  const ChurnCard& card = model.card();
  REQUIRE(card.warnings.size() == 4);
  CHECK(card.warnings[0] == "column 'constant' is left out: it has the same value in all rows");
  CHECK(card.warnings[1] == "column 'empty' is left out: it holds no value");
  CHECK(card.warnings[2] == "column 'name' is left out: no text of it occurs in ten rows; it names rows");
  CHECK(card.warnings[3].find("'leak' nearly decides the target") != std::string::npos);
  CHECK(card.features.front().name == "leak");
}

TEST_CASE("few outcomes, and columns that tell nothing, are warned of") {
  const auto warned = [](const ChurnModel& model, const char* of) {
    const auto& warnings = model.card().warnings;
    return std::any_of(warnings.begin(), warnings.end(),
                       [&](const std::string& text) { return text.find(of) != std::string::npos; });
  };
  const Batch frame = lines();
  CHECK_FALSE(warned(fitted(frame), "the rarer outcome"));
  CHECK_FALSE(warned(fitted(frame), "the same probability"));
  CHECK(warned(fitted(frame.slice(0, 60)), "of 60 rows have the rarer outcome"));
  ColumnBuilder coin({"coin", ColumnType::boolean, 0, {}});
  for (std::size_t i = 0; i < frame.rows(); ++i) coin.append_boolean(i / 2 % 2 == 0);
  ColumnBuilder turn({"turn", ColumnType::boolean, 0, {}});
  for (std::size_t i = 0; i < frame.rows(); ++i) turn.append_boolean(i % 2 == 0);  // as often in either outcome
  const Batch blind = Batch::of({coin.finish(), turn.finish()}).value();
  const auto model = ChurnModel::fit({&blind, 1}, {"coin", {}, {}, 0}).value();
  CHECK(warned(model, "every row gets the same probability"));
}

TEST_CASE("a host can stop a fit and a scoring") {
  const Batch frame = lines();
  const std::atomic<bool> stop{true};
  Control control;
  control.stop = &stop;
  CHECK(ChurnModel::fit({&frame, 1}, kTraining, nullptr, control).error().code() == Errc::cancelled);
  CHECK(fitted(frame).predict(frame, {{}, {}, nullptr, control}).error().code() == Errc::cancelled);
}

}  // namespace
}  // namespace staysail
