#include "staysail/cycle/group_report.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "night_tables.hpp"
#include "staysail/base/nearest_name.hpp"
#include "staysail/cycle/night_record.hpp"

namespace staysail {
namespace {

constexpr std::array kFigureNames = {"sum", "mean", "max", "min"};

// The lines of a night by customer, and what is asked of them.
class Lines {
 public:
  static Result<Lines> of(NightRecord night, std::vector<std::string> figures) {
    Lines lines;
    lines.frame_ = std::move(night.decision);
    const Column* customers = lines.frame_.find("customer_id");
    for (std::uint32_t row = 0; customers != nullptr && row < customers->size(); ++row)
      if (!customers->is_null(row)) lines.of_customer_[std::string(customers->text(row))].push_back(row);
    if (figures.empty() && lines.frame_.find("value") != nullptr) figures = {"value"};
    for (const auto& name : figures) {
      STAYSAIL_TRY(const Column* column, lines.number(name));
      lines.figures_.push_back(column);
    }
    return lines;
  }

  const std::vector<std::uint32_t>& of_customer(const std::string& customer) const {
    static const std::vector<std::uint32_t> none;
    const auto found = of_customer_.find(customer);
    return found == of_customer_.end() ? none : found->second;
  }
  std::string text(const char* column, std::size_t row) const { return frame_.find(column)->value_text(row); }
  bool is_active(std::size_t row) const {
    const Column* status = frame_.find("status");
    return status != nullptr && status->text(row) == "active";
  }
  const std::vector<const Column*>& figures() const { return figures_; }
  std::optional<std::string> customer_of_line(std::string_view id) const {
    const auto row = row_of(frame_, id);
    return row ? std::optional(text("customer_id", *row)) : std::nullopt;
  }

 private:
  Result<const Column*> number(const std::string& name) const {
    const Column* column = frame_.find(name);
    if (column != nullptr && column->type() == ColumnType::number) return column;
    std::vector<std::string> known;
    for (const auto& field : frame_.schema().fields())
      if (field.type == ColumnType::number) known.push_back(field.name);
    return Error(Errc::not_found, "the night has no number of this name: " + name + did_you_mean(name, known));
  }

  Batch frame_;
  std::map<std::string, std::vector<std::uint32_t>> of_customer_;
  std::vector<const Column*> figures_;
};

// Whom a row tells of, before its figures.
struct Told {
  std::int64_t level = 0;
  const char* kind = "";
  std::string id, role, status;
};

class Reporter {
 public:
  Reporter(const GroupTree& tree, const Lines& lines, const GroupRequest& request)
      : tree_(tree), lines_(lines), request_(request) {
    count([](std::size_t) { return std::optional<std::int64_t>(1); }, all_);
    count([&](std::size_t row) { return std::optional<std::int64_t>(lines_.is_active(row) ? 1 : 0); }, active_);
    for (const Column* figure : lines_.figures()) {
      figures_.emplace_back();
      count(
          [figure](std::size_t row) {
            return figure->is_null(row) ? std::nullopt : std::optional(figure->numbers()[row]);
          },
          figures_.back());
    }
  }

  Result<Batch> of_all() const {
    BatchBuilder rows(*Schema::of(with_figures(
        {text("group_id"), text("parent_id"), number("depth"), number("members"), number("customers_below")})));
    STAYSAIL_TRY(const auto known, tree_.roll_up(GroupFigure::sum, [](std::string_view) { return GroupInput{}; }));
    for (const auto& group : known) {
      append(rows.column(0), group.group);
      append(rows.column(1), std::string(tree_.parent(group.group)));
      rows.column(2).append_number(group.depth);
      rows.column(3).append_number(static_cast<std::int64_t>(group.members));
      rows.column(4).append_number(static_cast<std::int64_t>(group.members_below));
      STAYSAIL_CHECK(append_figures(rows, 5, *tree_.place_of(group.group)));
    }
    return rows.finish();
  }

  // From the top down, without recursion: a tree may be deeper than a stack.
  Result<Batch> of_one(std::uint32_t group) const {
    BatchBuilder rows(
        *Schema::of(with_figures({number("level"), text("kind"), text("id"), text("role"), text("status")})));
    std::vector<Told> open = {{0, "group", tree_.customers()[group], "", ""}};
    while (!open.empty()) {
      const Told one = std::move(open.back());
      open.pop_back();
      STAYSAIL_CHECK(append(rows, one, *tree_.place_of(one.id)));
      if (request_.lines)
        for (const std::uint32_t line : lines_.of_customer(one.id)) append_line(rows, one.level + 1, line);
      auto members = tree_.members(one.id);
      for (auto member = members.rbegin(); member != members.rend(); ++member)
        open.push_back({one.level + 1, tree_.is_group(*tree_.place_of(member->customer)) ? "group" : "member",
                        member->customer, member->role, ""});
    }
    return rows.finish();
  }

 private:
  static Field text(const char* name) { return {name, ColumnType::text, 0, {}}; }
  static Field number(const char* name) { return {name, ColumnType::number, 0, {}}; }

  static void append(ColumnBuilder& column, const std::string& text) {
    if (text.empty()) column.append_null();
    else column.append_text(text);
  }

