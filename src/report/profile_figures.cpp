#include "report/profile_figures.hpp"

#include <algorithm>
#include <array>

namespace staysail::report {
namespace {

constexpr std::size_t kMostFigures = 12;

struct FigureName {
  std::string_view indicator;
  const char* english;
  const char* chinese;
};

// In the order of a profile.
constexpr std::array kFigures = {
    FigureName{"value", "Value a month", "月价值"},
    FigureName{"arpu_3m", "Bill, 3 months", "近3月账单"},
    FigureName{"margin_12m", "Margin a month", "月毛利"},
    FigureName{"tenure_months", "Tenure, months", "在网月数"},
    FigureName{"usage_trend", "Usage trend", "用量趋势"},
    FigureName{"days_silent", "Days silent", "沉默天数"},
    FigureName{"loyalty", "Loyalty", "忠诚度"},
    FigureName{"services_held", "Services", "业务数"},
    FigureName{"bundle_depth", "Bundle parts", "融合件数"},
    FigureName{"punctuality", "Paid on time", "按时缴费率"},
    FigureName{"arrears", "Arrears", "欠费"},
    FigureName{"complaints_12m", "Complaints", "近一年投诉"},
    FigureName{"months_to_contract_end", "Contract, months left", "合约剩余月"},
    FigureName{"arpu_12m", "Bill, 12 months", "近12月账单"},
    FigureName{"arpu_slope", "Trend of bills", "账单斜率"},
    FigureName{"value_band", "Value quartile", "价值四分位"},
    FigureName{"loyalty_quartile", "Loyalty quartile", "忠诚度四分位"},
};

bool is_figure(const Batch& frame, std::string_view name) {
  const Column* column = frame.find(name);
  return column != nullptr && column->type() == ColumnType::number && column->null_count() < column->size() &&
         column->field().unit != "cluster" && column->field().unit != "band";
}

}  // namespace

std::vector<std::string> profile_figures(const NightRecord& night) {
  const auto declared = [&](std::string_view name) {
    return std::find(night.indicators.begin(), night.indicators.end(), name) != night.indicators.end();
  };
  std::vector<std::string> figures;
  for (const auto& known : kFigures)
    if (figures.size() < kMostFigures && declared(known.indicator) && is_figure(night.decision, known.indicator))
      figures.emplace_back(known.indicator);
  if (!figures.empty()) return figures;
  for (const auto& name : night.indicators)
    if (figures.size() < kMostFigures && is_figure(night.decision, name)) figures.push_back(name);
  return figures;
}

std::string figure_name(const Words& words, std::string_view indicator) {
  const auto found = std::find_if(kFigures.begin(), kFigures.end(),
                                  [&](const FigureName& each) { return each.indicator == indicator; });
  if (found == kFigures.end()) return std::string(indicator);
  return words.chinese() ? found->chinese : found->english;
}

}  // namespace staysail::report
