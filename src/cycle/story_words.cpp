#include "story_words.hpp"

#include <algorithm>
#include <array>

namespace staysail::cycle {
namespace {

// What people call the columns that a story shows; those without a name are called as they are.
constexpr std::array kColumnNames = {
    CodeName{"stage", "stage", "阶段"},
    CodeName{"stage_cause", "because", "原因"},
    CodeName{"segment", "segment", "细分"},
    CodeName{"value", "value", "价值"},
    CodeName{"loyalty_band", "loyalty band", "忠诚度"},
    CodeName{"retention_rank", "retention rank", "保留排名"},
    CodeName{"plan_price", "plan price", "套餐月费"},
    CodeName{"contract_end", "contract ends", "合约到期"},
    CodeName{"amount", "amount", "金额"},
    CodeName{"remaining", "remaining", "未付"},
    CodeName{"type", "type", "类型"},
    CodeName{"cause", "about", "事由"},
    CodeName{"status", "status", "状态"},
    CodeName{"channel", "channel", "渠道"},
    CodeName{"direction", "direction", "方向"},
    CodeName{"reason", "reason", "缘由"},
    CodeName{"result", "result", "结果"},
    CodeName{"to_operator", "to", "转往"},
    CodeName{"days_late", "days late", "逾期天数"},
    CodeName{"purpose", "for", "用途"},
    CodeName{"granted", "granted", "同意"},
};

constexpr std::array kOrderWords = {
    CodeName{"submitted", "handed to the BOSS, no answer yet", "已提交BOSS，等待答复"},
    CodeName{"accepted", "taken in by the BOSS, not yet carried out", "BOSS已受理，尚未办理"},
    CodeName{"in_doubt", "it is not known whether the BOSS has it", "BOSS是否收到尚不确定"},
    CodeName{"done", "carried out by the BOSS", "BOSS已办理"},
    CodeName{"refused", "refused by the BOSS", "BOSS已拒绝"},
    CodeName{"failed", "failed in the BOSS", "BOSS办理失败"},
};

constexpr std::array kMatterNames = {
    CodeName{"care", "care", "关怀"},         CodeName{"collection", "debt", "催缴"},
    CodeName{"ticket", "ticket", "工单受理"}, CodeName{"recovery", "making good a complaint", "服务补救"},
    CodeName{"win_back", "win-back", "赢回"}, CodeName{"campaign", "campaign", "营销活动"},
    CodeName{"lead", "lead", "线索"},         CodeName{"opportunity", "opportunity", "商机"},
    CodeName{"quote", "quote", "报价"},       CodeName{"order", "order", "订单"},
    CodeName{"renewal", "renewal", "续约"},   CodeName{"visit", "visit", "走访"},
};

template <std::size_t N>
const CodeName* find_in(const std::array<CodeName, N>& names, std::string_view code) {
  const auto found = std::find_if(names.begin(), names.end(), [&](const CodeName& name) { return name.code == code; });
  return found == names.end() ? nullptr : &*found;
}

bool is_true(const Batch& rows, const char* column, std::size_t row) {
  const Column* values = rows.find(column);
  return values != nullptr && values->type() == ColumnType::boolean && !values->is_null(row) &&
         values->booleans()[row] != 0;
}

}  // namespace

void StoryWords::append(std::string& text, std::string_view name, const std::string& value) const {
  if (value.empty()) return;
  if (!text.empty()) text += in(", ", "，");
  text += name;
  text += (name.empty() ? "" : " ") + value;
}

std::string StoryWords::cell(const Column& column, std::size_t row) const {
  if (column.is_null(row)) return {};
  if (column.type() == ColumnType::number && is_money(column.field().unit, column.field().scale))
    return readable_amount(column.numbers()[row], column.field().scale) + (currency_.empty() ? "" : " " + currency_);
  return names_.brief(column.value_text(row), language_);
}

std::string StoryWords::parts(const Batch& rows, std::size_t row, const std::vector<const char*>& columns) const {
  std::string text;
  for (const char* column : columns) {
    const Column* values = rows.find(column);
    const CodeName* called = find_in(kColumnNames, column);
    const bool is_reason = std::string_view(column).rfind("reason_", 0) == 0;  // one after the other, by weight
    if (values == nullptr) continue;
    append(text,
           is_reason           ? ""
           : called == nullptr ? column
                               : in(called->english, called->chinese),
           cell(*values, row));
  }
  return text;
}

std::string StoryWords::task(const Task& task) const {
  std::string text = title(task.strategy.text());
  append(text, in("for", "号码"), task.subscription.text());
  append(text, in("assignee", "执行人"), task.assignee.text());
  append(text, in("due", "期限"), task.due.to_string());
  append(text, "", task.tactic);
  for (const auto& item : task.knowledge) append(text, in("cites", "参考"), item);
  return text;
}

std::string StoryWords::progress(std::string_view code) const {
  const CodeName* words = find_in(kOrderWords, code);
  return words == nullptr ? std::string(code) : in(words->english, words->chinese);
}

std::string StoryWords::matter(const Matter& matter) const {
  const CodeName* kind = find_in(kMatterNames, name_of(matter.kind));
  std::string text = kind == nullptr ? std::string(name_of(matter.kind)) : in(kind->english, kind->chinese);
  append(text, in("about", "事由"), name(matter.subject));
  append(text, in("state", "状态"), name(matter.state));
  append(text, in("assignee", "执行人"), matter.assignee.text());
  if (matter.open() && matter.due) append(text, in("due", "期限"), matter.due->day().to_string());
  return text;
}

// The BOSS's own words follow the state of an order after a colon.
std::string StoryWords::entry(const TaskEntry& entry) const {
  std::string note = entry.note;
  if (entry.event == "action") {
    const std::size_t end = note.find(':');
    note = progress(note.substr(0, end)) + (end == note.npos ? "" : note.substr(end));
  }
  return entry.event + in(" by ", "：") + entry.actor + (note.empty() ? "" : in(": ", "，") + note);
}

std::string StoryWords::order(const Task& task) const {
  const std::string asked = parameters_text(task.parameters);
  return name(name_of(*task.action)) + (asked.empty() ? "" : " (" + asked + ")") + in(": ", "：") +
         progress(name_of(task.action_progress));
}

std::string StoryWords::members(const std::set<std::string>& customers) const {
  std::string text;
  for (const auto& customer : customers) append(text, "", customer);
  return text.empty() ? text : in(": ", "：") + text;
}

std::string StoryWords::renewal(const Batch& decision, std::size_t row, const std::string& ordered) const {
  if (decision.find("contract_end") == nullptr || decision.find("contract_end")->is_null(row)) return {};
  if (is_true(decision, "contract_renewed", row))
    return in("renewal confirmed by the BOSS's export", "续约已在BOSS数据中确认");
  if (is_true(decision, "contract_is_renewal", row))
    return in("this contract is itself a renewal", "现合约即为续约合约");
  if (ordered.empty()) return in("not renewed", "未续约");
  return in("renewal ordered on ", "续约已于") + ordered +
         in(", not yet in the BOSS's export", "提交，BOSS数据中尚未体现");
}

}  // namespace staysail::cycle
