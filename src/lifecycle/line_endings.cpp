#include <algorithm>
#include <cstdlib>
#include <unordered_map>

#include "line_facts.hpp"
#include "staysail/lifecycle/churn_rules.hpp"

namespace staysail {
namespace lifecycle {
namespace {

constexpr int kMovedWithinDays = 30;

std::optional<std::int32_t> day_at(const Column& column, std::size_t row) {
  return column.is_null(row) ? std::nullopt : std::optional<std::int32_t>(column.days()[row]);
}

struct Columns {
  Column id, party, customer, status, activated, terminated;
};

Result<Columns> columns_of(const Batch& subscriptions) {
  Columns columns;
  STAYSAIL_TRY(columns.id, subscriptions.require("subscription_id", ColumnType::text));
  STAYSAIL_TRY(columns.party, subscriptions.require("party_id", ColumnType::text));
  STAYSAIL_TRY(columns.customer, subscriptions.require("customer_id", ColumnType::text));
  STAYSAIL_TRY(columns.status, subscriptions.require("status", ColumnType::text));
  STAYSAIL_TRY(columns.activated, subscriptions.require("activated", ColumnType::day));
  STAYSAIL_TRY(columns.terminated, subscriptions.require("terminated", ColumnType::day));
  return columns;
}

// Days on which services began, by the line they are on. Only look-ups: its order never shows.
using ServiceStarts = std::unordered_map<std::string_view, std::vector<std::int32_t>>;

ServiceStarts service_starts(const Batch& services) {
  ServiceStarts starts;
  const auto *line = services.find("subscription_id"), *start = services.find("start");
  for (std::size_t row = 0; line != nullptr && start != nullptr && row < services.rows(); ++row)
    if (!line->is_null(row) && !start->is_null(row)) starts[line->text(row)].push_back(start->days()[row]);
  return starts;
}

// The lines of each party, and what the end of one looks like beside the others.
class Households {
 public:
  Households(const Columns& columns, const ServiceStarts& services, Day as_of)
      : columns_(columns), services_(services), as_of_(as_of) {
    for (std::uint32_t row = 0; row < columns.id.size(); ++row) lines_[party_of(row)].push_back(row);
  }

  bool ended(std::uint32_t row) const {
    const auto terminated = day_at(columns_.terminated, row);
    return line_ended(columns_.status.text(row),
                      terminated ? std::optional<Day>(Day::since_epoch(*terminated)) : std::nullopt, as_of_);
  }
  // The other lines that the party had at the end of this one, and kept. A line opened later says nothing of why this
  // one ended, and the kind of an end never changes afterwards.
  std::int64_t other_lines(std::uint32_t row) const {
    const auto& lines = lines_.find(party_of(row))->second;
    const std::int32_t end = day_at(columns_.terminated, row).value_or(as_of_.days_since_epoch());
    return std::count_if(lines.begin(), lines.end(),
                         [&](std::uint32_t other) { return other != row && kept(other, end); });
  }
  bool moved(std::uint32_t row) const {
    const auto end = day_at(columns_.terminated, row);
    const auto& lines = lines_.find(party_of(row))->second;
    return end && std::any_of(lines.begin(), lines.end(),
                              [&](std::uint32_t other) { return other != row && begun_near(other, *end); });
  }

 private:
  // The party, or the customer where no party is known; the two never mix.
  std::string party_of(std::uint32_t row) const {
    if (!columns_.party.is_null(row)) return "p" + std::string(columns_.party.text(row));
    return "c" + std::string(columns_.customer.text(row));
  }
  // Lines that go within a month of each other go together.
  bool kept(std::uint32_t row, std::int32_t end) const {
    const auto activated = day_at(columns_.activated, row), terminated = day_at(columns_.terminated, row);
    if (activated && *activated > end) return false;
    return !ended(row) || (terminated && *terminated - end > kMovedWithinDays);
  }
  bool near(std::int32_t day, std::int32_t end) const {
    return std::abs(day - end) <= kMovedWithinDays && day <= as_of_.days_since_epoch();
  }
  bool begun_near(std::uint32_t row, std::int32_t end) const {
    const auto activated = day_at(columns_.activated, row);
    if (activated && near(*activated, end)) return true;
    const auto services = services_.find(columns_.id.text(row));
    return services != services_.end() && std::any_of(services->second.begin(), services->second.end(),
                                                      [&](std::int32_t day) { return near(day, end); });
  }

  const Columns& columns_;
  const ServiceStarts& services_;
  Day as_of_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> lines_;
};

}  // namespace
}  // namespace lifecycle

Result<Batch> line_endings(const Batch& subscriptions, const Batch& services, Day as_of) {
  using namespace lifecycle;
  STAYSAIL_TRY(const auto columns, columns_of(subscriptions));
  const auto starts = service_starts(services);
  const Households households(columns, starts, as_of);
  ColumnBuilder ended(Field{"line_ended", ColumnType::boolean, 0, {}}),
      others(Field{"party_other_lines", ColumnType::number, 0, "lines"}),
      moved(Field{"party_moved", ColumnType::boolean, 0, {}});
  for (std::uint32_t row = 0; row < subscriptions.rows(); ++row) {
    const bool over = households.ended(row);
    ended.append_boolean(over);
    over ? others.append_number(households.other_lines(row)) : others.append_null();
    over ? moved.append_boolean(households.moved(row)) : moved.append_null();
  }
  return Batch::of({ended.finish(), others.finish(), moved.finish()});
}

}  // namespace staysail
