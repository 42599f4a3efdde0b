// What a model says of itself and of later customers: its card, its quality on them, and how far they have moved.
#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "staysail/warning/churn_model.hpp"

namespace staysail {
namespace {

// Lines whose risk falls with the months they are with us; `charge` and `plan` tell nothing.
Batch lines(std::size_t rows, unsigned seed, double charge = 50, double prepaid = 0.5, const char* new_plan = "") {
  std::mt19937_64 dice(seed);
  std::uniform_real_distribution<double> uniform;
  ColumnBuilder churn({"churn", ColumnType::boolean, 0, {}}), months({"months", ColumnType::number, 0, {}});
  ColumnBuilder charges({"charge", ColumnType::real, 0, {}}), plan({"plan", ColumnType::text, 0, {}});
  for (std::size_t i = 0; i < rows; ++i) {
    const auto with_us = static_cast<std::int64_t>(60 * uniform(dice));
    churn.append_boolean(uniform(dice) < 1 / (1 + std::exp(0.1 * static_cast<double>(with_us) - 1)));
    months.append_number(with_us);
    charges.append_real(charge + 10 * uniform(dice));
    plan.append_text(uniform(dice) >= prepaid ? "contract" : *new_plan != 0 ? new_plan : "prepaid");
  }
  return Batch::of({churn.finish(), months.finish(), charges.finish(), plan.finish()}).value();
}

ChurnModel fitted() {
  const Batch frame = lines(3000, 1);
  ChurnTraining training{"churn", {}, {}, 0};
  training.period = "2025-07 to 2025-12";
  return ChurnModel::fit({&frame, 1}, training).value();
}

std::string change_of(const Batch& drift, const char* name) {
  for (std::size_t row = 0; row < drift.rows(); ++row)
    if (drift.column(0).text(row) == name) return std::string(drift.find("change")->text(row));
  return "none";
}

TEST_CASE("a card tells period, quality with intervals, what came true and what a team catches") {
  const ChurnModel model = fitted();
  const ChurnCard& card = model.card();
  CHECK(card.period == "2025-07 to 2025-12");
  const ChurnQuality& quality = card.held_out;
  CHECK(quality.rows == 3000);
  CHECK(quality.events == card.events);
  CHECK(quality.intervals.roc_auc.contains(quality.figures.roc_auc));
  CHECK(quality.intervals.roc_auc.high - quality.intervals.roc_auc.low < 0.06);
  CHECK(quality.intervals.log_loss.contains(quality.figures.log_loss));
  REQUIRE(quality.reliability.bands.size() == 10);
  CHECK(quality.reliability.error < 3 * quality.reliability.noise_floor);
  CHECK(std::fabs(quality.reliability.slope - 1) < 0.15);
  REQUIRE(quality.gains.size() == 7);
  CHECK(quality.gains[3].rows == 300);
  CHECK(quality.gains[3].lift == doctest::Approx(quality.figures.lift));
  const ChurnModel again = ChurnModel::decode(model.encode()).value();
  CHECK(again.card().period == card.period);
  CHECK(again.card().held_out.reliability.bands[9].frequency == quality.reliability.bands[9].frequency);
  CHECK(again.card().held_out.gains[6].captured == quality.gains[6].captured);
  CHECK(again.encode() == model.encode());
}

TEST_CASE("a model is judged on customers that came later") {
  const ChurnModel model = fitted();
  const ChurnQuality later = model.judge(lines(4000, 2)).value();
  CHECK(later.rows == 4000);
  CHECK(model.card().held_out.intervals.roc_auc.contains(later.figures.roc_auc));
  const Batch unknown = lines(10, 3).select({"months", "charge", "plan"}).value();
  CHECK(model.judge(unknown).error().code() == Errc::not_found);
}

TEST_CASE("what has moved is told by column, and nothing else") {
  const ChurnModel model = fitted();
  const Batch same = model.drift(lines(3000, 4)).value();
  REQUIRE(same.rows() == 4);
  CHECK(same.column(0).text(0) == "probability");
  for (std::size_t row = 0; row < same.rows(); ++row) CHECK(same.find("change")->text(row) == "steady");
  const Batch dearer = model.drift(lines(3000, 5, 54)).value();
  CHECK(change_of(dearer, "charge") == "drifted");
  CHECK(change_of(dearer, "months") == "steady");
  CHECK(change_of(model.drift(lines(3000, 6, 50, 0.7)).value(), "plan") == "moved");
  CHECK(change_of(model.drift(lines(3000, 7, 50, 0.3, "5G plan")).value(), "plan") == "drifted");
  CHECK(model.drift(lines(0, 1)).error().code() == Errc::degenerate_input);
  const ChurnModel again = ChurnModel::decode(model.encode()).value();
  CHECK(again.drift(lines(500, 8)).value().column(1).reals()[1] ==
        model.drift(lines(500, 8)).value().column(1).reals()[1]);
}

}  // namespace
}  // namespace staysail
