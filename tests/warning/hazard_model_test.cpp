#include "staysail/warning/hazard_model.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "staysail/base/executor.hpp"
#include "warning/hazard_months.hpp"

namespace staysail {
namespace {

std::uint64_t mixed(std::uint64_t seed) {
  seed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9ULL;
  seed = (seed ^ (seed >> 27)) * 0x94d049bb133111ebULL;
  return seed ^ (seed >> 31);
}

double chance(std::uint64_t row, std::uint64_t draw) {
  return static_cast<double>(mixed(row * 1000 + draw + 1) >> 11) * 0x1.0p-53;
}

// Each month a prepaid line leaves by port-out with 6 %, another with 1 %; all are cut off by arrears with 1 %; none is
// seen for more than 24 months.
struct Life {
  std::uint32_t months = 0;
  const char* kind = nullptr;
};
Life life_of(std::size_t row, bool prepaid) {
  const auto most = static_cast<std::uint32_t>(1 + mixed(row + 77) % 24);
  for (std::uint32_t month = 1; month <= most; ++month) {
    const double draw = chance(row, month);
    if (draw < (prepaid ? 0.06 : 0.01)) return {month, "port-out"};
    if (draw > 0.99) return {month, "arrears"};
  }
  return {most, nullptr};
}

Batch customers(std::size_t rows = 3000) {
  const Schema schema = Schema::of({{"id", ColumnType::text, 0, {}},
                                    {"months", ColumnType::number, 0, "months"},
                                    {"way", ColumnType::text, 0, {}},
                                    {"left", ColumnType::boolean, 0, {}},
                                    {"plan", ColumnType::text, 0, {}},
                                    {"noise", ColumnType::number, 0, {}}})
                            .value();
  BatchBuilder builder(schema);
  for (std::size_t i = 0; i < rows; ++i) {
    const bool prepaid = mixed(i) % 2 == 0;
    const Life life = life_of(i, prepaid);
    builder.column(0).append_text("line " + std::to_string(i));
    builder.column(1).append_number(life.months);
    life.kind != nullptr ? builder.column(2).append_text(life.kind) : builder.column(2).append_null();
    builder.column(3).append_boolean(life.kind != nullptr);
    builder.column(4).append_text(prepaid ? "prepaid" : "contract");
    builder.column(5).append_number(static_cast<std::int64_t>(mixed(i + 5) % 40));
  }
  return builder.finish().value();
}

// How they left is told by the column of ways; that of leavers would tell it again.
HazardTraining by_kind() {
  HazardTraining training;
  training.duration = "months";
  training.kind = "way";
  training.id = "id";
  return training;
}

Batch without(const Batch& frame, const char* name) {
  std::vector<Column> columns;
  for (const Column& column : frame.columns())
    if (column.field().name != name) columns.push_back(column);
  return Batch::of(std::move(columns)).value();
}

HazardModel fitted(const Batch& frame) { return HazardModel::fit({&frame, 1}, by_kind()).value(); }

Batch with_number(const Batch& frame, const char* name, const std::vector<std::int64_t>& values) {
  ColumnBuilder builder({name, ColumnType::number, 0, {}});
  for (const std::int64_t value : values) builder.append_number(value);
  return frame.with(builder.finish()).value();
}

TEST_CASE("a month has one code, later ones share it, and none lasts for more trials than a row may have") {
  std::vector<int> lasts(kTenureCodes);
  for (std::uint32_t month = 1; month <= HazardModel::kMostMonths; ++month) {
    REQUIRE(tenure_code(month) < kTenureCodes);
    CHECK(tenure_code(month) >= tenure_code(std::max(1U, month - 1)));
    ++lasts[tenure_code(month)];
  }
  CHECK(*std::max_element(lasts.begin(), lasts.end()) <= statistics::kMostTrials);
  CHECK(tenure_code(12) != tenure_code(13));
  std::vector<int> stretches(kStretchCodes);
  for (std::uint32_t month = 1; month <= HazardModel::kMostMonths; ++month) {
    REQUIRE(stretch_code(tenure_code(month)) < kStretchCodes);
    ++stretches[stretch_code(tenure_code(month))];
  }
  CHECK(*std::max_element(stretches.begin(), stretches.end()) <= statistics::kMostTrials);
  CHECK(stretches[1] == 3);
  for (const std::int32_t months : {-1200, -13, 0, 25, 1200}) CHECK(contract_code(months) < kContractCodes);
  CHECK(contract_code(std::nullopt) == 0);
  CHECK(contract_code(-1) + 1 == contract_code(0));
}

TEST_CASE("the spans of a customer are the months he was seen in, and the last of them tells how he left") {
  CustomerMonths customer{3, 30, 1, -2};
  const auto spans = spans_of({customer}, MonthAxis::tenure);
  std::uint32_t months = 0;
  for (const MonthSpan& span : spans) months += span.trials;
  CHECK(months == 27);
  CHECK(std::count_if(spans.begin(), spans.end(), [](const MonthSpan& span) { return span.kind >= 0; }) == 1);
  CHECK(spans.back().kind == 1);
  CHECK(spans.back().contract == contract_code(-2));
  CHECK(spans.front().contract == contract_code(customer.contract_at(4)));
  CHECK(spans_of({CustomerMonths{0, 0, -1, std::nullopt}}, MonthAxis::stretch).empty());
}

TEST_CASE("hazards by kind are found: what was drawn with 6 % and 1 % a month is foretold so") {
  const Batch frame = without(customers(), "left");
  const HazardModel model = fitted(frame);
  const HazardCard& card = model.card();
  REQUIRE(card.kinds.size() == 2);
  CHECK(card.kinds[0].name == "port-out");
  CHECK(card.features.front().name == "plan");
  CHECK(card.concordance.value() > 0.6);
  const Batch told = model.predict(frame).value();
  double by_plan[2] = {0, 0}, arrears = 0;
  std::size_t rows[2] = {0, 0};
  for (std::size_t i = 0; i < frame.rows(); ++i) {
    const std::size_t plan = frame.find("plan")->text(i) == "prepaid" ? 0 : 1;
    by_plan[plan] += told.find("port-out_within_12_months")->reals()[i];
    arrears += told.find("arrears_within_12_months")->reals()[i];
    ++rows[plan];
  }
  const double all = 1 - std::pow(0.93, 12), contract = 1 - std::pow(0.98, 12);
  CHECK(by_plan[0] / static_cast<double>(rows[0]) == doctest::Approx(all * 6 / 7).epsilon(0.12));
  CHECK(by_plan[1] / static_cast<double>(rows[1]) == doctest::Approx(contract / 2).epsilon(0.2));
  CHECK(arrears / static_cast<double>(frame.rows()) == doctest::Approx((all / 7 + contract / 2) / 2).epsilon(0.2));
}

TEST_CASE("a column that tells who left is named as a leak") {
  const HazardModel model = fitted(customers(300));
  const auto& warnings = model.card().warnings;
  CHECK(std::any_of(warnings.begin(), warnings.end(),
                    [](const std::string& text) { return text.find("'left' nearly decides") != std::string::npos; }));
  const Batch clean = without(customers(300), "left");
  const auto none = HazardModel::fit({&clean, 1}, by_kind()).value().card().warnings;
  CHECK(std::none_of(none.begin(), none.end(),
                     [](const std::string& text) { return text.find("nearly decides") != std::string::npos; }));
}

TEST_CASE("probabilities of a customer fit together") {
  const Batch frame = without(customers(500), "left");
  const HazardModel model = fitted(frame);
  const Batch told = model.predict(frame).value();
  const std::vector<std::uint32_t> months{1, 2, 3, 12, 30};
  const Batch there = model.survival(frame, months).value();
  for (std::size_t i = 0; i < frame.rows(); ++i) {
    const auto at = [&](const Batch& batch, const char* name) { return batch.find(name)->reals()[i]; };
    REQUIRE(at(told, "within_1_month") + at(there, "month_1") == doctest::Approx(1).epsilon(1e-12));
    REQUIRE(at(told, "within_12_months") + at(there, "month_12") == doctest::Approx(1).epsilon(1e-12));
    REQUIRE(at(told, "port-out_within_12_months") + at(told, "arrears_within_12_months") ==
            doctest::Approx(at(told, "within_12_months")).epsilon(1e-9));
    REQUIRE(at(told, "within_2_months") <= at(told, "within_3_months"));
    REQUIRE(at(there, "month_30") <= at(there, "month_12"));
    REQUIRE(at(told, "expected_months") > 0);
  }
  CHECK(told.find("reason_1")->null_count() < told.rows());
}

TEST_CASE("the bytes of a model are the same for any parts, order of rows and number of threads, and come back") {
  const Batch frame = without(customers(500), "left");
  const HazardModel model = fitted(frame);
  const std::string whole = model.encode();
  std::vector<std::uint32_t> order(frame.rows());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i * 7 % order.size());
  CHECK(fitted(frame.take(order)).encode() == whole);
  std::vector<Batch> parts;
  for (std::size_t i = 0; i < 7; ++i) {
    const std::size_t begin = i * frame.rows() / 7;
    parts.push_back(frame.slice(begin, (i + 1) * frame.rows() / 7 - begin));
  }
  ThreadPool two(2);
  CHECK(HazardModel::fit(parts, by_kind(), &two).value().encode() == whole);
  const HazardModel back = HazardModel::decode(whole).value();
  CHECK(back.encode() == whole);
  CHECK(back.predict(frame).value().find("within_3_months")->reals()[5] ==
        model.predict(frame).value().find("within_3_months")->reals()[5]);
}

TEST_CASE("rows of one customer do not judge each other: noise alone is not told apart") {
  Batch frame = without(customers(1500), "plan");
  frame = without(frame, "id");
  std::vector<std::int64_t> fingerprint;
  for (std::size_t i = 0; i < frame.rows(); ++i) fingerprint.push_back(static_cast<std::int64_t>(mixed(i + 9) % 1000));
  frame = with_number(frame, "fingerprint", fingerprint);
  HazardTraining training = by_kind();
  training.id.clear();
  training.kind.clear();
  training.event = "left";
  frame = without(frame, "way");
  const HazardModel model = HazardModel::fit({&frame, 1}, training).value();
  CHECK(std::abs(model.card().concordance.value() - 0.5) < 0.06);
}

TEST_CASE("months of a quarter differ as they do for all customers") {
  const Batch frame = without(customers(2000), "left");  // of whom every other leaves in the second month besides
  const Column* months = frame.find("months");
  std::vector<std::int64_t> lived;
  ColumnBuilder ways({"way", ColumnType::text, 0, {}});
  for (std::size_t i = 0; i < frame.rows(); ++i) {
    const bool second = i % 2 == 0 && months->numbers()[i] >= 2;
    lived.push_back(second ? 2 : months->numbers()[i]);
    if (second) ways.append_text("port-out");
    else frame.find("way")->is_null(i) ? ways.append_null() : ways.append_text(frame.find("way")->text(i));
  }
  const Batch told = with_number(without(without(frame, "months"), "way"), "months", lived).with(ways.finish()).value();
  const std::vector<std::uint32_t> ahead{1, 2, 3};
  const Batch there = fitted(told).survival(told, ahead, {true, ReasonLanguage::english, nullptr, {}}).value();
  double left[3] = {0, 0, 0};
  for (std::size_t i = 0; i < told.rows(); ++i) {
    const auto at = [&](std::size_t month) { return month == 0 ? 1.0 : there.column(month).reals()[i]; };
    for (std::size_t month = 0; month < 3; ++month) left[month] += 1 - at(month + 1) / at(month);
  }
  CHECK(left[1] > 5 * left[0]);
  CHECK(left[1] > 5 * left[2]);
}

TEST_CASE("customers who come under observation late tell of the months since") {
  const Batch frame = without(customers(700), "way");
  HazardTraining training = by_kind();
  training.kind.clear();
  training.event = "left";
  std::vector<std::int64_t> entry;
  std::uint64_t months = 0;
  for (std::size_t i = 0; i < frame.rows(); ++i) {
    const auto lived = static_cast<std::int64_t>(frame.find("months")->numbers()[i]);
    entry.push_back(lived > 6 ? 5 : 0);
    months += static_cast<std::uint64_t>(lived - entry.back());
  }
  training.entry = "entry";
  const Batch late = with_number(frame, "entry", entry);
  CHECK(HazardModel::fit({&late, 1}, training).value().card().months == months);
  entry[0] = 400;
  const Batch wrong = with_number(frame, "entry", entry);
  const auto refused = HazardModel::fit({&wrong, 1}, training);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code() == Errc::invalid_argument);
  CHECK(refused.error().message().find("row 1") != std::string::npos);
}

