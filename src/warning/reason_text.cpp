#include <algorithm>
#include <array>
#include <cctype>

#include "warning/churn_state.hpp"

namespace staysail {
namespace {

struct KnownName {
  std::string_view key;  // the column's name in lower case, letters and digits only
  std::string_view english;
  std::string_view chinese;
};

// Names that data of operators use; any other column is called by its own name.
constexpr std::array kKnownNames = {
    KnownName{"accountlength", "months with us", "在网时长"},
    KnownName{"age", "age", "年龄"},
    KnownName{"agegroup", "age group", "年龄段"},
    KnownName{"arpu", "revenue a month", "月均收入"},
    KnownName{"arpu3m", "revenue a month, last three", "近三月月均收入"},
    KnownName{"callfailure", "failed calls", "呼叫失败次数"},
    KnownName{"chargeamount", "charge band", "消费档次"},
    KnownName{"complains", "complaint", "投诉"},
    KnownName{"complaints", "complaints", "投诉次数"},
    KnownName{"contract", "contract", "合约"},
    KnownName{"customervalue", "customer value", "客户价值"},
    KnownName{"dayssilent", "silent days", "静默天数"},
    KnownName{"dependents", "dependents", "有无家属"},
    KnownName{"deviceprotection", "device protection", "设备保障"},
    KnownName{"distinctcallednumbers", "numbers called", "通话对端数"},
    KnownName{"frequencyofsms", "messages sent", "短信条数"},
    KnownName{"frequencyofuse", "calls made", "通话次数"},
    KnownName{"internetservice", "internet service", "宽带业务"},
    KnownName{"monthlycharges", "monthly charge", "月费"},
    KnownName{"monthstocontractend", "months to contract end", "距合约到期月数"},
    KnownName{"multiplelines", "multiple lines", "多条线路"},
    KnownName{"numbercustomerservicecalls", "service calls", "客服来电次数"},
    KnownName{"onlinebackup", "online backup", "在线备份"},
    KnownName{"onlinesecurity", "online security", "网络安全服务"},
    KnownName{"paperlessbilling", "paperless billing", "电子账单"},
    KnownName{"partner", "partner", "有无配偶"},
    KnownName{"paymentmethod", "payment method", "缴费方式"},
    KnownName{"phoneservice", "phone service", "语音业务"},
    KnownName{"secondsofuse", "seconds of calls", "通话时长（秒）"},
    KnownName{"seniorcitizen", "senior citizen", "是否老年人"},
    KnownName{"status", "status", "状态"},
    KnownName{"streamingmovies", "streaming films", "在线电影"},
    KnownName{"streamingtv", "streaming television", "在线电视"},
    KnownName{"subscriptionlength", "months with us", "在网月数"},
    KnownName{"tariffplan", "tariff plan", "资费套餐"},
    KnownName{"techsupport", "technical support", "技术支持"},
    KnownName{"tenure", "months with us", "在网月数"},
    KnownName{"tenuremonths", "months with us", "在网月数"},
    KnownName{"totalcharges", "charges so far", "累计费用"},
};

std::string key_of(const std::string& name) {
  std::string key;
  for (const char letter : name)
    if (std::isalnum(static_cast<unsigned char>(letter)) != 0)
      key += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return key;
}

std::string label_of(const std::string& name, ReasonLanguage language) {
  const std::string key = key_of(name);
  const auto known = std::find_if(kKnownNames.begin(), kKnownNames.end(), [&](const auto& k) { return k.key == key; });
  if (known == kKnownNames.end()) return name;
  return std::string(language == ReasonLanguage::chinese ? known->chinese : known->english);
}

std::string_view level_of(std::uint8_t position, bool chinese) {
  if (position <= 42) return chinese ? "低" : "low";
  if (position <= 85) return chinese ? "居中" : "middling";
  return chinese ? "高" : "high";
}

std::string state_of(const ColumnCoder& column, std::uint8_t code, std::uint8_t position, bool chinese) {
  if (code == 0) return chinese ? "未知" : "not known";
  const std::string text = column.text_of(code);
  if (!column.ordered()) return code + 1U < column.size() ? text : chinese ? "少见的取值" : "a rare value";
  if (column.kind() != ColumnCoder::Kind::number) return text;
  return std::string(level_of(position, chinese)) + (chinese ? "，" : ", ") + text;
}

}  // namespace

std::string relation_text(const ChurnModel::State& state, const statistics::Relation& relation) {
  return state.columns[relation.first].name() + (relation.kind == statistics::Relation::Kind::sum ? " + " : " - ") +
         state.columns[relation.second].name();
}

std::string reason_text(const ColumnCoder& column, std::uint8_t code, std::uint8_t position, ReasonLanguage language) {
  const bool chinese = language == ReasonLanguage::chinese;
  return label_of(column.name(), language) + (chinese ? "：" : ": ") + state_of(column, code, position, chinese);
}

}  // namespace staysail
