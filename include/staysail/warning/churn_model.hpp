// ChurnModel: the probability that a customer leaves, learnt from customers whose outcome is known, with the reasons.
//
// Boosted trees over coded columns (statistics/boosted_trees.hpp), calibrated on rows that the trees did not see. The
// same bytes for any number of threads, any order of rows and any parts that the frame is cut into. What each column
// contributes sums to the log-odds of the probability.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "staysail/base/control.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/base/result.hpp"
#include "staysail/columns/batch.hpp"
#include "staysail/warning/churn_quality.hpp"

namespace staysail {

struct ChurnTraining {
  std::string target;    // a boolean column, one of 0 and 1, or of texts
  std::string positive;  // the text that means churn; needed where the target has other texts than Yes and No
  std::string id;        // a column that is carried along and never learnt from; may be empty
  std::uint64_t seed = 0;
  std::string period = {};  // what the rows tell of, as people say it ("2025-07 to 2025-12"); stands in the card
};

// What a model says of itself.
struct ChurnCard {
  struct Feature {
    std::string name;
    std::string kind;       // "number", "day", "instant", "text"
    double importance = 0;  // share of the mean absolute contribution
    double auc_alone = 0;   // of the column by itself, among the rows it was trained on
  };
  std::uint64_t rows = 0;
  std::uint64_t events = 0;
  std::string period;                  // as it was told; may be empty
  std::vector<Feature> features;       // most important first
  std::vector<std::string> relations;  // "a + b", "a - b": columns whose positions are read together
  std::vector<std::string> warnings;   // sentences: columns left out and why, columns that look like leaks
  std::uint32_t depth = 0;             // questions that lead to a leaf, at most
  std::uint64_t trees = 0;
  std::string calibration;  // "identity", "platt", "beta", "isotonic"
  ChurnQuality held_out;    // of rows by bags that did not see them, by a calibration that did not see them either
  double high = 0;          // band "high" from this probability on: a tenth of the rows
  double medium = 0;        // and "medium" from this one: three tenths
};

enum class ReasonLanguage : std::uint8_t { english, chinese };

struct ChurnScoring {
  ReasonLanguage language = ReasonLanguage::english;
  std::optional<double> base_rate;  // of the customers scored, where it differs from that of the rows trained on
  Executor* executor = nullptr;
  Control control;
};

// Immutable; safe to share between threads.
class ChurnModel {
 public:
  // `parts`: one frame cut into any number of batches. Errors: `not_found` for a target or id that is not there,
  // `type_mismatch` for a target of other values, `degenerate_input` for fewer than ten rows, one outcome only or no
  // column to learn from, `schema_mismatch` for parts that differ, `cancelled`.
  static Result<ChurnModel> fit(std::span<const Batch> parts, const ChurnTraining& training,
                                Executor* executor = nullptr, const Control& control = {});

  // probability, band ("high", "medium", "low"), reason_1 .. reason_3 (what raises the risk most; null where there is
  // less), after the id where the model has one. `schema_mismatch` naming a column that is missing or of another kind.
  Result<Batch> predict(const Batch& frame, const ChurnScoring& scoring = {}) const;
  // A real column for each column learnt from, then base; after the id where the model has one. The sum of a row is
  // the log-odds of its probability.
  Result<Batch> contributions(const Batch& frame, const ChurnScoring& scoring = {}) const;
  const ChurnCard& card() const;
  // How good the model is on rows whose outcome is known by now: a champion against a challenger, or last month's
  // warnings. Errors: those of predict() and, for the target, of fit().
  Result<ChurnQuality> judge(const Batch& frame, const ChurnScoring& scoring = {}) const;
  // name, stability_index, noise_floor, change ("steady", "moved", "drifted"): how far the probability and each column,
  // most important first, have moved from what the model was trained on. `degenerate_input` without rows.
  Result<Batch> drift(const Batch& frame, const ChurnScoring& scoring = {}) const;

  // The whole model as bytes, version 2, with their digest. The same model, the same bytes.
  std::string encode() const;
  // `malformed_record` for bytes that are damaged or of another version, or a model that makes no sense.
  static Result<ChurnModel> decode(std::string_view bytes);
  // A file that appears when it is whole; `io_failed`.
  Status save(const std::string& path) const;
  static Result<ChurnModel> load(const std::string& path);

  struct State;

 private:
  explicit ChurnModel(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

}  // namespace staysail
