#include "staysail/cycle/customer_story.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "night_tables.hpp"
#include "staysail/cycle/night_record.hpp"
#include "staysail/cycle/strategy_titles.hpp"
#include "staysail/lifecycle/stage_history.hpp"
#include "staysail/strategy/guard_note.hpp"
#include "staysail/work/matter_desk.hpp"
#include "staysail/work/task_desk.hpp"
#include "store_currency.hpp"
#include "story_words.hpp"

namespace staysail {
namespace {

std::string text_of(const Batch& rows, const char* column, std::size_t row) {
  const Column* values = rows.find(column);
  return values == nullptr ? std::string() : values->value_text(row);
}

class Teller {
 public:
  Teller(Store& store, const CustomerView& customer, const StoryRequest& request, cycle::StoryWords words)
      : store_(store), customer_(customer), request_(request), words_(std::move(words)) {
    for (const CustomerId& each : customer.customers) customers_.push_back(each.text());
    for (const ViewThing* line : customer.of("subscriptions")) lines_.push_back(line->id);
    for (const ViewThing* account : customer.of("accounts")) accounts_.push_back(account->id);
  }

  Result<Batch> tell() {
    STAYSAIL_TRY(auto periods, NightRecord::periods(store_));
    if (periods.empty()) return cycle::text_table(kColumns, rows_);
    if (periods.size() > static_cast<std::size_t>(request_.months))
      periods.erase(periods.begin(), periods.end() - request_.months);
    STAYSAIL_CHECK(tell_tasks());
    STAYSAIL_CHECK(tell_matters());
    for (const Month period : periods) STAYSAIL_CHECK(tell_night(period, period == periods.back()));
    STAYSAIL_CHECK(tell_stages());
    STAYSAIL_CHECK(tell_facts(periods.back()));
    std::stable_sort(rows_.begin(), rows_.end(), [](const auto& a, const auto& b) { return a[0] < b[0]; });
    return cycle::text_table(kColumns, rows_);
  }

 private:
  void add(std::string when, std::string subject, std::string kind, std::string text) {
    rows_.push_back({std::move(when), std::move(subject), std::move(kind), std::move(text)});
  }

  Status tell_tasks() {
    TaskDesk desk(store_.entities());
    TaskFilter filter;
    for (const auto& customer : customer_.customers) {
      filter.customer = customer.text();
      STAYSAIL_TRY(const auto tasks, desk.list(filter));
      for (const auto& task : tasks) tell_task(task);
    }
    return ok();
  }

  // Tickets, debts, offers, visits: the last step of each, and what is still open with the day by which it is due.
  Status tell_matters() {
    MatterDesk desk(store_.entities(), Access());
    MatterFilter filter;
    for (const auto& customer : customer_.customers) {
      filter.customer = customer.text();
      STAYSAIL_TRY(const auto matters, desk.list(filter, system_actor()));
      for (const auto& matter : matters)
        add(matter.history.back().at.day().to_string(), matter.id.text(), "matter", words_.matter(matter));
    }
    return ok();
  }

  void tell_task(const Task& task) {
    strategies_.insert(task.strategy.text());
    add(task.issued.to_string(), task.id.text(), "task", words_.task(task));
    for (const auto& entry : task.history) add(entry.at.day().to_string(), task.id.text(), "task", words_.entry(entry));
    if (task.action && task.action_progress != ActionProgress::none)
      add(task.last_day().to_string(), task.id.text(), "order", words_.order(task));
    if (!task.result.empty()) add(task.last_day().to_string(), task.id.text(), "result", words_.name(task.result));
    note_renewal(task);
  }

  // The first day on which a renewal of the line was ordered and not turned down.
  void note_renewal(const Task& task) {
    const bool ordered = task.action == ActionKind::renew && task.action_progress != ActionProgress::none &&
                         task.action_progress != ActionProgress::refused &&
                         task.action_progress != ActionProgress::failed;
    if (!ordered) return;
    const std::string day = task.action_day.to_string();
    const auto known = renewals_.try_emplace(task.subscription.text(), day).first;
    known->second = std::min(known->second, day);
  }

  std::string renewal_ordered(const std::string& line, const std::string& by) const {
    const auto found = renewals_.find(line);
    return found == renewals_.end() || found->second > by ? std::string() : found->second;
  }

