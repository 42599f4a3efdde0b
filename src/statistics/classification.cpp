#include "staysail/statistics/classification.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "staysail/statistics/calibration.hpp"

namespace staysail::statistics {
namespace {

constexpr std::size_t kBands = 10;

struct Ranked {
  double log_odds = 0;
  std::uint8_t target = 0;
};

// Highest first; within equal scores events last, so that the order is one.
std::vector<Ranked> ranked(std::span<const double> log_odds, std::span<const std::uint8_t> target) {
  std::vector<Ranked> rows(log_odds.size());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = {log_odds[i], target[i]};
  std::sort(rows.begin(), rows.end(), [](const Ranked& a, const Ranked& b) {
    return a.log_odds != b.log_odds ? a.log_odds > b.log_odds : a.target < b.target;
  });
  return rows;
}

// Rows of one score.
struct Tie {
  double events = 0;
  double others = 0;
};

class Ranks {
 public:
  Ranks(double events, double others, double capacity)
      : events_(events), others_(others), room_(std::ceil(capacity * (events + others))) {}

  void add(const Tie& tie) {
    const double rows = tie.events + tie.others;
    auc_ += tie.others * (seen_.events + tie.events / 2);
    seen_.events += tie.events;
    seen_.others += tie.others;
    precision_ += tie.events * seen_.events / (seen_.events + seen_.others);
    ks_ = std::max(ks_, std::fabs(seen_.events / events_ - seen_.others / others_));
    const double taken = std::min(room_ - taken_, rows);
    caught_ += tie.events * taken / rows;
    taken_ += taken;
  }
  void finish(Classification& result) const {
    result.roc_auc = auc_ / (events_ * others_);
    result.pr_auc = precision_ / events_;
    result.ks = ks_;
    result.lift = caught_ / taken_ / (events_ / (events_ + others_));
  }

 private:
  double events_, others_, room_;
  Tie seen_;
  double auc_ = 0, precision_ = 0, ks_ = 0, caught_ = 0, taken_ = 0;
};

void rank(std::span<const Ranked> rows, double events, double capacity, Classification& result) {
  Ranks ranks(events, static_cast<double>(rows.size()) - events, capacity);
  for (std::size_t i = 0; i < rows.size();) {
    Tie tie;
    const double score = rows[i].log_odds;
    for (; i < rows.size() && rows[i].log_odds == score; ++i) (rows[i].target != 0 ? tie.events : tie.others) += 1;
    ranks.add(tie);
  }
  ranks.finish(result);
}

void judge_probabilities(std::span<const Ranked> rows, Classification& result) {
  const auto count = static_cast<double>(rows.size());
  for (std::size_t band = 0; band < kBands; ++band) {
    double distance = 0;
    for (std::size_t i = band * rows.size() / kBands; i < (band + 1) * rows.size() / kBands; ++i) {
      const double probability = logistic(rows[i].log_odds);
      const double miss = probability - rows[i].target;
      distance += miss;
      result.brier += miss * miss / count;
      result.log_loss += softplus(rows[i].target != 0 ? -rows[i].log_odds : rows[i].log_odds) / count;
    }
    result.calibration_error += std::fabs(distance) / count;
  }
}

}  // namespace

Result<Classification> classification(std::span<const double> log_odds, std::span<const std::uint8_t> target,
                                      double capacity) {
  const std::vector<Ranked> rows = ranked(log_odds, target);
  double events = 0;
  for (const Ranked& row : rows) events += row.target;
  if (events == 0 || events == static_cast<double>(rows.size()))
    return Error(Errc::degenerate_input, "quality is told by rows of both outcomes; these have one");
  Classification result;
  rank(rows, events, capacity, result);
  judge_probabilities(rows, result);
  return result;
}

}  // namespace staysail::statistics
