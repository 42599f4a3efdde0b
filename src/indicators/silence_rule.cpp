#include <algorithm>
#include <cmath>

#include "derived.hpp"
#include "staysail/base/decimal_text.hpp"
#include "staysail/statistics/silence.hpp"

namespace staysail::indicators {
namespace {

constexpr std::uint32_t kMillion = 1'000'000;

struct Silence {
  statistics::ActivityWindow window;
  std::uint32_t days = 0;
};

// The rhythm before the run and the run itself, line by line.
class SilenceReader {
 public:
  SilenceReader(const Workspace& workspace, const SilenceRule& rule)
      : rule_(rule),
        silent_(workspace.column(rule.silent_days)),
        last_(workspace.column(rule.last_active)),
        active_(workspace.column(rule.active_days)),
        since_(rule.since.empty() ? nullptr : workspace.subscriptions().find(rule.since)) {}

  // Nullopt: no rhythm is known.
  std::optional<Silence> at(std::size_t row) const {
    if (silent_.is_null(row) || last_.is_null(row) || active_.is_null(row)) return std::nullopt;
    const auto last = Day::since_epoch(last_.days()[row]);
    auto first = (last.month_of() - (rule_.months - 1)).first_day();
    if (since_ != nullptr && !since_->is_null(row))
      first = std::clamp(Day::since_epoch(since_->days()[row]), first, last);
    const auto silent = whole(silent_, row), active = whole(active_, row);
    if (active <= 0 || silent < 0) return std::nullopt;
    const auto days = static_cast<std::uint32_t>(last - first + 1);
    return Silence{{days, std::min(days, static_cast<std::uint32_t>(active))}, static_cast<std::uint32_t>(silent)};
  }

 private:
  static std::int64_t whole(const Column& column, std::size_t row) {
    const auto value = column.numbers()[row] / power_of_ten(column.field().scale);
    return std::clamp<std::int64_t>(value, -1, statistics::SilenceTable::kNever - 1);
  }
  const SilenceRule& rule_;
  const Column &silent_, &last_, &active_;
  const Column* since_;
};

// Runs are bounded by kNever days, and most lines share few rhythms: p falls below every decimal shown long before.
std::int64_t probability(const Silence& silence, int scale) {
  return static_cast<std::int64_t>(std::nearbyint(statistics::silent_run_probability(silence.window, silence.days) *
                                                  static_cast<double>(power_of_ten(scale))));
}

}  // namespace

Result<Column> compute_rule(Workspace& workspace, std::size_t indicator, const SilenceRule& rule) {
  const auto& field = workspace.plan().indicators[indicator].field;
  const SilenceReader reader(workspace, rule);
  ColumnBuilder builder(field);
  builder.reserve(workspace.rows());
  for (std::size_t row = 0; row < workspace.rows(); ++row) {
    const auto silence = reader.at(row);
    if (!silence) builder.append_null();
    else if (!rule.threshold) builder.append_number(probability(*silence, field.scale));
    else
      builder.append_boolean(
          statistics::silence_is_improbable(silence->window, silence->days, *rule.threshold, kMillion));
  }
  return builder.finish();
}

}  // namespace staysail::indicators
