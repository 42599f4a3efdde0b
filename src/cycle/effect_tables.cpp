#include "effect_tables.hpp"

#include <optional>
#include <string_view>

namespace staysail::cycle {
namespace {

// Appends cells of one row from left to right.
class RowWriter {
 public:
  explicit RowWriter(BatchBuilder& builder) : builder_(builder) {}
  RowWriter& text(std::string_view value) {
    ColumnBuilder& column = next();
    if (value.empty()) column.append_null();
    else column.append_text(value);
    return *this;
  }
  RowWriter& number(std::int64_t value) {
    next().append_number(value);
    return *this;
  }
  RowWriter& count(std::uint64_t value) { return number(static_cast<std::int64_t>(value)); }
  RowWriter& real(std::optional<double> value) {
    ColumnBuilder& column = next();
    if (value) column.append_real(*value);
    else column.append_null();
    return *this;
  }

 private:
  ColumnBuilder& next() { return builder_.column(at_++); }
  BatchBuilder& builder_;
  std::size_t at_ = 0;
};

Field field(std::string name, ColumnType type) { return {std::move(name), type, 0, {}}; }

template <class... Groups>
Schema schema_of_columns(const Groups&... groups) {
  std::vector<Field> fields;
  const auto append = [&](const auto& group) {
    for (const char* name : group.second) fields.push_back(field(name, group.first));
  };
  (append(groups), ...);
  return *Schema::of(std::move(fields));  // the names below are distinct
}

using Group = std::pair<ColumnType, std::vector<const char*>>;

Schema effects_schema() {
  return schema_of_columns(
      Group{ColumnType::text, {"period", "strategy", "segment", "stage"}},
      Group{ColumnType::number, {"treated", "treated_kept", "contacted", "accepted", "held_out", "held_out_kept"}},
      Group{ColumnType::real, {"kept_difference", "kept_low", "kept_high", "revenue_difference"}},
      Group{ColumnType::number, {"kept_customers"}}, Group{ColumnType::text, {"verdict", "english", "chinese"}});
}

Schema advice_schema() {
  return schema_of_columns(Group{ColumnType::text, {"segment", "stage"}}, Group{ColumnType::number, {"rank"}},
                           Group{ColumnType::text, {"strategy", "strength", "scope"}},
                           Group{ColumnType::number, {"tried", "kept", "held_out", "held_out_kept", "periods"}},
                           Group{ColumnType::real, {"effect"}},
                           Group{ColumnType::text, {"items", "english", "chinese"}});
}

std::optional<double> revenue_difference(const EffectEstimate& effect) {
  if (!effect.revenue_change) return std::nullopt;
  double unit = 1;
  for (int i = 0; i < effect.revenue_change->scale; ++i) unit *= 10;
  return static_cast<double>(effect.revenue_change->difference) / unit;
}

void append(const EffectEstimate& effect, BatchBuilder& builder) {
  RowWriter row(builder);
  row.text(effect.period.to_string())
      .text(effect.cell.strategy.text())
      .text(effect.cell.segment)
      .text(effect.cell.stage);
  row.count(effect.treated.customers)
      .count(effect.treated.kept)
      .count(effect.treated.contacted)
      .count(effect.treated.accepted);
  row.count(effect.held_out.customers).count(effect.held_out.kept);
  const auto& kept = effect.kept;
  row.real(kept ? std::optional<double>(kept->difference) : std::nullopt);
  row.real(kept ? std::optional<double>(kept->interval.low) : std::nullopt);
  row.real(kept ? std::optional<double>(kept->interval.high) : std::nullopt);
  row.real(revenue_difference(effect));
  row.number(kept ? kept->customers : 0).text(name_of(effect.verdict)).text(effect.english).text(effect.chinese);
}

std::string joined_ids(const std::vector<KnowledgeItemId>& items) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "" : " ") + item.text();
  return text;
}

void append(const GroupAdvice& group, const Advice& advice, std::int64_t rank, BatchBuilder& builder) {
  const OutcomeCounts& counts = advice.evidence.counts;
  RowWriter row(builder);
  row.text(group.segment)
      .text(group.stage)
      .number(rank)
      .text(advice.strategy.text())
      .text(name_of(advice.strength))
      .text(name_of(advice.scope));
  row.count(counts.tried)
      .count(counts.kept)
      .count(counts.held_out)
      .count(counts.held_out_kept)
      .count(advice.evidence.periods);
  row.real(advice.effect).text(joined_ids(advice.items)).text(advice.english).text(advice.chinese);
}

}  // namespace

Result<Batch> effects_table(const std::vector<EvaluationReport>& reports) {
  BatchBuilder builder(effects_schema());
  for (const auto& report : reports)
    for (const auto& effect : report.effects) append(effect, builder);
  return builder.finish();
}

Result<Batch> advice_table(const std::vector<GroupAdvice>& groups) {
  BatchBuilder builder(advice_schema());
  for (const auto& group : groups) {
    std::int64_t rank = 0;
    for (const auto& advice : group.advice) append(group, advice, ++rank, builder);
  }
  return builder.finish();
}

}  // namespace staysail::cycle
