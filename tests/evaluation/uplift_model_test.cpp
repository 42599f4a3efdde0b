#include "staysail/evaluation/uplift_model.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "statistics/dice.hpp"
#include "staysail/columns/column_of.hpp"
#include "staysail/statistics/calibration.hpp"
#include "staysail/statistics/uplift_curve.hpp"

namespace staysail {
namespace {

using statistics::Dice;

// Customers of whom young ones stay because they are called, old ones leave because of it, and the rest do what they
// did anyway. `region` and `noise` say nothing.
struct Called {
  std::vector<double> age, noise, kept, gain;
  std::vector<std::uint8_t> called;
  Batch frame;
};

double gain_at(double age) { return age < 30 ? 0.25 : age > 60 ? -0.15 : 0; }

Called called_customers(std::size_t rows, double share = 0.5, bool effect = true) {
  Dice dice;
  Called made;
  ColumnBuilder region(Field{"region", ColumnType::text, 0, {}});
  for (std::size_t row = 0; row < rows; ++row) {
    made.age.push_back(18 + 62 * dice.roll());
    made.noise.push_back(dice.normal());
    made.called.push_back(dice.roll() < share ? 1 : 0);
    made.gain.push_back(effect ? gain_at(made.age.back()) : 0);
    const double chance = 0.5 + 0.1 * (made.age.back() > 40) + made.called.back() * made.gain.back();
    made.kept.push_back(dice.roll() < chance ? 1 : 0);
    region.append_text(dice.roll() < 0.5 ? "north" : "south");
  }
  made.frame = Batch::of({column_of(Field{"age", ColumnType::real, 0, {}}, made.age, {}),
                          column_of(Field{"noise", ColumnType::real, 0, {}}, made.noise, {}), region.finish(),
                          column_of(Field{"called", ColumnType::boolean, 0, {}}, made.called, {}),
                          column_of(Field{"kept", ColumnType::real, 0, {}}, made.kept, {})})
                   .value();
  return made;
}

UpliftTraining training(UpliftLearner learner = UpliftLearner::t_learner) { return {"kept", "called", {}, learner, 0}; }

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const double n = static_cast<double>(a.size());
  const double mean_a = std::accumulate(a.begin(), a.end(), 0.0) / n;
  const double mean_b = std::accumulate(b.begin(), b.end(), 0.0) / n;
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean_a) * (b[i] - mean_b);
    aa += (a[i] - mean_a) * (a[i] - mean_a);
    bb += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return ab / std::sqrt(aa * bb);
}

std::vector<double> uplift_of(const UpliftModel& model, const Batch& frame) {
  return model.scores(frame).value().uplift;
}

Batch shuffled(const Batch& frame) {
  std::vector<std::uint32_t> order(frame.rows());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i * 13 % order.size());
  return frame.take(order);
}

Errc code_of(const Batch& frame, const UpliftTraining& asked) { return UpliftModel::fit(frame, asked).error().code(); }

}  // namespace

TEST_CASE("every learner finds who gains and who loses, in arms of equal and of unequal size") {
  for (const double share : {0.5, 0.2}) {
    const Called customers = called_customers(8000, share), others = called_customers(2000);
    for (const UpliftLearner learner : kUpliftLearners) {
      CAPTURE(name_of(learner));
      CAPTURE(share);
      const UpliftModel model = UpliftModel::fit(customers.frame, training(learner)).value();
      CHECK(correlation(uplift_of(model, others.frame), others.gain) > 0.8);
    }
  }
}

