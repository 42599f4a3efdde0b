// Who moved between segments, and between clusters, since the month before.
#include <algorithm>
#include <map>

#include "report/data_table.hpp"
#include "report/figures.hpp"
#include "report/number_text.hpp"
#include "report/profiles.hpp"
#include "staysail/model/readable_names.hpp"
#include "staysail/segments/segment_moves.hpp"

namespace staysail::report {
namespace {

using Naming = std::string (*)(const Page& page, const std::string& group);
using Moves = std::map<std::pair<std::string, std::string>, std::int64_t>;

const std::string kSegment = "segment", kNew = "new", kGone = "gone";

std::string segment_name(const Page& page, const std::string& segment) {
  return ReadableNames().brief(segment, page.words.chinese() ? "zh" : "en");
}

std::string cluster_name(const Page& page, const std::string& cluster) {
  const bool outside = cluster == kNew || cluster == kGone;
  return outside ? page.name_of(cluster) : page.say(Phrase::cluster, {cluster});
}

// The night of the month before, where it is known.
const NightRecord* night_before(const Page& page) {
  if (page.nights.size() < 2) return nullptr;
  const NightRecord& before = page.nights[page.nights.size() - 2];
  return before.period() + 1 == page.night().period() ? &before : nullptr;
}

Moves moves_between(const Batch& before, const Batch& after, const std::string& column) {
  const auto was = before.select({"subscription_id", column}), is = after.select({"subscription_id", column});
  if (!was || !is) return {};
  const auto found = segment_moves(*was, *is, "subscription_id", column);
  if (!found) return {};
  Moves moves;
  for (std::size_t row = 0; row < found->rows(); ++row) {
    const std::string from = text_at(*found, "before", row), to = text_at(*found, "after", row);
    moves[{from.empty() ? kNew : from, to.empty() ? kGone : to}] += number_at(*found, "customers", row).value_or(0);
  }
  return moves;
}

// The groups that occur, the largest first; where lines come from and go to stands last.
std::vector<std::string> groups_of(const Moves& moves) {
  Counts counts;
  for (const auto& [move, lines] : moves) counts[move.first] += lines, counts[move.second] += lines;
  std::vector<std::string> groups;
  for (const auto& each : by_count(counts))
    if (each.first != kNew && each.first != kGone) groups.push_back(each.first);
  for (const auto& outside : {kNew, kGone})
    if (counts.count(outside) != 0) groups.push_back(outside);
  return groups;
}

FlowChart flow_chart(const Page& page, const Moves& moves, const std::vector<std::string>& groups,
                     const ChartHead& head, Naming name_of) {
  FlowChart chart;
  chart.head = head;
  FlowChart::Column column;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const bool outside = groups[i] == kNew || groups[i] == kGone;
    column.nodes.push_back({name_of(page, groups[i]), outside ? Tone::grey : tone_at(i), outside});
  }
  for (const int months : {1, 0}) {
    column.label = (page.night().period() - months).to_string();
    chart.columns.push_back(column);
  }
  const auto index_of = [&](const std::string& group) {
    return static_cast<std::size_t>(std::find(groups.begin(), groups.end(), group) - groups.begin());
  };
  for (const auto& [move, lines] : moves)
    chart.links.push_back({0, index_of(move.first), index_of(move.second), lines});
  std::sort(chart.links.begin(), chart.links.end(),
            [](const auto& a, const auto& b) { return std::tie(a.from, a.to) < std::tie(b.from, b.to); });
  return chart;
}

std::int64_t lines_of(const Moves& moves, const std::string& from, const std::string& to) {
  const auto found = moves.find({from, to});
  return found == moves.end() ? 0 : found->second;
}

DataTable moves_table(const Page& page, const Moves& moves, const std::vector<std::string>& groups, Naming name_of) {
  const std::string before = (page.night().period() - 1).to_string(), now = page.night().period().to_string();
  DataTable table{page.say(Phrase::migration_moves, {before, now}), {{page.say(Phrase::from_to), false}}, {}, false};
  for (const auto& to : groups)
    if (to != kNew) table.headings.push_back({name_of(page, to), true});
  table.headings.push_back({page.say(Phrase::total), true});
  for (const auto& from : groups) {
    if (from == kGone) continue;
    std::vector<std::string> cells = {name_of(page, from)};
    std::int64_t total = 0;
    for (const auto& to : groups) {
      if (to == kNew) continue;
      cells.push_back(count_text(lines_of(moves, from, to)));
      total += lines_of(moves, from, to);
    }
    cells.push_back(count_text(total));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

void say_stayed(Page& page, const Moves& moves) {
  std::int64_t stayed = 0, all = 0;
  for (const auto& [move, lines] : moves) {
    if (move.first == kNew || move.second == kGone) continue;
    all += lines;
    if (move.first == move.second) stayed += lines;
  }
  paragraph(page, page.say(Phrase::stayed_put, {count_text(stayed), count_text(all), percent_text(stayed, all)}));
}

bool append_moves(Page& page, const std::string& column, const ChartHead& head, Naming name_of) {
  const NightRecord* before = night_before(page);
  const Moves moves = before == nullptr ? Moves() : moves_between(before->decision, page.night().decision, column);
  if (moves.empty()) return false;
  const auto groups = groups_of(moves);
  if (column != kSegment) page.out.element("h3", {}, head.title);
  draw_figure(page, head.description, flow_chart(page, moves, groups, head, name_of));
  say_stayed(page, moves);
  draw(page.out, moves_table(page, moves, groups, name_of), page.words);
  return true;
}

}  // namespace

void append_migration(Page& page) {
  open_section(page, "migration", Phrase::migration, Phrase::migration_lead);
  const ChartHead head{page.say(Phrase::migration), page.say(Phrase::migration_text)};
  if (!append_moves(page, kSegment, head, segment_name)) say_why_empty(page, {"segments"}, Phrase::first_night);
  for (const auto& name : page.night().indicators) {
    const Column* column = page.night().decision.find(name);
    if (column == nullptr || column->field().unit != "cluster") continue;
    const ChartHead of_clusters{page.say(Phrase::clusters, {name}), page.say(Phrase::migration_text)};
    append_moves(page, name, of_clusters, cluster_name);
  }
  page.out.close();
}

}  // namespace staysail::report
