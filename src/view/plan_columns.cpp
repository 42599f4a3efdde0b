#include "plan_columns.hpp"

#include <optional>

#include "owned_rows.hpp"

namespace staysail::view {
namespace {

// Keeps the latest day up to as_of.
void keep_latest(std::optional<Day>& latest, Day day, Day as_of) {
  if (day <= as_of && (!latest || day > *latest)) latest = day;
}

void append(ColumnBuilder& builder, const std::optional<Day>& day) {
  append_day_or_null(builder, day.has_value(), day.value_or(Day()));
}

// What a row with a start and an end does on as_of: a missing start has begun, a missing end is open.
class Validity {
 public:
  explicit Validity(const Batch& rows) : start_(rows, "start"), end_(rows, "end") {}
  bool in_force(std::size_t row, Day as_of) const {
    return (!start_.known(row) || start_.at(row) <= as_of) && (!end_.known(row) || end_.at(row) > as_of);
  }
  std::optional<Day> start(std::size_t row) const {
    return start_.known(row) ? std::optional<Day>(start_.at(row)) : std::nullopt;
  }
  std::optional<Day> end(std::size_t row) const {
    return end_.known(row) ? std::optional<Day>(end_.at(row)) : std::nullopt;
  }

 private:
  DayReader start_, end_;
};

struct Plan {
  std::optional<std::size_t> row;  // of the main plan in force
  std::optional<Day> start, last_downgrade, last_upgrade, last_part_closed;
  std::int64_t parts = 0;
};

class PlanReader {
 public:
  PlanReader(const Batch& rows, Day as_of)
      : rows_(&rows), validity_(rows), kind_(rows.find("kind")), change_(rows.find("change")), as_of_(as_of) {}

  void take(Plan& plan, std::size_t row) const {
    const bool part = text_at(kind_, row) == "bundle" || text_at(kind_, row) == "add_on";
    const auto start = validity_.start(row);
    if (start && text_at(change_, row) == "downgrade") keep_latest(plan.last_downgrade, *start, as_of_);
    if (start && text_at(change_, row) == "upgrade") keep_latest(plan.last_upgrade, *start, as_of_);
    if (part && validity_.end(row)) keep_latest(plan.last_part_closed, *validity_.end(row), as_of_);
    if (!validity_.in_force(row, as_of_)) return;
    plan.parts += part ? 1 : 0;
    // Rows come in order of id: an equal start keeps the first id.
    if (!part && (!plan.row || start > plan.start)) {
      plan.row = row;
      plan.start = start;
    }
  }

  void append_main(ColumnBuilder& name, ColumnBuilder& price, const Plan& plan) const {
    append_value(name, rows_->find("offering"), plan);
    append_value(price, rows_->find("monthly_price"), plan);
  }

 private:
  static void append_value(ColumnBuilder& builder, const Column* source, const Plan& plan) {
    if (source != nullptr && plan.row) builder.append_from(*source, *plan.row);
    else builder.append_null();
  }

  const Batch* rows_;
  Validity validity_;
  const Column* kind_;
  const Column* change_;
  Day as_of_;
};

struct Services {
  std::int64_t held = 0, started_in_year = 0;
  std::optional<Day> last_start;
};

Field number_field(const char* name, const char* unit) { return {name, ColumnType::number, 0, unit}; }
// Null where no feed told of the table at all: that is unknown, not none.
void append_count(ColumnBuilder& builder, std::int64_t count, const Batch& table) {
  table.rows() != 0 ? builder.append_number(count) : builder.append_null();
}
Field day_field(const char* name) { return {name, ColumnType::day, 0, {}}; }

}  // namespace

std::vector<Column> plan_columns(const Batch& plan_instances, const IdIndex& subscriptions, Day as_of) {
  std::vector<Plan> plans(subscriptions.size());
  const PlanReader reader(plan_instances, as_of);
  const auto owners = owners_of(plan_instances, "subscription_id", subscriptions);
  for (std::size_t row = 0; row < owners.size(); ++row)
    if (owners[row] != kNoRow) reader.take(plans[owners[row]], row);
  ColumnBuilder name({"plan", ColumnType::text, 0, {}}), price({"plan_price", ColumnType::number, 3, {}}),
      start(day_field("plan_start"));
  ColumnBuilder parts(number_field("bundle_parts", "parts")), downgrade(day_field("last_downgrade")),
      upgrade(day_field("last_upgrade")), closed(day_field("last_part_closed"));
  for (const auto& plan : plans) {
    reader.append_main(name, price, plan);
    append(start, plan.start);
    append_count(parts, plan.parts, plan_instances);
    append(downgrade, plan.last_downgrade);
    append(upgrade, plan.last_upgrade);
    append(closed, plan.last_part_closed);
  }
  return {name.finish(),      price.finish(),   start.finish(), parts.finish(),
          downgrade.finish(), upgrade.finish(), closed.finish()};
}

std::vector<Column> service_columns(const Batch& services, const IdIndex& subscriptions, Day as_of) {
  std::vector<Services> held(subscriptions.size());
  const auto owners = owners_of(services, "subscription_id", subscriptions);
  const Validity validity(services);
  const Day year_ago = as_of.plus_months(-12);
  for (std::size_t row = 0; row < owners.size(); ++row) {
    if (owners[row] == kNoRow) continue;
    auto& mine = held[owners[row]];
    const auto start = validity.start(row);
    if (start) keep_latest(mine.last_start, *start, as_of);
    mine.held += validity.in_force(row, as_of) ? 1 : 0;
    mine.started_in_year += start && *start > year_ago && *start <= as_of ? 1 : 0;
  }
  ColumnBuilder count(number_field("services_held", "services")), recent(number_field("services_new_12m", "services")),
      last(day_field("last_service_start"));
  for (const auto& mine : held) {
    append_count(count, mine.held, services);
    append_count(recent, mine.started_in_year, services);
    append(last, mine.last_start);
  }
  return {count.finish(), recent.finish(), last.finish()};
}

}  // namespace staysail::view