TEST_CASE("a real outcome has learners too, in its own units") {
  Called customers = called_customers(6000);
  std::vector<double> spend;
  Dice dice;
  for (std::size_t i = 0; i < customers.kept.size(); ++i)
    spend.push_back(40 + 100 * customers.called[i] * customers.gain[i] + 5 * dice.normal());
  const Batch frame = customers.frame.with(column_of(Field{"kept", ColumnType::real, 0, {}}, spend, {})).value();
  for (const UpliftLearner learner : kUpliftLearners) {
    CAPTURE(name_of(learner));
    if (learner == UpliftLearner::class_transformation) {
      CHECK(code_of(frame, training(learner)) == Errc::degenerate_input);
      continue;
    }
    const auto uplift = uplift_of(UpliftModel::fit(frame, training(learner)).value(), frame);
    CHECK(correlation(uplift, customers.gain) > 0.9);
    CHECK(*std::max_element(uplift.begin(), uplift.end()) > 15);
  }
}

TEST_CASE("rows and columns in another order give the same bits") {
  const Called customers = called_customers(700);
  const Batch turned = shuffled(customers.frame).select({"kept", "region", "called", "noise", "age"}).value();
  for (const UpliftLearner learner : kUpliftLearners) {
    const UpliftModel a = UpliftModel::fit(customers.frame, training(learner)).value();
    const UpliftModel b = UpliftModel::fit(turned, training(learner)).value();
    CHECK(uplift_of(a, customers.frame) == uplift_of(b, customers.frame));
  }
}

TEST_CASE("persuadables, sure things, lost causes, do not disturb: segments of the next plan") {
  const Called customers = called_customers(8000);
  UpliftTraining asked = training();
  asked.id = "noise";
  const UpliftModel model = UpliftModel::fit(customers.frame, asked).value();
  const Batch scored = model.predict(customers.frame, {0.05, 0.55}).value();
  CHECK(scored.column(0).field().name == "noise");
  std::map<std::string, std::map<std::string, std::size_t>> by_age;
  for (std::size_t i = 0; i < scored.rows(); ++i) {
    const double age = customers.age[i];
    const char* who = age < 25 ? "young" : age > 70 ? "old" : age > 44 && age < 50 ? "middle" : "others";
    ++by_age[who][std::string(scored.find("segment")->text(i))];
    CHECK(scored.find("treated")->reals()[i] - scored.find("untreated")->reals()[i] ==
          doctest::Approx(scored.find("uplift")->reals()[i]));
  }
  CHECK(by_age["young"]["persuadable"] > 20 * by_age["young"]["do_not_disturb"]);
  CHECK(by_age["old"]["do_not_disturb"] > 20 * by_age["old"]["persuadable"]);
  CHECK(by_age["middle"]["sure_thing"] > by_age["middle"]["lost_cause"]);
  CHECK(model.segment_of(0, 0.1, {}) == UpliftSegment::lost_cause);
  CHECK(model.segment_of(0, 0.9, {}) == UpliftSegment::sure_thing);
  CHECK(model.predict(customers.frame, {0, {}}).error().code() == Errc::invalid_argument);
}

TEST_CASE("the learner is chosen by its order of customers it did not see") {
  const Called customers = called_customers(3000);
  const UpliftChoice choice = choose_uplift_model(customers.frame, training()).value();
  REQUIRE(choice.candidates.size() == kUpliftLearners.size());
  CHECK(choice.orders);
  CHECK(choice.candidates.front().interval.low > 0);
  CHECK(choice.candidates.front().learner == choice.model.training().learner);
  for (std::size_t i = 1; i < choice.candidates.size(); ++i) {
    CHECK(choice.candidates[i].qini <= choice.candidates[i - 1].qini);
    CHECK(choice.candidates[i].interval.low < choice.candidates[i].qini);
    CHECK(choice.candidates[i].behind_first.low < 0);
  }
  const UpliftChoice again = choose_uplift_model(shuffled(customers.frame), training()).value();
  CHECK(again.candidates.front().qini == choice.candidates.front().qini);
}

