#include "run_summary.hpp"

#include <algorithm>
#include <sstream>

#include "printing.hpp"
#include "staysail/model/readable_names.hpp"
#include "staysail/report/readable.hpp"

namespace staysail::program {
namespace {

constexpr std::size_t kLabelWidth = 11;

// Lines of a label and a text, in one language.
class Summary {
 public:
  Summary(const NightResult& result, bool english) : result_(result), night_(result.record), english_(english) {}

  std::string text() {
    out_ << in("as of ", "截至 ") << night_.as_of.to_string() << in(", playbook ", "，策略手册 ") << night_.playbook
         << "\n";
    tell_rows();
    tell_files();
    tell_counts();
    tell_effects();
    tell_rooms();
    line(in("digest", "摘要")) << night_.digest.to_string() << "\n";
    return out_.str();
  }

 private:
  const char* in(const char* english, const char* chinese) const { return english_ ? english : chinese; }
  std::ostream& line(const std::string& label) {
    return out_ << label << std::string(kLabelWidth - std::min(kLabelWidth, display_width(label)), ' ');
  }

  void tell_rows() {
    const RowCounts& rows = night_.rows;
    line(in("rows", "行数")) << rows.read << in(" read = ", " 读入 = ") << rows.accepted
                             << in(" accepted + ", " 接受 + ") << rows.duplicate << in(" duplicate + ", " 重复 + ")
                             << rows.quarantined << in(" quarantined\n", " 隔离\n");
    tell_some(night_.recovered, "came in since their owner is known now: ", "所有者已知后接收：");
    tell_some(night_.waiting, "accepted, with facts that wait for an owner (waiting.csv): ",
              "已接收但部分事实等待所有者（waiting.csv）：");
    tell_some(night_.conflicting,
              "contradict another row of the same version (conflicts.csv; send the right ones with a "
              "higher version): ",
              "与同一版本的另一行矛盾（conflicts.csv；请以更高版本重发正确的行）：");
    if (rows.accepted == 0 && rows.read != 0 && night_.conflicting == 0)
      line("") << in("nothing new: this feed was taken in before\n", "没有新内容：这批数据以前已经接收\n");
  }

  // Those of which somebody has to know.
  void tell_files() {
    for (const auto& file : result_.files) {
      if (file.withheld)
        line(in("withheld", "未接收")) << file.withheld->reason << ": " << file.withheld->message << "\n";
      for (const auto& notice : file.notices) line(in("file", "文件")) << file.file << ": " << notice << "\n";
    }
  }

  void tell_some(std::uint64_t rows, const char* english, const char* chinese) {
    if (rows != 0) line("") << in(english, chinese) << rows << "\n";
  }

  std::string listed(const std::map<std::string, std::uint64_t>& counts) const {
    std::string text;
    for (const auto& [code, count] : counts)
      text +=
          (text.empty() ? "" : in(", ", "，")) + ReadableNames().brief(code, language()) + " " + std::to_string(count);
    return text.empty() ? in("none", "无") : text;
  }

  void tell_counts() {
    line(in("customers", "客户")) << result_.customers << in(" with ", " 个，用户 ") << result_.subscriptions
                                  << in(" subscriptions\n", " 个\n");
    line(in("stages", "阶段")) << listed(result_.stages) << "\n";
    line(in("segments", "细分")) << listed(result_.segments) << "\n";
    line(in("warnings", "预警")) << result_.warnings << "\n";
    line(in("tasks", "工单")) << result_.tasks_issued << in(" issued, ", " 派发，") << result_.tasks_closed
                              << in(" closed, ", " 办结，") << result_.actions.submitted
                              << in(" orders to the BOSS\n", " 项提交 BOSS\n");
    tell_orders();
  }

  // Orders of which somebody has to know, and why.
  void tell_orders() {
    const ActionReport& orders = result_.actions;
    tell_some(orders.sent_again, "orders sent again, which the BOSS did not have: ", "BOSS 未收到而重新提交的订单：");
    tell_some(orders.refused, "orders refused (the tasks say why): ", "被 BOSS 拒绝的订单（原因见工单）：");
    tell_some(orders.failed, "orders that ended without effect: ", "办理失败的订单：");
    tell_some(orders.in_doubt, "orders in doubt, not sent again: ", "结果未定、不再重发的订单：");
    tell_some(orders.not_sent, "orders not taken; the next night sends them: ", "未被接收、下一夜再提交的订单：");
    tell_some(orders.not_asked, "offers held back, because the BOSS did not say whether it takes them: ",
              "BOSS 未答复能否办理而暂缓的动作：");
    if (orders.failure) line(in("orders", "订单")) << orders.failure->message() << "\n";
  }

  // Those of the whole programme.
  void tell_effects() {
    const Batch& effects = night_.effects;
    const Column* sentences = effects.find(in("english", "chinese"));
    for (std::size_t row = 0; sentences != nullptr && row < effects.rows(); ++row) {
      const bool whole = effects.find("strategy")->is_null(row) && effects.find("segment")->is_null(row) &&
                         effects.find("stage")->is_null(row);
      if (whole)
        line(in("effect", "效果")) << effects.find("period")->value_text(row) << in(": ", "：") << sentences->text(row)
                                   << "\n";
    }
  }

  // Rooms that could not run, then those that ran on less than they know to use.
  void tell_rooms() {
    tell_rooms("no", in("not run", "未运行"));
    tell_rooms("yes", in("with less", "数据不全"));
  }

  void tell_rooms(std::string_view ran, const std::string& label) {
    const Batch& rooms = night_.rooms;
    for (std::size_t row = 0; row < rooms.rows(); ++row) {
      const auto reason = rooms.find("reason")->text(row);
      if (rooms.find("ran")->text(row) != ran || reason.empty()) continue;
      line(label) << readable(rooms.find("room")->text(row)) << in(": ", "：") << readable(reason) << "\n";
    }
  }

  std::string readable(std::string_view stored) const { return readable_sentence(stored, language()); }
  const char* language() const { return english_ ? "en" : "zh"; }

  const NightResult& result_;
  const NightRecord& night_;
  bool english_;
  std::ostringstream out_;
};

}  // namespace

std::string summary_text(const NightResult& result, const std::string& language) {
  return Summary(result, language == "en").text();
}

}  // namespace staysail::program