  // What a night saw of each line; of the latest also what it decided, measured and advises.
  Status tell_night(Month period, bool latest) {
    STAYSAIL_TRY(const auto night, NightRecord::load(store_, period));
    if (!night) return ok();
    const std::string when = night->as_of.to_string();
    for (const auto& line : lines_) {
      const auto row = row_of(night->decision, line);
      if (!row) continue;
      tell_line(night->decision, *row, line, when);
    }
    if (latest) tell_company(night->decision, when);
    tell_decisions(*night, when);
    if (latest) tell_learning(*night, when);
    return ok();
  }

  // The group and the household of its lines, and who is in the household.
  void tell_company(const Batch& decision, const std::string& when) {
    for (const char* kind : {"group", "household"}) {
      std::set<std::string> ids;
      for (const auto& line : lines_)
        if (const auto row = row_of(decision, line))
          ids.insert(text_of(decision, (kind + std::string("_id")).c_str(), *row));
      for (const auto& id : ids)
        if (!id.empty())
          add(when, customer_.customer.text(), kind, id + words_.members(members_in(decision, kind, id)));
    }
  }

  // A group may have millions.
  std::set<std::string> members_in(const Batch& decision, std::string_view kind, const std::string& id) const {
    std::set<std::string> members;
    if (kind != "household") return members;
    const Column &households = *decision.find("household_id"), &customers = *decision.find("customer_id");
    for (std::size_t row = 0; row < households.size(); ++row)
      if (households.text(row) == id) members.emplace(customers.text(row));
    return members;
  }

  void tell_line(const Batch& decision, std::size_t row, const std::string& line, const std::string& when) {
    std::string seen = words_.parts(
        decision, row,
        {"stage", "stage_cause", "segment", "value", "loyalty_band", "retention_rank", "plan_price", "contract_end"});
    words_.append(seen, "", words_.renewal(decision, row, renewal_ordered(line, when)));
    add(when, line, "view", seen);
    const std::string reasons = words_.parts(decision, row, {"reason_1", "reason_2", "reason_3"});
    if (reasons.empty()) return;
    add(when, line, "warning",
        words_.name(text_of(decision, "warning_level", row)) + " (" + text_of(decision, "warning_points", row) +
            words_.in(" points): ", "分)：") + reasons);
  }

  void tell_decisions(const NightRecord& night, const std::string& when) {
    const Column* ids = night.matches.find("subscription_id");
    for (std::size_t row = 0; ids != nullptr && row < ids->size(); ++row) {
      if (std::find(lines_.begin(), lines_.end(), ids->text(row)) == lines_.end()) continue;
      const std::string verdict = text_of(night.matches, "verdict", row);
      std::string text =
          words_.title(text_of(night.matches, "strategy_id", row)) + words_.in(": ", "：") + words_.name(verdict);
      const std::string detail = text_of(night.matches, "detail", row);
      words_.append(text, "", words_.english() ? detail : chinese_guard_note(detail));
      words_.append(text, words_.in("instead", "改为"), words_.title(text_of(night.matches, "winner_strategy", row)));
      if (verdict == "task" || verdict == "held_out") strategies_.insert(text_of(night.matches, "strategy_id", row));
      add(when, std::string(ids->text(row)), "plan", text);
    }
  }

  void tell_learning(const NightRecord& night, const std::string& when) {
    const char* sentence = request_.language == "en" ? "english" : "chinese";
    for (std::size_t row = 0; row < night.effects.rows(); ++row) {
      const bool whole = night.effects.find("segment")->is_null(row) && night.effects.find("stage")->is_null(row);
      const std::string strategy = text_of(night.effects, "strategy", row);
      if (whole && strategies_.count(strategy) != 0)
        add(when, strategy, "effect",
            text_of(night.effects, "period", row) + ": " + text_of(night.effects, sentence, row));
    }
    for (std::size_t row = 0, told = 0; row < night.advice.rows(); ++row) {
      if (!is_advice_for_customer(night, row)) continue;
      const std::string strategy = text_of(night.advice, "strategy", row);
      if (told++ >= kAdviceTold && strategies_.count(strategy) == 0) continue;
      add(when, strategy, "advice",
          words_.name(text_of(night.advice, "strength", row)) + words_.in(": ", "：") +
              text_of(night.advice, sentence, row));
    }
  }

