// What the groups of lines are like: means of the indicators, and the few cuts that tell a group from all others.
#include <algorithm>

#include <fmt/format.h>

#include "report/chart.hpp"
#include "report/data_table.hpp"
#include "report/number_text.hpp"
#include "report/page.hpp"
#include "report/profile_figures.hpp"
#include "report/profiles.hpp"
#include "staysail/segments/cluster_rules.hpp"

namespace staysail::report {
namespace {

constexpr std::size_t kChartedFigures = 8, kMostGroups = 16;
constexpr int kMeanScale = 2;

struct Profile {
  std::vector<std::string> names;    // of the groups, for people
  std::vector<std::string> figures;  // indicators
  std::vector<GroupMeans> means;     // one a figure
};

Profile profile_of(const Page& page, const RowGroups& groups, std::vector<std::string> names) {
  Profile profile{std::move(names), profile_figures(page.night()), {}};
  for (const auto& figure : profile.figures)
    profile.means.push_back(means_by(groups, *page.night().decision.find(figure)));
  return profile;
}

std::string mean_text(const std::optional<std::int64_t>& mean) {
  return mean ? amount_text(*mean, kMeanScale) : std::string(kNoNumber);
}

// How many times the mean of all; nothing where that says nothing.
std::string times_text(const std::optional<std::int64_t>& mean, const std::optional<std::int64_t>& all) {
  if (!mean || !all || *all <= 0 || *mean < 0) return {};
  return fmt::format("\xC3\x97{:.2f}", static_cast<double>(*mean) / static_cast<double>(*all));
}

// Where a mean stands between the lowest and the highest of the groups.
double weight_of(const GroupMeans& means, std::size_t group) {
  std::optional<std::int64_t> low, high;
  for (const auto& mean : means.of_group) {
    if (!mean) continue;
    low = std::min(low.value_or(*mean), *mean);
    high = std::max(high.value_or(*mean), *mean);
  }
  const auto& own = means.of_group[group];
  if (!own || !low || *low == *high) return 0;
  return static_cast<double>(*own - *low) / static_cast<double>(*high - *low);
}

HeatMap profile_chart(const Page& page, const Profile& profile, const ChartHead& head) {
  HeatMap chart;
  chart.head = head;
  const std::size_t figures = std::min(profile.figures.size(), kChartedFigures);
  for (std::size_t f = 0; f < figures; ++f) chart.columns.push_back(figure_name(page.words, profile.figures[f]));
  for (std::size_t g = 0; g < std::min(profile.names.size(), kMostGroups); ++g) {
    chart.rows.push_back(profile.names[g]);
    for (std::size_t f = 0; f < figures; ++f) {
      const auto& means = profile.means[f];
      chart.cells.push_back(
          {weight_of(means, g), mean_text(means.of_group[g]), times_text(means.of_group[g], means.of_all)});
    }
  }
  return chart;
}

DataTable profile_table(const Page& page, const RowGroups& groups, const Profile& profile, const std::string& caption) {
  DataTable table{caption, {{page.say(Phrase::segment), false}, {page.say(Phrase::lines), true}}, {}, true};
  for (const auto& figure : profile.figures) table.headings.push_back({figure_name(page.words, figure), true});
  std::int64_t all = 0;
  for (std::size_t g = 0; g < profile.names.size(); ++g) {
    std::vector<std::string> cells = {profile.names[g], count_text(groups.sizes[g])};
    for (const auto& means : profile.means) cells.push_back(mean_text(means.of_group[g]));
    all += groups.sizes[g];
    table.rows.push_back(std::move(cells));
  }
  std::vector<std::string> cells = {page.say(Phrase::all_lines), count_text(all)};
  for (const auto& means : profile.means) cells.push_back(mean_text(means.of_all));
  table.rows.push_back(std::move(cells));
  return table;
}

// Figures that most lines have a value of: a tree of the others would speak of a few.
std::vector<std::string> telling_figures(const Page& page) {
  std::vector<std::string> figures = profile_figures(page.night());
  for (const char* band : {"value_band", "loyalty_quartile"})
    if (std::find(figures.begin(), figures.end(), band) == figures.end()) figures.emplace_back(band);
  const Batch& frame = page.night().decision;
  figures.erase(std::remove_if(figures.begin(), figures.end(),
                               [&](const std::string& name) {
                                 const Column* column = frame.find(name);
                                 return column == nullptr || column->type() != ColumnType::number ||
                                        column->null_count() * 5 > column->size();
                               }),
                figures.end());
  return figures;
}

// A figure that all these lines share tells none apart.
void drop_constants(const Batch& lines, std::vector<std::string>& figures) {
  figures.erase(std::remove_if(figures.begin(), figures.end(),
                               [&](const std::string& name) {
                                 const auto values = lines.find(name)->numbers();
                                 return std::all_of(values.begin(), values.end(),
                                                    [&](std::int64_t value) { return value == values.front(); });
                               }),
                figures.end());
}

// Rows in a group that have a value of each figure.
std::vector<std::uint32_t> complete_rows(const Batch& frame, const RowGroups& groups,
                                         const std::vector<std::string>& figures) {
  std::vector<const Column*> columns;
  for (const auto& name : figures) columns.push_back(frame.find(name));
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < frame.rows(); ++row)
    if (groups.of_row[row] != RowGroups::kNone &&
        std::none_of(columns.begin(), columns.end(), [&](const Column* column) { return column->is_null(row); }))
      rows.push_back(row);
  return rows;
}

std::string share_text(double share) { return fmt::format("{:.1f}%", 100 * share); }

DataTable rules_table(const Page& page, const std::vector<ClusterRule>& rules, const Profile& profile) {
  DataTable table{page.say(Phrase::in_words),
                  {{page.say(Phrase::segment), false},
                   {page.say(Phrase::rule), false},
                   {page.say(Phrase::fidelity), true},
                   {page.say(Phrase::precision), true},
                   {page.say(Phrase::coverage), true}},
                  {},
                  false};
  for (const auto& rule : rules)
    if (rule.rows != 0)
      table.rows.push_back({profile.names[rule.cluster], rule.when, share_text(rule.fidelity),
                            share_text(rule.precision), share_text(rule.recall)});
  return table;
}

void append_rules(Page& page, const RowGroups& groups, const Profile& profile) {
  auto figures = telling_figures(page);
  const auto rows = complete_rows(page.night().decision, groups, figures);
  if (figures.empty() || rows.empty() || groups.names.size() < 2) return;
  std::vector<std::uint16_t> labels;
  for (const auto row : rows) labels.push_back(groups.of_row[row]);
  const auto chosen = page.night().decision.select(figures);
  if (!chosen) return;
  const Batch lines = chosen->take(rows);
  drop_constants(lines, figures);
  const auto rules = cluster_rules(lines, figures, labels, groups.names.size());
  if (figures.empty() || !rules) return;  // nothing tells any two lines apart
  const std::size_t all = static_cast<std::size_t>(
      std::count_if(groups.of_row.begin(), groups.of_row.end(), [](auto place) { return place != RowGroups::kNone; }));
  paragraph(page, page.say(Phrase::segments_in_words_text, {count_text(static_cast<std::int64_t>(all - rows.size()))}));
  draw(page.out, rules_table(page, *rules, profile), page.words);
}

}  // namespace

void append_profile(Page& page, const RowGroups& groups, std::vector<std::string> names, const ChartHead& head) {
  const Profile profile = profile_of(page, groups, std::move(names));
  if (profile.figures.empty() || groups.names.empty() || groups.names.size() > kMostGroups) return;
  page.out.element("h3", {}, head.title);
  draw_figure(page, head.description, profile_chart(page, profile, head));
  draw(page.out, profile_table(page, groups, profile, head.title), page.words);
  append_rules(page, groups, profile);
}

void append_clusters(Page& page) {
  for (const auto& name : page.night().indicators) {
    const Column* column = page.night().decision.find(name);
    if (column == nullptr || column->field().unit != "cluster") continue;
    const RowGroups groups = groups_by(page.night().decision, name);
    std::vector<std::string> names;
    for (const auto& each : groups.names) names.push_back(page.say(Phrase::cluster, {each}));
    append_profile(page, groups, std::move(names),
                   {page.say(Phrase::clusters, {name}), page.say(Phrase::clusters_text, {name})});
  }
}

}  // namespace staysail::report
