#include "staysail/knowledge/learning.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "knowledge/comparison.hpp"

namespace staysail {
namespace {

using knowledge::Comparison;
using knowledge::EvidenceBar;

// A strategy on a segment: what one line of items speaks of.
struct Subject {
  StrategyId strategy;
  std::string segment;
  friend auto operator<=>(const Subject&, const Subject&) = default;
};

// The evidence of one subject in one period, by stage.
using StageCounts = std::map<std::string, OutcomeCounts>;
using Periods = std::map<Month, StageCounts>;

bool is_untrustworthy(EffectVerdict verdict) {
  return verdict == EffectVerdict::sample_mismatch || verdict == EffectVerdict::contaminated;
}

OutcomeCounts counts_of(const EffectEstimate& effect, const EvaluationReport& report) {
  OutcomeCounts counts{effect.treated.customers, effect.treated.accepted, effect.treated.kept,
                       effect.held_out.customers, effect.held_out.kept};
  const EffectEstimate* whole = report.find({effect.cell.strategy, {}, {}});
  if (whole != nullptr && is_untrustworthy(whole->verdict)) counts.held_out = counts.held_out_kept = 0;
  return counts;
}

// The finest cells of the report: the others are their sums.
EvidenceLedger::Cells cells_of(const EvaluationReport& report) {
  EvidenceLedger::Cells cells;
  for (const EffectEstimate& effect : report.effects) {
    const EffectCell& cell = effect.cell;
    if (cell.strategy.empty() || cell.segment.empty() || cell.stage.empty()) continue;
    cells[{cell.strategy, cell.segment, cell.stage, report.period}] = counts_of(effect, report);
  }
  return cells;
}

void add_subjects(const EvidenceLedger::Cells& cells, Month period, std::set<Subject>& subjects) {
  for (const auto& [key, counts] : cells)
    if (key.period == period) subjects.insert({key.strategy, key.segment});
}

Periods periods_of(const EvidenceLedger& ledger, const Subject& subject) {
  Periods periods;
  const EvidenceLedger::Cells& cells = ledger.cells();
  for (auto cell = cells.lower_bound({subject.strategy, subject.segment, {}, Month::from_index(INT32_MIN)});
       cell != cells.end() && Subject{cell->first.strategy, cell->first.segment} == subject; ++cell)
    periods[cell->first.period][cell->first.stage] = cell->second;
  return periods;
}

OutcomeCounts sum_of(const StageCounts& stages) {
  OutcomeCounts sum;
  for (const auto& [stage, counts] : stages) sum.merge(counts);
  return sum;
}

KnowledgeItemId item_id(const Subject& subject, Month period) {
  return KnowledgeItemId::of("evaluation/" + evidence_id({subject.strategy, subject.segment, {}, period}));
}

// Writes the items of one subject from its evidence.
class ItemWriter {
 public:
  ItemWriter(const Subject& subject, const LearningOptions& options)
      : subject_(subject), options_(options), bar_{options.confidence, options.minimum_arm, options.minimum_arm} {}

  std::vector<KnowledgeItem> write(const Periods& periods) {
    std::vector<KnowledgeItem> items;
    OutcomeCounts so_far;
    for (const auto& [period, stages] : periods) {
      so_far.merge(sum_of(stages));
      KnowledgeItem item = item_of(period, periods.begin()->first, stages, so_far);
      if (!items.empty()) {
        item.supersedes = items.back().id;
        item.evidence.insert(item.evidence.begin(), items.back().evidence.begin(), items.back().evidence.end());
        items.back().state = KnowledgeState::deprecated;
      }
      items.push_back(std::move(item));
    }
    return items;
  }

