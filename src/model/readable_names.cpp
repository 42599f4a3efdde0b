#include "staysail/model/readable_names.hpp"

#include <algorithm>
#include <array>

#include "staysail/base/decimal_text.hpp"

namespace staysail {
namespace {

constexpr std::array kNames = {
    // stages
    CodeName{"new", "New line", "新入网"},
    CodeName{"onboarding", "Onboarding", "入网期"},
    CodeName{"growth", "Growth", "成长期"},
    CodeName{"maturity", "Maturity", "成熟期"},
    CodeName{"decline", "Decline", "衰退期"},
    CodeName{"churned", "Churned", "已离网"},
    CodeName{"gone", "No longer known", "不再出现"},
    CodeName{"unknown", "Unknown", "未知"},
    // churn kinds
    CodeName{"internal_transfer", "Internal transfer", "内部转移"},
    CodeName{"passive", "Passive: ended by us", "被动离网"},
    CodeName{"left_market", "Left the market", "主动离网：退出市场"},
    CodeName{"defected", "Defected to a rival", "主动离网：转投竞争对手"},
    CodeName{"reduced", "One line of several given up", "主动离网：减少号码"},
    // segments
    CodeName{"rescue", "Rescue: valuable, not attached, about to go", "挽救：高价值低忠诚，即将流失"},
    CodeName{"win_over", "Win over: valuable and attached, about to go", "争取：高价值高忠诚，即将流失"},
    CodeName{"let_choose", "Let choose: low value, about to go", "随缘：低价值，即将流失"},
    CodeName{"welcome", "Welcome: new lines", "迎新：新入网"},
    CodeName{"guard", "Guard: valuable, not attached", "守护：高价值低忠诚"},
    CodeName{"treasure", "Treasure: valuable and attached", "珍惜：高价值高忠诚"},
    CodeName{"develop", "Develop: attached, room to grow", "培育：高忠诚低价值"},
    CodeName{"maintain", "Maintain: low cost", "维持：低成本服务"},
    CodeName{"unrated", "Unrated: no bills yet", "未评级：尚无账单"},
    // what binds a line
    CodeName{"prepaid", "Prepaid", "预付费"},
    CodeName{"no_contract", "No contract, or under 6 months", "无合约或不足6个月"},
    CodeName{"contract_12", "Contract of 6 to 12 months", "6至12个月合约"},
    CodeName{"contract_24", "Contract of 13 to 24 months", "13至24个月合约"},
    CodeName{"contract_longer", "Contract of more than 24 months", "24个月以上合约"},
    // warning levels and reasons
    CodeName{"high", "High", "高"},
    CodeName{"medium", "Medium", "中"},
    CodeName{"low", "Low", "低"},
    CodeName{"none", "None", "无"},
    CodeName{"PORT_OUT", "Asked about porting out", "咨询或申请携号转网"},
    CodeName{"CONTRACT_END", "Contract ends soon", "合约即将到期"},
    CodeName{"SILENT", "Silent line", "号码沉默"},
    CodeName{"USAGE_DROP", "Usage dropped", "使用量下降"},
    CodeName{"COMPLAINT", "Complaints", "投诉"},
    CodeName{"DOWNGRADE", "Downgrade or part closed", "降档或退订"},
    CodeName{"RIVAL", "Calls to a rival's hotline", "拨打竞争对手热线"},
    CodeName{"ARREARS", "Arrears", "欠费"},
    // why a line stands in its stage
    CodeName{"CONTRACT_ENDED", "Contract ended", "合约已到期"},
    CodeName{"CONTRACT_ENDS", "Contract ends soon", "合约将到期"},
    CodeName{"SILENT_RHYTHM", "Silent against its own rhythm", "异常沉默"},
    CodeName{"OFFLINE", "Not online", "未上网"},
    CodeName{"ONLINE_DROP", "Online less often", "上网天数减少"},
    CodeName{"TOP_UP_LATE", "Top-up overdue", "久未充值"},
    CodeName{"TOP_UP_RHYTHM", "Top-up late by its own rhythm", "充值晚于自身节奏"},
    CodeName{"ENDED", "The line has ended", "已销户"},
    CodeName{"RENEWED", "Renewed", "已续约"},
    CodeName{"NO_ACTIVATION", "Age unknown", "入网时间未知"},
    CodeName{"NEW_LINE", "First three months", "入网前三个月"},
    CodeName{"FIRST_HALF", "First half of the contract", "合约前半期"},
    CodeName{"FIRST_YEAR", "First year", "入网首年"},
    CodeName{"THE_REST", "Settled", "稳定使用"},
    // what tickets and endings are about
    CodeName{"coverage", "coverage", "网络覆盖"},
    CodeName{"quality", "quality of service", "通信质量"},
    CodeName{"tariff", "unclear tariffs", "资费不透明"},
    CodeName{"attitude", "attitude of staff", "服务态度"},
    CodeName{"billing", "a billing error", "账单差错"},
    CodeName{"unordered_service", "a service not ordered", "未订购的业务"},
    CodeName{"delay", "delay", "办理延误"},
    CodeName{"other", "something else", "其他"},
    CodeName{"complaint", "Complaint", "投诉"},
    CodeName{"fault", "Fault", "故障"},
    CodeName{"inquiry", "Inquiry", "咨询"},
    CodeName{"request", "Request", "请求"},
    // orders to the BOSS
    CodeName{"renew", "renewal", "续约"},
    CodeName{"open_service", "opening a service", "开通业务"},
    CodeName{"close_service", "closing a service", "关闭业务"},
    CodeName{"change_plan", "change of plan", "变更套餐"},
    CodeName{"adjust_limit", "credit limit", "调整信用额度"},
    CodeName{"apply_discount", "discount", "办理优惠"},
    CodeName{"raise_fault", "fault report", "提交故障单"},
    // verdicts on candidates
    CodeName{"no_match", "No match", "不符合条件"},
    CodeName{"not_valid", "Outside its dates", "不在有效期"},
    CodeName{"stage_forbidden", "Forbidden in this stage", "本阶段禁止"},
    CodeName{"consent_missing", "No consent", "未获同意"},
    CodeName{"opted_out", "Opted out", "客户拒绝打扰"},
    CodeName{"cool_down", "Cooling down", "冷却期内"},
    CodeName{"exclusion_group", "Another of its group", "同组互斥"},
    CodeName{"suppressed", "Suppressed after an outcome", "因前次结果暂停"},
    CodeName{"contact_cap", "Contacted often enough", "达到接触上限"},
    CodeName{"quiet_hours", "Quiet hours", "免打扰时段"},
    CodeName{"not_eligible", "Not eligible in the BOSS", "BOSS不可办理"},
    CodeName{"outranked", "Outranked", "让位于优先策略"},
    CodeName{"budget_spent", "Budget spent", "预算用尽"},
    CodeName{"capacity_full", "Capacity full", "名额已满"},
    CodeName{"no_value", "Worth nothing", "没有价值"},
    CodeName{"held_out", "Held out", "对照组"},
    CodeName{"task", "Task", "生成工单"},
    // states and results of tasks
    CodeName{"planned", "Planned", "已计划"},
    CodeName{"assigned", "Assigned", "已派单"},
    CodeName{"executing", "Executing", "执行中"},
    CodeName{"accepted", "Accepted", "已接受"},
    CodeName{"escalated", "Escalated", "已升级"},
    CodeName{"closed", "Closed", "已关闭"},
    CodeName{"cancelled", "Cancelled", "已取消"},
    CodeName{"delivered", "Delivered", "已送达"},
    CodeName{"answered", "Answered", "已回应"},
    CodeName{"refused", "Refused", "已拒绝"},
    CodeName{"done", "Done", "已办理"},
    CodeName{"not_reached", "Not reached", "未联系上"},
    CodeName{"renewed", "Renewed", "已续约"},
    CodeName{"upgraded", "Upgraded", "已升档"},
    CodeName{"left", "Left", "已离开"},
    // what an evaluation says
    CodeName{"nobody_treated", "Nobody treated", "无人执行"},
    CodeName{"no_hold_out", "No hold-out", "没有对照组"},
    CodeName{"too_small", "Too small to tell", "样本太少"},
    CodeName{"sample_mismatch", "Arms mismatched", "两组比例不符"},
    CodeName{"contaminated", "Hold-out contaminated", "对照组被接触"},
    CodeName{"keeps", "Keeps customers", "留住客户"},
    CodeName{"drives_away", "Drives customers away", "赶走客户"},
    CodeName{"unclear", "Unclear", "效果不明显"},
    // how strong evidence is
    CodeName{"proven", "Proven", "已证实"},
    CodeName{"unmeasured", "Not measured", "未经对照"},
    CodeName{"too_little", "Too little tried", "尝试太少"},
    CodeName{"harmful", "Harmful", "有害"},
    // why a record waits outside
    CodeName{"orphan", "Its owner is unknown", "所属对象不存在"},
    CodeName{"bad_number", "Not a number", "不是数字"},
    CodeName{"bad_date", "Not a date", "不是日期"},
    CodeName{"bad_boolean", "Neither yes nor no", "不是是否值"},
    CodeName{"bad_quote", "A quote that does not end", "引号不配对"},
    CodeName{"bad_text", "Not a text of its kind", "文本不合要求"},
    CodeName{"bad_version", "Not a version", "不是版本"},
    CodeName{"number_overflow", "Number too large", "数值过大"},
    CodeName{"bad_encoding", "Broken encoding", "编码错误"},
    CodeName{"missing_value", "A required value is missing", "缺少必填值"},
    CodeName{"unknown_symbol", "An unknown code", "未知代码"},
    CodeName{"field_count", "Wrong number of fields", "字段数不符"},
    CodeName{"record_too_long", "Record too long", "记录过长"},
    // rooms
    CodeName{"boss", "BOSS feed", "BOSS数据"},
    CodeName{"view", "Customer view", "客户视图"},
    CodeName{"identity", "Identity", "身份识别"},
    CodeName{"source_completeness", "Completeness", "完整性"},
    CodeName{"validity", "Validity", "有效性"},
    CodeName{"uniqueness", "Uniqueness", "唯一性"},
    CodeName{"timeliness", "Timeliness", "及时性"},
    CodeName{"consistency", "Consistency", "一致性"},
    CodeName{"indicators", "Indicators", "运营指标"},
    CodeName{"lifecycle", "Lifecycle", "生命周期"},
    CodeName{"churn kinds", "Churn kinds", "离网类型"},
    CodeName{"segments", "Segments", "客户细分"},
    CodeName{"warning", "Early warning", "流失预警"},
    CodeName{"outcomes", "Outcomes", "工单结果"},
    CodeName{"evaluation", "Evaluation", "效果评估"},
    CodeName{"knowledge", "Knowledge", "知识库"},
    CodeName{"strategy", "Strategies", "维系策略"},
    CodeName{"work", "Work", "工单执行"},
    CodeName{"actions", "BOSS actions", "BOSS办理"},
    // ways to a customer, and what for
    CodeName{"sms", "Text message", "短信"},
    CodeName{"call", "Call", "电话"},
    CodeName{"app", "App", "APP"},
    CodeName{"email", "E-mail", "邮件"},
    CodeName{"outlet", "Outlet", "营业厅"},
    CodeName{"visit", "Visit", "上门"},
    CodeName{"marketing", "Marketing", "营销信息"},
    CodeName{"service", "Service", "服务信息"},
    CodeName{"care", "Care", "关怀"},
    CodeName{"value_added", "Value-added service", "增值业务推荐"},
    CodeName{"bundle", "Bundle", "融合推荐"},
    CodeName{"upgrade", "Upgrade", "升档推荐"},
    CodeName{"high_value_offer", "High-value offer", "高额优惠"},
    // why a room did not run; the first as nights before this wording stored it
    CodeName{"1 indicators have no data in the feeds", "1 indicator has no data in the feeds", "1个指标在数据中没有值"},
    CodeName{"no feed was handed in; the night works on what the store has",
             "no feed was handed in; the night works on what the store has", "未提供数据，使用库中已有数据"},
    CodeName{"the playbook has no stage tables", "the playbook has no stage tables", "策略手册没有阶段规则表"},
    CodeName{"the playbook has no churn_kinds.csv", "the playbook has no churn_kinds.csv",
             "策略手册没有 churn_kinds.csv"},
    CodeName{"the playbook has no segments.csv", "the playbook has no segments.csv", "策略手册没有 segments.csv"},
    CodeName{"segments need the stages", "segments need the stages", "细分需要先有阶段"},
    CodeName{"the playbook has no warning.csv", "the playbook has no warning.csv", "策略手册没有 warning.csv"},
    CodeName{"warnings need the stages", "warnings need the stages", "预警需要先有阶段"},
    CodeName{"the feeds tell of no outcomes", "the feeds tell of no outcomes", "数据中没有工单结果"},
    CodeName{"no earlier night has issued or held out anything", "no earlier night has issued or held out anything",
             "此前各期没有派单或对照"},
    CodeName{"the playbook has no strategies", "the playbook has no strategies", "策略手册没有策略"},
    CodeName{"no staff is known: tasks wait for somebody", "no staff is known: tasks wait for somebody",
             "没有人员数据，工单等待指派"},
    CodeName{"no line has ended", "no line has ended", "没有离网用户"},
    CodeName{"no strategy matches any line", "no strategy matches any line", "没有用户符合任何策略"},
    CodeName{"nothing was due to be asked of the BOSS", "nothing was due to be asked of the BOSS",
             "没有待BOSS办理的事项"},
    CodeName{"the BOSS did not take all orders", "the BOSS did not take all orders", "BOSS 未接收全部订单"},
    CodeName{"no BossActions was handed in", "no BossActions was handed in", "未连接BOSS办理接口"},
};

}  // namespace

const CodeName* find_code_name(std::string_view code) {
  const auto* found =
      std::find_if(kNames.begin(), kNames.end(), [code](const CodeName& name) { return name.code == code; });
  return found == kNames.end() ? nullptr : found;
}

bool is_money(std::string_view unit, int scale) { return unit.substr(0, 5) == "money" || (unit.empty() && scale == 3); }

std::string readable_amount(std::int64_t amount, int scale) {
  const auto rounded = rescale(amount, scale, 2);
  return rounded ? decimal_text(*rounded, 2) : decimal_text(amount, scale);
}

void ReadableNames::add(std::string id, std::string chinese, std::string english) {
  titles_.insert_or_assign(std::move(id), Title{std::move(chinese), std::move(english)});
}

std::string ReadableNames::title(std::string_view id, std::string_view language) const {
  const auto title = titles_.find(id);
  if (title == titles_.end()) return std::string(id);
  const std::string& wanted = language == "zh" ? title->second.chinese : title->second.english;
  return wanted.empty() ? std::string(id) : wanted;
}

std::string ReadableNames::of(std::string_view code, std::string_view language) const {
  const CodeName* name = find_code_name(code);
  if (name == nullptr) return std::string(code);
  return language == "zh" ? name->chinese : name->english;
}

std::string ReadableNames::brief(std::string_view code, std::string_view language) const {
  const std::string name = of(code, language);
  return name.substr(0, name.find(language == "zh" ? "：" : ":"));
}

}  // namespace staysail
