// Rules that look at all lines to say how one will go on: quantiles of peers, laws of lifetimes and of purchases.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include "derived.hpp"
#include "peer_groups.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/statistics/bg_nbd.hpp"
#include "staysail/statistics/discrete_lifetime.hpp"

namespace staysail::indicators {
namespace {

using statistics::BgNbd;
using statistics::DiscreteLifetime;
using statistics::LifetimeCounts;
using statistics::RepeatHistories;
using statistics::RepeatHistory;

void note(Workspace& workspace, const std::string& indicator, const std::string& input, const std::string& reason) {
  workspace.missing.push_back({indicator, input, reason});
}

std::int64_t scaled(double value, int scale) {
  return static_cast<std::int64_t>(std::nearbyint(value * static_cast<double>(power_of_ten(scale))));
}

std::int64_t whole(const Column& column, std::size_t row) {
  return column.numbers()[row] / power_of_ten(column.field().scale);
}

// --- quantiles ----------------------------------------------------------------------------------------------------

// The smallest value that at least `share` ten-thousandths do not exceed. Precondition: there is one.
std::int64_t quantile(std::vector<std::int64_t>& values, std::int64_t share) {
  const auto count = static_cast<Int128>(values.size());
  const auto place = static_cast<std::ptrdiff_t>((count * share + 9999) / 10000 - 1);
  const auto at = values.begin() + std::max<std::ptrdiff_t>(place, 0);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

// --- lifetimes ----------------------------------------------------------------------------------------------------

// The periods of each line that tells them.
class LifetimeReader {
 public:
  LifetimeReader(const Workspace& workspace, const LifetimeRule& rule)
      : periods_(workspace.column(rule.of)), ended_(workspace.column(rule.ended)) {}
  // Periods begun by an ended line, lasted by another; nothing for a line that does not say.
  std::optional<std::int64_t> periods(std::size_t row) const {
    if (periods_.is_null(row) || ended_.is_null(row)) return std::nullopt;
    const auto lasted = whole(periods_, row);
    if (lasted < 0 || lasted >= LifetimeCounts::kLongest) return std::nullopt;
    return ended(row) ? lasted + 1 : lasted;
  }
  bool ended(std::size_t row) const { return ended_.booleans()[row] != 0; }

 private:
  const Column &periods_, &ended_;
};

statistics::LifetimeLaw law_of(LifetimeRule::Law law) {
  switch (law) {
    case LifetimeRule::Law::geometric: return statistics::LifetimeLaw::geometric;
    case LifetimeRule::Law::beta_discrete_weibull: return statistics::LifetimeLaw::beta_discrete_weibull;
    default: return statistics::LifetimeLaw::shifted_beta_geometric;
  }
}

// The answers of one group's law, each asked once.
class LifetimeAnswers {
 public:
  LifetimeAnswers(DiscreteLifetime law, const LifetimeRule& rule, int scale)
      : law_(std::move(law)), rule_(rule), scale_(scale) {}
  Result<std::int64_t> after(std::int64_t periods) {
    const auto known = answers_.find(periods);
    if (known != answers_.end()) return known->second;
    STAYSAIL_TRY(const double answer, answer_of(periods));
    return answers_.emplace(periods, scaled(answer, scale_)).first->second;
  }

 private:
  Result<double> answer_of(std::int64_t periods) const {
    if (rule_.gives == LifetimeRule::Gives::residual)
      return law_.discounted_residual(periods, static_cast<double>(rule_.discount) / 10000);
    const double now = law_.survival(periods);
    return now > 0 ? law_.survival(periods + rule_.ahead) / now : 0;
  }
  DiscreteLifetime law_;
  const LifetimeRule& rule_;
  int scale_;
  std::map<std::int64_t, std::int64_t> answers_;
};

// Of the lines begun before ends were told of, only those stand in the feeds that stayed: a law of them would take all
// for loyal. Such a line is left out of the fit, and answered by the law of the others.
class Beginnings {
 public:
  Beginnings(const Workspace& workspace, const LifetimeReader& reader)
      : begun_(workspace.subscriptions().find("activated")) {
    const Column* ends = workspace.subscriptions().find("terminated");
    std::vector<std::int32_t> days;
    for (std::size_t row = 0; ends != nullptr && row < ends->size(); ++row)
      if (!ends->is_null(row) && reader.periods(row) && reader.ended(row)) days.push_back(ends->days()[row]);
    first_end_ = first_of(std::move(days));
  }
  bool seen(std::size_t row) const {
    return !first_end_ || begun_ == nullptr || begun_->is_null(row) || begun_->days()[row] >= *first_end_ - 1;
  }

 private:
  // A few ends long before all others are stray: ends were not told of yet. They are fewer than one in a hundred, and
  // three months without an end part them from the rest.
  static std::optional<std::int32_t> first_of(std::vector<std::int32_t> days) {
    if (days.empty()) return std::nullopt;
    std::sort(days.begin(), days.end());
    std::size_t first = 0;
    for (std::size_t i = 1; i * kStrayOneIn < days.size(); ++i)
      if (days[i] - days[i - 1] > kStrayGap) first = i;
    return days[first];
  }

  static constexpr std::size_t kStrayOneIn = 100;
  static constexpr std::int32_t kStrayGap = 92;
  const Column* begun_;
  std::optional<std::int32_t> first_end_;
};

// By group, and last that of all lines.
Result<std::vector<LifetimeCounts>> lifetime_counts(const Workspace& workspace, const PeerGroups& groups,
                                                    const LifetimeReader& reader) {
  std::vector<LifetimeCounts> counts(groups.names.size() + 1);
  const Beginnings beginnings(workspace, reader);
  for (std::size_t row = 0; row < workspace.rows(); ++row) {
    const auto periods = reader.periods(row);
    if (!periods || groups.of_row[row] == PeerGroups::kNone || !beginnings.seen(row)) continue;
    STAYSAIL_CHECK(counts[groups.of_row[row]].add(*periods, reader.ended(row)));
    STAYSAIL_CHECK(counts.back().add(*periods, reader.ended(row)));
  }
  return counts;
}

// By group; that of all lines for one whose own tell no law, and nothing where they tell none together.
Result<std::vector<std::optional<LifetimeAnswers>>> lifetime_laws(Workspace& workspace, const Field& field,
                                                                  const LifetimeRule& rule, const PeerGroups& groups,
                                                                  const LifetimeReader& reader) {
  STAYSAIL_TRY(const auto counts, lifetime_counts(workspace, groups, reader));
  const auto together = DiscreteLifetime::fit(counts.back(), law_of(rule.law));
  if (!together) note(workspace, field.name, rule.of, "the lines tell no law of lifetimes");
  std::vector<std::optional<LifetimeAnswers>> laws;
  for (std::size_t group = 0; group + 1 < counts.size(); ++group) {
    const auto own = DiscreteLifetime::fit(counts[group], law_of(rule.law));
    auto& answers = laws.emplace_back();
    if (!together) continue;
    answers.emplace(own ? *own : *together, rule, field.scale);
    if (!own)
      note(workspace, field.name, rule.of,
           "the lines of " + groups.names[group] + " tell no law of lifetimes; that of all lines stands in");
  }
  return laws;
}

// --- purchases ----------------------------------------------------------------------------------------------------

class HistoryReader {
 public:
  HistoryReader(const Workspace& workspace, const RepeatRule& rule)
      : count_(workspace.column(rule.of)),
        first_(workspace.column(rule.first)),
        last_(workspace.column(rule.last)),
        as_of_(workspace.as_of()) {}
  // Nothing where no purchase is known, or none before the day.
  std::optional<RepeatHistory> at(std::size_t row) const {
    if (count_.is_null(row) || first_.is_null(row) || last_.is_null(row)) return std::nullopt;
    const auto days = whole(count_, row);
    const auto first = first_.days()[row], last = last_.days()[row], now = as_of_.days_since_epoch();
    const bool possible = days >= 1 && first <= last && last <= now && first < now && (days > 1) == (last > first);
    if (!possible || days > static_cast<std::int64_t>(statistics::kMostRepeats)) return std::nullopt;
    return RepeatHistory{static_cast<double>(days - 1), static_cast<double>(last - first),
                         static_cast<double>(now - first)};
  }

 private:
  const Column &count_, &first_, &last_;
  Day as_of_;
};

Result<BgNbd> law_of_purchases(const std::vector<std::optional<RepeatHistory>>& histories, const RepeatRule& rule) {
  std::vector<double> events, last, observed;
  for (const auto& history : histories) {
    if (!history) continue;
    events.push_back(history->events);
    last.push_back(history->last);
    observed.push_back(history->observed);
  }
  STAYSAIL_TRY(const auto table, RepeatHistories::of(events, last, observed));
  const bool any = rule.law == RepeatRule::Law::mbg_nbd;
  return BgNbd::fit(table, any ? statistics::DropOut::after_any_event : statistics::DropOut::after_a_repeat);
}

double answer_of(const BgNbd& law, const RepeatRule& rule, const RepeatHistory& history) {
  return rule.gives == RepeatRule::Gives::alive ? law.probability_active(history)
                                                : law.expected_events(static_cast<double>(rule.ahead), history);
}

}  // namespace

Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const PeerQuantile& rule) {
  const auto& field = workspace.plan().indicators[indicator].field;
  const auto& input = workspace.column(rule.of);
  const auto groups = peer_groups(workspace, rule.among);
  std::vector<std::vector<std::int64_t>> values(groups.names.size());
  for (std::size_t row = 0; row < input.size(); ++row)
    if (!input.is_null(row) && groups.of_row[row] != PeerGroups::kNone)
      values[groups.of_row[row]].push_back(input.numbers()[row]);
  std::vector<std::optional<std::int64_t>> quantiles(values.size());
  for (std::size_t group = 0; group < values.size(); ++group)
    if (!values[group].empty()) quantiles[group] = quantile(values[group], rule.share);
  ColumnBuilder builder(field);
  builder.reserve(workspace.rows());
  for (const auto group : groups.of_row) {
    if (group == PeerGroups::kNone || !quantiles[group]) builder.append_null();
    else builder.append_number(*quantiles[group]);
  }
  return builder.finish();
}

Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const LifetimeRule& rule) {
  const auto& field = workspace.plan().indicators[indicator].field;
  const auto groups = peer_groups(workspace, rule.among);
  const LifetimeReader reader(workspace, rule);
  STAYSAIL_TRY(auto laws, lifetime_laws(workspace, field, rule, groups, reader));
  ColumnBuilder builder(field);
  builder.reserve(workspace.rows());
  for (std::size_t row = 0; row < workspace.rows(); ++row) {
    const auto group = groups.of_row[row];
    const auto periods = reader.periods(row);
    if (!periods || reader.ended(row) || group == PeerGroups::kNone || !laws[group]) {
      builder.append_null();
      continue;
    }
    STAYSAIL_TRY(const auto answer, laws[group]->after(*periods));
    builder.append_number(answer);
  }
  return builder.finish();
}

Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const RepeatRule& rule) {
  const auto& field = workspace.plan().indicators[indicator].field;
  const HistoryReader reader(workspace, rule);
  std::vector<std::optional<RepeatHistory>> histories;
  histories.reserve(workspace.rows());
  for (std::size_t row = 0; row < workspace.rows(); ++row) histories.push_back(reader.at(row));
  const auto law = law_of_purchases(histories, rule);
  if (!law) {
    note(workspace, field.name, rule.of, "the lines tell no law of purchases");
    return null_column(field, workspace.rows());
  }
  // Most lines share few histories.
  std::map<std::tuple<double, double, double>, std::int64_t> answers;
  ColumnBuilder builder(field);
  builder.reserve(workspace.rows());
  for (const auto& history : histories) {
    if (!history) {
      builder.append_null();
      continue;
    }
    const auto place = answers.try_emplace({history->events, history->last, history->observed}, 0);
    if (place.second) place.first->second = scaled(answer_of(*law, rule, *history), field.scale);
    builder.append_number(place.first->second);
  }
  return builder.finish();
}

}  // namespace staysail::indicators