TEST_CASE("leaving at the contract's end is foretold for it, and said as the reason") {
  const Schema schema = Schema::of({{"months", ColumnType::number, 0, {}},
                                    {"left", ColumnType::boolean, 0, {}},
                                    {"ends_in", ColumnType::number, 0, {}}})
                            .value();
  BatchBuilder builder(schema);
  for (std::size_t i = 0; i < 2000; ++i) {  // contracts of 6 to 20 months; half leave in the month after
    const auto length = static_cast<std::int64_t>(6 + mixed(i) % 15), seen = std::int64_t(mixed(i + 3) % 30) + 1;
    const bool leaves = mixed(i + 4) % 2 == 0 && seen > length;
    const std::int64_t months = leaves ? length + 1 : seen;
    builder.column(0).append_number(months);
    builder.column(1).append_boolean(leaves);
    builder.column(2).append_number(length - months);
  }
  const Batch frame = builder.finish().value();
  HazardTraining training;
  training.duration = "months";
  training.event = "left";
  training.contract_end = "ends_in";
  const HazardModel model = HazardModel::fit({&frame, 1}, training).value();
  BatchBuilder asked(schema);
  for (const std::int64_t ends : {0, 8}) {
    asked.column(0).append_number(10);
    asked.column(1).append_boolean(false);
    asked.column(2).append_number(ends);
  }
  const Batch told = model.predict(asked.finish().value()).value();
  CHECK(told.find("within_1_month")->reals()[0] > 0.35);
  CHECK(told.find("within_1_month")->reals()[1] < 0.05);
  CHECK(told.find("reason_1")->text(0) == "months since the contract's end: 1");
}

