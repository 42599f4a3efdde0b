#include <iostream>

#include "host.hpp"
#include "staysail/privacy/audit_trail.hpp"
#include "staysail/store/sqlite_store.hpp"
#include "staysail/view/erasure.hpp"

namespace staysail::program {

namespace {

void say(const std::string& language, const std::string& english, const std::string& chinese) {
  std::cout << (language == "en" ? english : chinese) << "\n";
}

// Who looked at whom: the chain of the entries, then the last word on the store.
int verify_trail(Store& store, const std::string& language) {
  const auto trail = verify_audit(store.entities(), kAuditKey);
  if (!trail) return failed(trail.error());
  const std::string entries = std::to_string(trail->entries);
  if (!trail->sound) {
    const std::string first = std::to_string(trail->first_bad);
    say(language, "NOT sound: the audit trail, from entry " + first + " of " + entries + ": " + trail->reason,
        "不完好：审计记录共" + entries + "条，自第" + first + "条起有误：" + trail->reason);
    return kStorage;
  }
  say(language, "audit trail: " + entries + (entries == "1" ? " entry" : " entries") + ", unbroken\nsound",
      "审计记录：" + entries + "条，链条完整\n完好");
  return kOk;
}

int tell_interrupted(const StoreReport& report, const std::string& language) {
  const auto open = report.records.find(std::string(kInterruptedErasures));
  if (open == report.records.end()) return kOk;
  say(language, "an erasure was interrupted; `staysail erase --store URL` ends it",
      "有一次删除被中断；运行 `staysail erase --store URL` 完成");
  return kFindings;
}

// The sentences of StoreReport::lines in Chinese; names of kinds and tables, and what a fault says, stay as they are.
void print_chinese(const StoreReport& report) {
  for (const auto& [kind, count] : report.records) std::cout << kind << "：" << count << "条记录\n";
  for (const auto& [table, count] : report.rows) std::cout << table << "：" << count << "行\n";
  std::cout << "事实数据：" << report.chunks << "块\n第" << report.sequence << "次变更";
  if (report.log_bytes != 0) std::cout << "，日志中有" << report.log_bytes << "字节";
  std::cout << "\n";
  if (report.sound) std::cout << "读到的与写入的一致\n";
  else std::cout << "不完好：" << report.first_fault << "；请恢复最近的备份（staysail restore）\n";
}

void print(const StoreReport& report, const std::string& language) {
  if (language == "zh") return print_chinese(report);
  for (const auto& line : report.lines) std::cout << line << "\n";
}

// For reading alone: a store whose history does not fit is told about, not refused, and stays as it is.
Result<std::unique_ptr<Store>> open_to_inspect(const std::string& url) {
  STAYSAIL_TRY(const std::string inspecting, url_to_inspect(url));
  return open_named_store(inspecting, Opening::existing);
}

}  // namespace

int verify(const VerifyAsk& ask) {
  const auto store = open_to_inspect(ask.store);
  if (!store) return refused_store(store.error());
  const auto report = (*store)->verify();
  if (!report) return failed(report.error());
  print(*report, ask.language);
  if (!report->sound) return kStorage;  // the last line says what is wrong
  const int trail = verify_trail(**store, ask.language);
  return trail == kOk ? tell_interrupted(*report, ask.language) : trail;
}

}  // namespace staysail::program