TEST_CASE("planted fault: where nothing has an effect no learner is said to order customers") {
  const Called nothing = called_customers(2000, 0.5, false);
  UpliftSearch two;
  two.learners = {UpliftLearner::t_learner, UpliftLearner::s_learner};
  const UpliftChoice choice = choose_uplift_model(nothing.frame, training(), two).value();
  CHECK_FALSE(choice.orders);
  // ... though on the rows that it was fitted to the score seems to.
  const auto seen = uplift_of(choice.model, nothing.frame);
  const auto curve = statistics::UpliftCurve::of(nothing.kept, nothing.called, seen).value();
  CHECK(statistics::qini(curve, statistics::UpliftDefinition::area_n2).value() >= choice.candidates.front().qini);
}

TEST_CASE("missing values, unseen texts and empty columns are scored") {
  const Called customers = called_customers(600);
  const std::vector<std::uint32_t> gone = {0, 3, 5};
  const Batch frame =
      customers.frame.with(column_of(Field{"age", ColumnType::real, 0, {}}, customers.age, gone)).value();
  const UpliftModel model = UpliftModel::fit(frame, training()).value();
  for (const double uplift : uplift_of(model, frame)) CHECK(std::isfinite(uplift));
  ColumnBuilder empty(Field{"age", ColumnType::text, 0, {}}), west(Field{"region", ColumnType::text, 0, {}});
  for (std::size_t i = 0; i < frame.rows(); ++i) {
    empty.append_null();
    west.append_text("west");
  }
  const Batch odd = frame.with(empty.finish()).value().with(west.finish()).value();
  for (const double uplift : uplift_of(model, odd)) CHECK(std::isfinite(uplift));
  CHECK(model.scores(frame.slice(0, 0)).value().uplift.empty());
}

TEST_CASE("frames that teach nothing are refused") {
  const Called customers = called_customers(60);
  const Batch& frame = customers.frame;
  CHECK(code_of(frame, {"gone", "called"}) == Errc::not_found);
  CHECK(code_of(frame, {"kept", "gone"}) == Errc::not_found);
  CHECK(code_of(frame, {"kept", "called", "gone"}) == Errc::not_found);
  CHECK(code_of(frame, {"region", "called"}) == Errc::type_mismatch);
  CHECK(code_of(frame, {"kept", "age"}) == Errc::invalid_argument);
  CHECK(code_of(frame.slice(0, 12), training()) == Errc::degenerate_input);
  CHECK(code_of(frame.select({"kept", "called"}).value(), training()) == Errc::degenerate_input);
  const Batch unknown = frame.with(column_of(Field{"kept", ColumnType::real, 0, {}}, customers.kept, {4})).value();
  CHECK(code_of(unknown, training()) == Errc::invalid_argument);
  const UpliftModel model = UpliftModel::fit(frame, training()).value();
  CHECK(model.scores(frame.select({"age"}).value()).error().code() == Errc::schema_mismatch);
  const Batch turned = frame.with(column_of(Field{"region", ColumnType::real, 0, {}}, customers.age, {})).value();
  CHECK(model.scores(turned).error().code() == Errc::schema_mismatch);
}

TEST_CASE("searches that cannot be made are refused, and names go both ways") {
  const Called customers = called_customers(100);
  const auto code = [&](const UpliftSearch& search) {
    return choose_uplift_model(customers.frame, training(), search).error().code();
  };
  CHECK(code({{}, 5, 0.95}) == Errc::invalid_argument);
  CHECK(code({{UpliftLearner::t_learner, UpliftLearner::t_learner}, 5, 0.95}) == Errc::invalid_argument);
  CHECK(code({{UpliftLearner::t_learner}, 1, 0.95}) == Errc::invalid_argument);
  CHECK(code({{UpliftLearner::t_learner}, 5, 1}) == Errc::invalid_argument);
  for (const UpliftLearner learner : kUpliftLearners) CHECK(uplift_learner_of(name_of(learner)).value() == learner);
  CHECK(uplift_learner_of("QLearner").error().code() == Errc::invalid_argument);
}

}  // namespace staysail