TEST_CASE("what cannot be learnt from is refused with the reason") {
  const Batch frame = without(customers(300), "left");
  const auto refusal = [&](const Batch& batch, const HazardTraining& training) {
    const auto model = HazardModel::fit({&batch, 1}, training);
    REQUIRE_FALSE(model);
    CHECK(model.error().message().size() > 20);
    return model.error().code();
  };
  HazardTraining training = by_kind();
  training.duration = "nowhere";
  CHECK(refusal(frame, training) == Errc::not_found);
  training.duration = "plan";
  CHECK(refusal(frame, training) == Errc::type_mismatch);
  training = by_kind();
  CHECK(refusal(frame.slice(0, 5), training) == Errc::degenerate_input);
  std::vector<std::int64_t> months(frame.rows(), 3);
  months[7] = -1;
  CHECK(refusal(with_number(without(frame, "months"), "months", months), by_kind()) == Errc::invalid_argument);
  const HazardModel model = fitted(frame);
  CHECK(model.predict(without(frame, "plan")).error().code() == Errc::schema_mismatch);
  CHECK(model.predict(without(frame, "months")).error().code() == Errc::schema_mismatch);
  CHECK(model.predict(without(frame, "months"), {true, ReasonLanguage::english, nullptr, {}}));
  const std::vector<std::uint32_t> backwards{3, 2};
  CHECK(model.survival(frame, backwards).error().code() == Errc::invalid_argument);
  std::string bytes = model.encode();
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 4);
  CHECK(HazardModel::decode(bytes).error().code() == Errc::malformed_record);
}

}  // namespace
}  // namespace staysail