  // Advice is given by segment and stage, the best first.
  bool is_advice_for_customer(const NightRecord& night, std::size_t row) const {
    if (text_of(night.advice, "strength", row) == "none") return false;
    return std::any_of(lines_.begin(), lines_.end(), [&](const std::string& line) {
      const auto at = row_of(night.decision, line);
      return at && text_of(night.decision, "segment", *at) == text_of(night.advice, "segment", row) &&
             text_of(night.decision, "stage", *at) == text_of(night.advice, "stage", row);
    });
  }

  Status tell_stages() {
    for (const auto& line : lines_) {
      STAYSAIL_TRY(const auto known, store_.entities().get({EntityKey{std::string(StageHistory::kKind), line}}));
      if (!known.front()) continue;
      STAYSAIL_TRY(const auto history, StageHistory::from_record(known.front()->payload));
      for (const auto& stay : history.stays())
        add(stay.entered.first_day().to_string(), line, "stage",
            words_.name(stay.stage) + (stay.cause.empty() ? "" : " (" + words_.name(stay.cause) + ")"));
    }
    return ok();
  }

  // Of months of usage and of the state of a balance the figures of the nights tell.
  Status tell_facts(Month last) {
    const std::vector<FactTold> told = {
        {"bills", {"amount", "remaining"}},
        {"payments", {"amount", "channel", "days_late"}},
        {"tickets", {"type", "cause", "status"}},
        {"interactions", {"channel", "direction", "reason", "result"}},
        {"status_history", {"status", "reason"}},
        {"consent", {"channel", "purpose", "granted"}},
        {"port_out_requests", {"status", "to_operator"}},
    };
    for (const FactTold& each : told) STAYSAIL_CHECK(tell_table(each, last));
    return ok();
  }

  struct FactTold {
    const char* table;
    std::vector<const char*> columns;
  };

  const std::vector<std::string>& ids_of(std::string_view identifier) const {
    if (identifier == "subscription_id") return lines_;
    return identifier == "account_id" ? accounts_ : customers_;
  }

  // A row is told once, with the finest thing that it names.
  Status tell_table(const FactTold& told, Month last) {
    const TableDescription& table = *find_model_table(told.table);
    for (std::size_t owner = 0; owner < table.owners.size(); ++owner) {
      ScanRequest request;
      request.table = told.table;
      request.first = last - request_.months;
      request.last = last;
      request.filters.push_back(
          FactFilter{table.owners[owner], std::nullopt, std::nullopt, ids_of(table.owners[owner])});
      STAYSAIL_TRY(const auto scanned, store_.facts().scan(request));
      for (const auto& chunk : scanned.chunks)
        for (std::size_t row = 0; row < chunk.batch.rows(); ++row) tell_fact(chunk.batch, row, table, owner, told);
    }
    return ok();
  }

  // A store may answer a filter inexactly.
  void tell_fact(const Batch& rows, std::size_t row, const TableDescription& table, std::size_t owner,
                 const FactTold& told) {
    for (std::size_t finer = 0; finer < owner; ++finer)
      if (!text_of(rows, table.owners[finer].c_str(), row).empty()) return;
    const std::vector<std::string>& ids = ids_of(table.owners[owner]);
    std::string id = text_of(rows, table.owners[owner].c_str(), row);
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) return;
    const Column& date = *rows.find(table.dated_by);
    std::string when = date.type() == ColumnType::day
                           ? date.value_text(row)
                           : Month::from_index(static_cast<std::int32_t>(date.numbers()[row])).last_day().to_string();
    add(std::move(when), std::move(id), told.table, words_.parts(rows, row, told.columns));
  }

  static constexpr std::size_t kAdviceTold = 3;  // besides that on strategies the customer has met
  inline static const std::vector<std::string> kColumns = {"when", "subject", "kind", "text"};
  Store& store_;
  const CustomerView& customer_;
  const StoryRequest& request_;
  cycle::StoryWords words_;
  std::vector<std::string> customers_, lines_, accounts_;
  std::set<std::string> strategies_;
  std::map<std::string, std::string> renewals_;  // by line: the day of the order
  cycle::TextRows rows_;
};

}  // namespace

Result<Batch> customer_story(Store& store, const CustomerView& customer, const StoryRequest& request) {
  STAYSAIL_TRY(auto names, readable_names(store));
  STAYSAIL_TRY(const auto currency, cycle::agreed_currency(store, std::nullopt));
  const std::string letters = currency ? std::string(currency->letters()) : std::string();
  return Teller(store, customer, request, cycle::StoryWords(std::move(names), request.language, letters)).tell();
}

}  // namespace staysail
