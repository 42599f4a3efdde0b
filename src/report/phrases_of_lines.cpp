// How long lines stay, what their groups are like, who moves between them, and what the operator steers by.
#include <array>
#include <cstddef>

#include "report/phrases.hpp"

namespace staysail::report {
namespace {

constexpr auto kFirst = static_cast<std::size_t>(Phrase::survival);
constexpr std::size_t kCount = static_cast<std::size_t>(Phrase::count_of_phrases) - kFirst;

constexpr std::array<PhraseText, kCount> kPhrases = {
    PhraseText{Phrase::survival, "Survival by contract", "分合约留存曲线"},
    PhraseText{
        Phrase::survival_lead,
        "How long lines stay, by what binds them. Lines that are still here count as cut off on the day of the report.",
        "用户在网多久，按合约类型划分；仍在网的用户在报告日截尾。"},
    PhraseText{Phrase::survival_text,
               "Share of lines still here by months since activation (Kaplan-Meier), with the 95 % interval as a band. "
               "A curve ends where fewer than {0} lines are at risk.",
               "自入网起各月的在网比例（Kaplan-Meier），色带为95%区间；在观察用户少于{0}户处曲线终止。"},
    PhraseText{Phrase::survival_axis, "Months since activation", "入网月数"},
    PhraseText{Phrase::still_here, "Still here", "仍在网"},
    PhraseText{Phrase::contract, "Contract", "合约"},
    PhraseText{Phrase::ended, "Ended", "已离网"},
    PhraseText{Phrase::median_stay, "Median stay, months", "在网中位数（月）"},
    PhraseText{Phrase::not_reached, "not reached", "未达到"},
    PhraseText{Phrase::after_months, "After {0} months", "{0}个月后"},
    PhraseText{Phrase::at_risk, "Lines at risk", "在观察用户数"},
    PhraseText{Phrase::survival_differs,
               "The curves differ by more than chance: log-rank chi-square {0} with {1} degrees of freedom, p {2}.",
               "各曲线之间的差异超出偶然：log-rank卡方{0}，自由度{1}，p {2}。"},
    PhraseText{
        Phrase::survival_alike,
        "The curves do not differ by more than chance: log-rank chi-square {0} with {1} degrees of freedom, p {2}.",
        "各曲线之间的差异未超出偶然：log-rank卡方{0}，自由度{1}，p {2}。"},
    PhraseText{Phrase::survival_left_out,
               "{0} lines are left out: no feed tells when they began, when they ended, or what binds them.",
               "另有{0}户未计入：数据未说明其入网日、离网日或合约类型。"},
    PhraseText{
        Phrase::survival_caution,
        "A line stands under what binds it now, or did last: who signed a contract had stayed until then. A line "
        "is at risk from the first end on that the data tell of, so early months rest on the lines begun since.",
        "用户按现有或最近的合约归类：签约者在签约前已在网。用户自数据中首个离网日起才计入观察，故早期各月只由此后入网的"
        "用户得出。"},
    PhraseText{Phrase::expected_time, "Expected time in stage", "阶段预计停留时间"},
    PhraseText{Phrase::expected_time_text,
               "From the moves of {0} months: mean stay = lines in the stage / lines that move on a month, with its 95 "
               "% interval; the last column says what will have ended in a year if moves stay as they are.",
               "据{0}个月的流转：平均停留=阶段内用户数/"
               "每月离开该阶段的用户数，括号内为95%区间；末列为流转不变时一年内离网的比例。"},
    PhraseText{Phrase::line_months, "Line-months", "户·月"},
    PhraseText{Phrase::moved_on, "Moved on", "离开"},
    PhraseText{Phrase::mean_stay, "Mean stay, months", "平均停留（月）"},
    PhraseText{Phrase::mostly_to, "Mostly to", "主要流向"},
    PhraseText{Phrase::ended_in_a_year, "Ended within a year", "一年内离网"},
    PhraseText{Phrase::profiles, "Segment profiles", "细分画像"},
    PhraseText{Phrase::profiles_text,
               "Mean of each figure by segment, the darker the higher among the segments; below it, how many times the "
               "mean of all lines it is.",
               "各细分的指标均值，颜色越深在各细分中越高；下方为相对全部用户均值的倍数。"},
    PhraseText{Phrase::clusters, "Clusters: {0}", "数据聚类：{0}"},
    PhraseText{Phrase::clusters_text,
               "What sets the clusters of {0} apart, which were found in the data: mean of each figure, the darker the "
               "higher.",
               "由数据得出的{0}各类的指标均值，颜色越深越高；下方为相对全部用户均值的倍数。"},
    PhraseText{Phrase::cluster, "Cluster {0}", "第{0}类"},
    PhraseText{Phrase::all_lines, "All lines", "全部用户"},
    PhraseText{Phrase::segments_in_words_text,
               "What tells the lines of a group from all others: a tree of at most four cuts. Fidelity is the share of "
               "lines that it puts on the right side; {0} lines without one of its figures are left out.",
               "将该组与其他用户区分开的规则树（最多四层）。吻合度为归类正确的用户比例；缺少相关指标的{0}户未计入。"},
    PhraseText{Phrase::rule, "Rule", "规则"},
    PhraseText{Phrase::fidelity, "Fidelity", "吻合度"},
    PhraseText{Phrase::precision, "Of those it holds for", "符合者中属于该组"},
    PhraseText{Phrase::coverage, "Of the group", "该组中符合者"},
    PhraseText{Phrase::migration, "Segment migration", "细分迁移"},
    PhraseText{Phrase::migration_lead, "Who moved from one segment to another between the last two nights.",
               "最近两次夜间运行之间用户在细分之间的迁移。"},
    PhraseText{Phrase::migration_text,
               "Each band is a group of lines: on the left the segment of the month before, on the right the segment "
               "now. The table gives every number.",
               "每条带是一组用户：左端为上月细分，右端为本月细分。数字见下表。"},
    PhraseText{Phrase::migration_moves, "Lines by segment in {0} (rows) and in {1} (columns)",
               "{0}各细分（行）到{1}各细分（列）的用户数"},
    PhraseText{Phrase::stayed_put, "{0} of {1} lines ({2}) are in the segment they were in.",
               "{1}户中有{0}户（{2}）仍在原细分。"},
    PhraseText{Phrase::kpis, "Retention KPIs", "维系经营指标"},
    PhraseText{Phrase::kpis_lead,
               "What the operator steers by: who stays, how much of each customer's need is met, and what the "
               "customers are worth.",
               "运营商的核心经营指标：留存、客户需求的满足程度与客户资产。"},
    PhraseText{Phrase::kpi, "KPI", "指标"},
    PhraseText{Phrase::made_of, "Made of", "算法"},
    PhraseText{Phrase::kpi_retention, "Retention rate, a month", "月度留存率"},
    PhraseText{Phrase::kpi_retention_of, "{0} of {1} lines alive a month ago are still here",
               "上月在网{1}户，本月仍在网{0}户"},
    PhraseText{Phrase::kpi_churn, "Churn, a month: {0}", "月度离网率：{0}"},
    PhraseText{Phrase::kpi_churn_of, "{0} of {1} lines alive a month ago", "上月在网{1}户中的{0}户"},
    PhraseText{Phrase::kpi_share, "Share of customer", "客户份额"},
    PhraseText{Phrase::kpi_share_of, "mean of services held by services sellable, over {0} lines",
               "持有业务数/可售业务数的均值，共{0}户"},
    PhraseText{Phrase::kpi_assets, "Customer assets", "客户资产"},
    PhraseText{Phrase::kpi_assets_of, "residual value of {0} lines: value × discounted months to come",
               "{0}户的剩余价值：月价值×折现剩余月数"},
    PhraseText{Phrase::kpi_return, "Return on customer assets, a year", "客户资产年回报率"},
    PhraseText{Phrase::kpi_return_of, "margin of twelve cycles of the same lines, by their residual value",
               "同批用户近12月毛利/剩余价值"},
    PhraseText{Phrase::kpi_at_risk, "Customer assets at risk", "面临流失的客户资产"},
    PhraseText{Phrase::kpi_at_risk_of, "of which the lines with a high warning have {0}", "其中高等级预警用户占{0}"},
};

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < kPhrases.size(); ++i)
    if (kPhrases[i].phrase != static_cast<Phrase>(kFirst + i)) return false;
  return true;
}
static_assert(is_in_order());

}  // namespace

std::span<const PhraseText> phrases_of_lines() { return kPhrases; }

}  // namespace staysail::report
