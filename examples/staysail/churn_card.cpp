#include "churn_card.hpp"

#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>

#include "printing.hpp"

namespace staysail::program {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double figure) { return std::round(figure * 1e6) / 1e6; }

Json interval_json(double value, const statistics::Interval& sure) {
  return {{"value", rounded(value)}, {"low", rounded(sure.low)}, {"high", rounded(sure.high)}};
}

Json gains_json(const ChurnQuality& quality) {
  Json gains = Json::array();
  for (const statistics::Gain& gain : quality.gains)
    gains.push_back({{"rows", gain.rows},
                     {"leavers", rounded(gain.events)},
                     {"captured", rounded(gain.captured)},
                     {"lift", rounded(gain.lift)}});
  return gains;
}

Json reliability_json(const ChurnQuality& quality) {
  Json bands = Json::array();
  for (const statistics::ReliabilityBand& band : quality.reliability.bands)
    bands.push_back({{"rows", band.rows},
                     {"predicted", rounded(band.predicted)},
                     {"left", rounded(static_cast<double>(band.events) / static_cast<double>(band.rows))},
                     {"low", rounded(band.frequency.low)},
                     {"high", rounded(band.frequency.high)}});
  return bands;
}

Json quality_json(const ChurnQuality& quality) {
  const auto& figures = quality.figures;
  const auto& sure = quality.intervals;
  const auto& reliability = quality.reliability;
  return {{"rows", quality.rows},
          {"leavers", quality.events},
          {"roc_auc", interval_json(figures.roc_auc, sure.roc_auc)},
          {"pr_auc", interval_json(figures.pr_auc, sure.pr_auc)},
          {"log_loss", interval_json(figures.log_loss, sure.log_loss)},
          {"brier", interval_json(figures.brier, sure.brier)},
          {"lift_at_10_percent", interval_json(figures.lift, sure.lift)},
          {"ks", rounded(figures.ks)},
          {"calibration_error", rounded(reliability.error)},
          {"calibration_noise_floor", rounded(reliability.noise_floor)},
          {"calibration_slope", rounded(reliability.slope)},
          {"reliability", reliability_json(quality)},
          {"gains", gains_json(quality)}};
}

Json card_json(const ChurnCard& card) {
  Json features = Json::array();
  for (const ChurnCard::Feature& feature : card.features)
    features.push_back({{"name", feature.name},
                        {"kind", feature.kind},
                        {"importance", rounded(feature.importance)},
                        {"auc_alone", rounded(feature.auc_alone)}});
  return {{"rows", card.rows},
          {"leavers", card.events},
          {"period", card.period},
          {"held_out", quality_json(card.held_out)},
          {"calibration", card.calibration},
          {"depth", card.depth},
          {"trees", card.trees},
          {"bands", {{"high", rounded(card.high)}, {"medium", rounded(card.medium)}}},
          {"columns", features},
          {"relations", card.relations},
          {"warnings", card.warnings}};
}

// Objects of an array as rows of a table; figures as they are written.
Result<Batch> table_of(const Json& array) {
  std::vector<std::string> names, whole;
  std::vector<std::vector<std::string>> rows;
  for (const Json& object : array) {
    names.clear();
    rows.emplace_back();
    for (const auto& [name, value] : object.items()) {
      names.push_back(name);
      if (value.is_number_integer()) whole.push_back(name);
      rows.back().push_back(value.is_string() ? value.get<std::string>() : value.dump());
    }
  }
  return text_rows(names, rows, whole);
}

void tell_interval(std::ostream& out, const char* name, const Json& figure) {
  out << "  " << name << std::string(20 - std::string_view(name).size(), ' ') << figure["value"].dump() << "  ("
      << figure["low"].dump() << " to " << figure["high"].dump() << ")\n";
}

void tell_quality(std::ostream& out, const Json& quality) {
  for (const char* name : {"roc_auc", "pr_auc", "log_loss", "brier", "lift_at_10_percent"})
    tell_interval(out, name, quality[name]);
  out << "  calibration_error   " << quality["calibration_error"].dump() << "  (chance alone makes it "
      << quality["calibration_noise_floor"].dump() << ")\n  calibration_slope   " << quality["calibration_slope"].dump()
      << "\n";
}

Status print_array(const char* title, const Json& array) {
  if (array.empty()) return ok();
  STAYSAIL_TRY(const Batch table, table_of(array));
  std::cout << "\n" << title << "\n";
  print(table, "table");
  return ok();
}

Status print_tables(const Json& quality) {
  tell_quality(std::cout, quality);
  STAYSAIL_CHECK(print_array("what a team catches that sees so many rows, the likeliest first", quality["gains"]));
  return print_array("predicted and what came true, by tenths of the rows", quality["reliability"]);
}

}  // namespace

Status print_card(const ChurnCard& card, const std::string& format) {
  const Json json = card_json(card);
  if (format == "csv") {
    STAYSAIL_TRY(const Batch columns, table_of(json["columns"]));
    print(columns, format);
    return ok();
  }
  if (format != "table") {
    print_object(json.dump(2) + "\n", format);
    return ok();
  }
  std::cout << card.rows << " rows, " << card.events << " left" << (card.period.empty() ? "" : ", " + card.period)
            << "; " << card.trees << " trees, calibration " << card.calibration
            << "\non rows that the trees did not see, with 95 % intervals:\n";
  STAYSAIL_CHECK(print_tables(json["held_out"]));
  STAYSAIL_CHECK(print_array("columns by importance", json["columns"]));
  for (const std::string& warning : card.warnings) std::cout << "warning: " << warning << "\n";
  return ok();
}

Status print_quality(const ChurnQuality& quality, const std::string& format) {
  const Json json = quality_json(quality);
  if (format == "table") {
    std::cout << quality.rows << " rows, " << quality.events << " left, with 95 % intervals:\n";
    return print_tables(json);
  }
  if (format == "csv") {
    STAYSAIL_TRY(const Batch gains, table_of(json["gains"]));
    print(gains, format);
    return ok();
  }
  print_object(json.dump(2) + "\n", format);
  return ok();
}

}  // namespace staysail::program