 private:
  KnowledgeItem item_of(Month period, Month first, const StageCounts& stages, const OutcomeCounts& so_far) const {
    const Comparison comparison = knowledge::compare(so_far, bar_);
    KnowledgeItem item;
    item.id = item_id(subject_, period);
    item.title = subject_.strategy.text() + " × " + subject_.segment + " " + period.to_string() + "：" +
                 knowledge::chinese_conclusion(comparison, bar_) + " " +
                 knowledge::english_conclusion(comparison, bar_);
    // What is proven is worth doing again; everything else is a case to know of.
    item.kind = comparison.strength == EvidenceStrength::proven ? KnowledgeKind::practice : KnowledgeKind::experience;
    item.body = english_body(period, first, stages, so_far) + "\n" + chinese_body(period, first, stages, so_far);
    item.situation.segment = subject_.segment;
    item.strategy = subject_.strategy;
    item.author = options_.author;
    item.valid_from = (period + 1).first_day();
    item.state = KnowledgeState::published;
    item.evidence = {{"evaluation " + period.to_string(), sum_of(stages)}};
    return item;
  }

  std::string english(const OutcomeCounts& counts) const {
    return knowledge::english_counts(counts, knowledge::compare(counts, bar_));
  }
  std::string chinese(const OutcomeCounts& counts) const {
    return knowledge::chinese_counts(counts, knowledge::compare(counts, bar_));
  }

  std::string english_body(Month period, Month first, const StageCounts& stages, const OutcomeCounts& so_far) const {
    std::string text = "Strategy " + subject_.strategy.text() + " on segment " + subject_.segment + " in " +
                       period.to_string() + ": " + english(sum_of(stages)) + ".";
    for (const auto& [stage, counts] : stages) text += " Stage " + stage + ": " + english(counts) + ".";
    if (first != period) text += " Since " + first.to_string() + ": " + english(so_far) + ".";
    return text;
  }

  std::string chinese_body(Month period, Month first, const StageCounts& stages, const OutcomeCounts& so_far) const {
    std::string text = "策略" + subject_.strategy.text() + "，细分" + subject_.segment + "，" + period.to_string() +
                       "：" + chinese(sum_of(stages)) + "。";
    for (const auto& [stage, counts] : stages) text += "阶段" + stage + "：" + chinese(counts) + "。";
    if (first != period) text += "自" + first.to_string() + "累计：" + chinese(so_far) + "。";
    return text;
  }

  const Subject& subject_;
  const LearningOptions& options_;
  EvidenceBar bar_;
};

// Puts an item as the evidence has it, whatever stood there; notes it when that changed something.
Status put_item(KnowledgeBase& base, KnowledgeItem item, std::set<KnowledgeItemId>& changed) {
  const KnowledgeItem* known = base.find(item.id);
  const std::uint32_t version = known == nullptr ? 0 : known->version;
  STAYSAIL_TRY(const KnowledgeItem stored, base.put(std::move(item)));
  if (stored.version != version) changed.insert(stored.id);
  return ok();
}

// The period's item of a subject that a corrected report no longer knows.
Status retire_item(KnowledgeBase& base, const KnowledgeItemId& id, std::set<KnowledgeItemId>& changed) {
  const KnowledgeItem* known = base.find(id);
  if (known == nullptr || known->state == KnowledgeState::deprecated) return ok();
  KnowledgeItem item = *known;
  item.state = KnowledgeState::deprecated;
  return put_item(base, std::move(item), changed);
}

Status validate(const LearningOptions& options) {
  if (options.confidence > 0 && options.confidence < 1 && options.minimum_arm > 0) return ok();
  return Error(Errc::invalid_argument, "learning needs a confidence between 0 and 1 and a minimum_arm of at least 1");
}

}  // namespace

Result<Lesson> learn(KnowledgeBase& base, const EvaluationReport& report, const LearningOptions& options) {
  STAYSAIL_CHECK(validate(options));
  const EvidenceLedger::Cells cells = cells_of(report);
  std::set<Subject> subjects;
  add_subjects(base.evidence().cells(), report.period, subjects);
  add_subjects(cells, report.period, subjects);
  base.evidence().replace_period(report.period, cells);
  std::set<KnowledgeItemId> changed;
  for (const Subject& subject : subjects) {
    const Periods periods = periods_of(base.evidence(), subject);
    for (KnowledgeItem& item : ItemWriter(subject, options).write(periods))
      STAYSAIL_CHECK(put_item(base, std::move(item), changed));
    if (periods.count(report.period) == 0) STAYSAIL_CHECK(retire_item(base, item_id(subject, report.period), changed));
  }
  return Lesson{cells.size(), {changed.begin(), changed.end()}};
}

}  // namespace staysail
