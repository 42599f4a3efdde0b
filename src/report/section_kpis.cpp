// The operator's retention KPIs, each with what it is made of.
#include <fmt/format.h>

#include "report/data_table.hpp"
#include "report/figures.hpp"
#include "report/number_text.hpp"
#include "report/page.hpp"
#include "staysail/base/decimal_text.hpp"

namespace staysail::report {
namespace {

constexpr int kMoneyScale = 2, kMonthsAYear = 12;

// Sums over the lines alive that have both a residual value and a margin, at two decimals.
struct Assets {
  Int128 residual = 0, margin = 0, at_risk = 0;
  std::int64_t lines = 0;
};

Int128 at_money_scale(std::int64_t value, int scale) {
  return divide_half_even(static_cast<Int128>(value) * power_of_ten(kMoneyScale), power_of_ten(scale));
}

Assets assets_of(const NightRecord& night) {
  Assets assets;
  const Column *residual = night.decision.find("residual_value"), *margin = night.decision.find("margin_12m");
  if (residual == nullptr || margin == nullptr) return assets;
  const RowMask alive = alive_lines(night), high = rows_where(night.decision, "warning_level", "high");
  for (std::size_t row = 0; row < alive.size(); ++row) {
    if (alive[row] == 0 || residual->is_null(row) || margin->is_null(row)) continue;
    const Int128 value = at_money_scale(residual->numbers()[row], residual->field().scale);
    ++assets.lines;
    assets.residual += value;
    assets.margin += at_money_scale(margin->numbers()[row], margin->field().scale);
    if (high[row] != 0) assets.at_risk += value;
  }
  return assets;
}

using Rows = std::vector<std::vector<std::string>>;

void add_retention(const Page& page, Rows& rows) {
  const Retention retention = retention_of(page.night());
  if (retention.base == 0) return;
  rows.push_back({page.say(Phrase::kpi_retention), percent_text(retention.kept, retention.base),
                  page.say(Phrase::kpi_retention_of, {count_text(retention.kept), count_text(retention.base)})});
  const RowMask ended = ended_lines(page.night());
  for (const auto& [kind, lines] : in_order(count_by(page.night().decision, "churn_kind", &ended), kChurnKinds))
    rows.push_back({page.say(Phrase::kpi_churn, {page.name_of(kind)}), percent_text(lines, retention.base),
                    page.say(Phrase::kpi_churn_of, {count_text(lines), count_text(retention.base)})});
}

void add_share(const Page& page, Rows& rows) {
  const Column* share = page.night().decision.find("share_of_customer");
  if (share == nullptr || share->type() != ColumnType::number) return;
  const RowMask alive = alive_lines(page.night());
  Int128 sum = 0;
  std::int64_t lines = 0;
  for (std::size_t row = 0; row < alive.size(); ++row)
    if (alive[row] != 0 && !share->is_null(row)) sum += share->numbers()[row], ++lines;
  if (lines == 0) return;
  const double mean =
      static_cast<double>(sum) / static_cast<double>(lines) / static_cast<double>(power_of_ten(share->field().scale));
  rows.push_back({page.say(Phrase::kpi_share), fmt::format("{:.1f}%", 100 * mean),
                  page.say(Phrase::kpi_share_of, {count_text(lines)})});
}

void add_assets(const Page& page, Rows& rows) {
  const Assets assets = assets_of(page.night());
  if (assets.residual <= 0) return;
  const auto share = [&](Int128 part) {
    return fmt::format("{:.1f}%", 100 * static_cast<double>(part) / static_cast<double>(assets.residual));
  };
  rows.push_back({page.say(Phrase::kpi_assets), amount_text(assets.residual, kMoneyScale, page.options.currency),
                  page.say(Phrase::kpi_assets_of, {count_text(assets.lines)})});
  rows.push_back({page.say(Phrase::kpi_return), share(assets.margin * kMonthsAYear), page.say(Phrase::kpi_return_of)});
  rows.push_back({page.say(Phrase::kpi_at_risk), amount_text(assets.at_risk, kMoneyScale, page.options.currency),
                  page.say(Phrase::kpi_at_risk_of, {share(assets.at_risk)})});
}

}  // namespace

void append_kpis(Page& page) {
  open_section(page, "kpis", Phrase::kpis, Phrase::kpis_lead);
  DataTable table{
      page.say(Phrase::kpis),
      {{page.say(Phrase::kpi), false}, {page.say(Phrase::figure), true}, {page.say(Phrase::made_of), false}},
      {},
      false};
  add_retention(page, table.rows);
  add_share(page, table.rows);
  add_assets(page, table.rows);
  if (table.rows.empty()) say_why_empty(page, {"lifecycle", "indicators"}, Phrase::no_month_before);
  else draw(page.out, table, page.words);
  page.out.close();
}

}  // namespace staysail::report