  std::vector<Field> with_figures(std::vector<Field> fields) const {
    fields.push_back(number("lines"));
    fields.push_back(number("active_lines"));
    for (const Column* figure : lines_.figures()) fields.push_back(figure->field());
    return fields;
  }

  template <class Value>
  void count(const Value& value_of, std::vector<GroupTotal>& into) const {
    std::vector<GroupTotal> own(tree_.customers().size());
    for (std::size_t place = 0; place < own.size(); ++place)
      for (const std::uint32_t row : lines_.of_customer(tree_.customers()[place]))
        if (const auto value = value_of(row)) own[place].add(*value);
    into = tree_.with_all_below(std::move(own));
  }

  Status append(BatchBuilder& rows, const Told& told, std::uint32_t place) const {
    rows.column(0).append_number(told.level);
    append(rows.column(1), told.kind);
    append(rows.column(2), told.id);
    append(rows.column(3), told.role);
    append(rows.column(4), told.status);
    return append_figures(rows, 5, place);
  }

  void append_line(BatchBuilder& rows, std::int64_t level, std::uint32_t line) const {
    rows.column(0).append_number(level);
    append(rows.column(1), "line");
    append(rows.column(2), lines_.text("subscription_id", line));
    rows.column(3).append_null();
    append(rows.column(4), lines_.text("status", line));
    rows.column(5).append_number(1);
    rows.column(6).append_number(lines_.is_active(line) ? 1 : 0);
    for (std::size_t i = 0; i < lines_.figures().size(); ++i)
      rows.column(7 + i).append_from(*lines_.figures()[i], line);
  }

  Status append_figures(BatchBuilder& rows, std::size_t column, std::uint32_t place) const {
    rows.column(column++).append_number(static_cast<std::int64_t>(all_[place].sum.sum()));
    rows.column(column++).append_number(static_cast<std::int64_t>(active_[place].sum.sum()));
    for (std::size_t i = 0; i < figures_.size(); ++i) {
      ColumnBuilder& cell = rows.column(column++);
      if (figures_[i][place].sum.count() == 0) {
        cell.append_null();
        continue;
      }
      const auto value = figure_of(figures_[i][place], lines_.figures()[i]->field().scale);
      if (!value) return value.error().within("group " + tree_.customers()[place]);
      cell.append_number(*value);
    }
    return ok();
  }

  Result<std::int64_t> figure_of(const GroupTotal& total, int scale) const {
    switch (request_.how) {
      case LineFigure::sum: return total.sum.total(scale, scale);
      case LineFigure::mean: return total.sum.mean(scale, scale);
      case LineFigure::max: return total.greatest;
      default: return total.least;
    }
  }

  const GroupTree& tree_;
  const Lines& lines_;
  const GroupRequest& request_;
  std::vector<GroupTotal> all_, active_;
  std::vector<std::vector<GroupTotal>> figures_;
};

// The group of a customer or of a line.
Result<std::uint32_t> group_named(const GroupTree& tree, const Lines& lines, const std::string& id, Day as_of) {
  auto place = tree.place_of(id);
  if (!place)
    if (const auto customer = lines.customer_of_line(id)) place = tree.place_of(*customer);
  const auto group = place ? tree.group_of(*place) : std::nullopt;
  if (group) return *group;
  const auto groups = tree.groups();
  return Error(Errc::not_found, "no group, and no member or line of one, has this id on " + as_of.to_string() + ": " +
                                    id + did_you_mean(id, {groups.begin(), groups.end()}));
}

}  // namespace

Result<LineFigure> line_figure_of(std::string_view name) {
  for (std::size_t i = 0; i < kFigureNames.size(); ++i)
    if (name == kFigureNames[i]) return static_cast<LineFigure>(i);
  return Error(Errc::invalid_argument, "one of sum, mean, max, min was expected, not: " + std::string(name));
}

Result<GroupReport> report_groups(Store& store, const GroupRequest& request) {
  STAYSAIL_TRY(const auto periods, NightRecord::periods(store));
  if (periods.empty()) return Error(Errc::not_found, "no night has been run on this store; begin with `staysail run`");
  NightReading reading;
  reading.tables = {&NightRecord::decision};
  STAYSAIL_TRY(auto night, NightRecord::load(store, periods.back(), reading));
  GroupReport report;
  report.as_of = night->as_of;
  STAYSAIL_TRY(const auto tree, GroupTree::load(store.entities(), report.as_of));
  report.faults = tree.faults();
  STAYSAIL_TRY(const auto lines, Lines::of(*std::move(night), request.figures));
  const Reporter reporter(tree, lines, request);
  if (request.id.empty()) {
    STAYSAIL_TRY(report.rows, reporter.of_all());
    return report;
  }
  STAYSAIL_TRY(const std::uint32_t group, group_named(tree, lines, request.id, report.as_of));
  STAYSAIL_TRY(report.rows, reporter.of_one(group));
  return report;
}

Result<Batch> group_faults_frame(const std::vector<GroupFault>& faults) {
  cycle::TextRows rows;
  for (const auto& fault : faults)
    rows.push_back(
        {fault.code == Errc::dependency_cycle ? "cycle" : "two_parents", fault.groups, std::string(fault.advice())});
  return cycle::text_table({"fault", "groups", "advice"}, rows);
}

}  // namespace staysail
