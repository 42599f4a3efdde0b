// HazardModel: when a customer leaves and by which way, learnt from customers of whom some are still there.
//
// A customer is looked at once a month of his time with us. For each kind of leaving a sum of boosted trees gives the
// odds that it happens in that month to one who is still there (discrete-time cause-specific hazards; Allison 1982,
// Tutz and Schmid 2016): right-censored rows tell of every month they were there, and rows that come under observation
// late of the months since. The same bytes for any number of threads, any order of rows and any parts that the frame is
// cut into.
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
#include "staysail/warning/churn_model.hpp"

namespace staysail {

// Which columns tell what. Months are whole numbers from 0 on.
struct HazardTraining {
  std::string duration;       // months with us when last seen: the month in which the customer left, or the last one
  std::string event;          // whether he left: as ChurnTraining::target; empty where `kind` tells it
  std::string positive = {};  // as ChurnTraining::positive
  std::string kind = {};      // how he left, a text; empty cell: he did not
  std::string entry = {};     // months with us when we began to look; empty: from the first
  std::string contract_end =
      {};               // months from when last seen to the contract's end, below 0 after it; empty cell: none
  std::string id = {};  // carried along and never learnt from
  std::uint64_t seed = 0;
};

// What a model says of itself.
struct HazardCard {
  struct Kind {
    std::string name;
    std::uint64_t events = 0;
    std::uint64_t trees = 0;
    std::uint32_t depth = 0;
  };
  struct Feature {
    std::string name;
    std::string kind;
    double importance = 0;  // share of the mean absolute contribution to the log-odds, over months and kinds
  };
  // A tenth of the customer-months, by the hazard that was foretold for them.
  struct Band {
    std::uint64_t months = 0;
    std::uint64_t events = 0;
    double expected = 0;  // events
  };
  std::uint64_t customers = 0;
  std::uint64_t months = 0;      // lived under observation
  std::uint32_t last_month = 0;  // with us, of which a row tells
  std::vector<Kind> kinds;       // most frequent first
  std::vector<Feature> features;
  std::vector<std::string> warnings;
  // On customers that the trees did not see. Concordance: of a customer who leaves and one who is there in the same
  // month of his time with us, how often the first had the higher hazard (Heagerty and Zheng 2005); nothing where no
  // such pair is.
  std::optional<double> concordance;
  std::vector<Band> bands;
};

struct HazardScoring {
  bool from_start = false;  // of customers in their first month, whatever their duration; the column may be missing
  ReasonLanguage language = ReasonLanguage::english;
  Executor* executor = nullptr;
  Control control;
};

// How good foretold durations are on rows whose outcome is known.
struct HazardQuality {
  struct Score {
    std::uint32_t month = 0;
    std::optional<double> brier;  // statistics::brier_score; nothing where everybody was out of sight by then
    double expected = 0;          // share that lasts beyond, as foretold
  };
  std::uint64_t customers = 0;
  std::uint64_t events = 0;
  std::optional<double> concordance;  // of the months foretold (Harrell's)
  std::vector<Score> scores;
};

// Immutable; safe to share between threads.
class HazardModel {
 public:
  static constexpr std::uint32_t kMostMonths = 600;  // of a duration

  // Errors: `not_found` for a column that is not there, `type_mismatch` for one of other values, `invalid_argument` for
  // a duration that is no whole number of months, is above kMostMonths, not known, or not after its entry (with the
  // row), `degenerate_input` for fewer than ten customers who left, or no column to learn from, `cancelled`.
  static Result<HazardModel> fit(std::span<const Batch> parts, const HazardTraining& training,
                                 Executor* executor = nullptr, const Control& control = {});

  // Of customers who are still there after their duration: within_1_month, within_2_months, within_3_months,
  // within_12_months (probability of leaving), expected_months (to come, of those until last_month; at least twelve),
  // where there are several kinds <kind>_within_12_months each, and reason_1 .. reason_3 for the month to come; after
  // the id where the model has one. `schema_mismatch` naming a column that is missing or of another kind.
  Result<Batch> predict(const Batch& frame, const HazardScoring& scoring = {}) const;
  // month_<m> each: the probability of lasting for m more months. `invalid_argument` unless months ascend from 1 to
  // kMostMonths. Beyond last_month the hazard stays what it is there.
  Result<Batch> survival(const Batch& frame, std::span<const std::uint32_t> months,
                         const HazardScoring& scoring = {}) const;
  // Of customers from their first month on, against what became of them by now: `months` as survival().
  Result<HazardQuality> judge(const Batch& frame, std::span<const std::uint32_t> months,
                              const HazardScoring& scoring = {}) const;
  const HazardCard& card() const;

  // As those of ChurnModel.
  std::string encode() const;
  static Result<HazardModel> decode(std::string_view bytes);
  Status save(const std::string& path) const;
  static Result<HazardModel> load(const std::string& path);

  struct State;

 private:
  explicit HazardModel(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

}  // namespace staysail
