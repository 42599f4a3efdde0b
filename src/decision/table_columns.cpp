// A batch through a table: block by block, each input's lane once, each rule's tests over it.
#include <algorithm>

#include "decision/column_binding.hpp"
#include "decision/kernels.hpp"
#include "decision/program.hpp"
#include "decision/semantics.hpp"
#include "decision/table_sheet.hpp"

namespace staysail {
namespace decision {

// One expression over the blocks of a batch.
class ColumnRun {
 public:
  static Result<ColumnRun> of(const Tree& tree, const Batch& batch, const Inputs& constants) {
    STAYSAIL_TRY(std::vector<NameSource> sources, bind_columns(tree, batch, constants));
    return ColumnRun(tree, std::move(sources), batch.rows());
  }

  // `asked`: the lane of "?"; null where there is none.
  LanePtr block(std::size_t begin, std::size_t rows, const LanePtr& asked) {
    evaluator_->start(begin, rows);
    for (std::uint32_t name = 0; asked != nullptr && name < tree_->names.size(); ++name)
      if (tree_->names[name] == "?") evaluator_->hand_in(name, asked);
    return evaluator_->root();
  }

 private:
  ColumnRun(const Tree& tree, std::vector<NameSource> sources, std::size_t rows)
      : tree_(&tree), evaluator_(std::make_unique<LaneEvaluator>(tree, std::move(sources), rows)) {}
  const Tree* tree_;
  std::unique_ptr<LaneEvaluator> evaluator_;
};

}  // namespace decision

namespace {

using decision::ColumnRun;
using decision::LanePtr;
using Truths = std::vector<std::uint8_t>;
using Sheet = DecisionTable::Sheet;

constexpr std::int32_t kNoRule = -1;

}  // namespace

// The compiled cells of a table tied to one batch.
class DecisionTable::Run {
 public:
  static Result<Run> of(const Sheet& sheet, const Batch& batch, const Inputs& constants) {
    Run run(sheet, batch);
    STAYSAIL_CHECK(run.bind(constants));
    return run;
  }

  std::size_t rows() const { return batch_->rows(); }

  void start(std::size_t begin) {
    begin_ = begin;
    block_rows_ = std::min(decision::kBlockRows, batch_->rows() - begin);
    asked_.clear();
    for (ColumnRun& input : inputs_) asked_.push_back(input.block(begin_, block_rows_, nullptr));
  }
  std::size_t block_rows() const { return block_rows_; }

  // Whether the rule holds, row by row of the block.
  Truths holds(std::size_t rule) {
    Truths truth(block_rows_, decision::kTrue);
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      if (Sheet::asks_nothing(sheet_->rules[rule].tests[i])) continue;
      decision::fold_truth(decision::NodeKind::conjunction, truth,
                           *tests_[rule][i].block(begin_, block_rows_, asked_[i]));
    }
    return truth;
  }

  LanePtr output(std::size_t rule, std::size_t output) {
    return outputs_[rule][output].block(begin_, block_rows_, nullptr);
  }

  std::vector<Value> asked_at(std::size_t row) const {
    std::vector<Value> values;
    for (const LanePtr& lane : asked_) values.push_back(decision::value_at(*lane, row));
    return values;
  }

 private:
  Run(const Sheet& sheet, const Batch& batch) : sheet_(&sheet), batch_(&batch) {}

  Status bind(const Inputs& constants) {
    STAYSAIL_TRY(inputs_, tied(sheet_->inputs, constants));
    for (const Sheet::Rule& rule : sheet_->rules) {
      STAYSAIL_TRY(std::vector<ColumnRun> tests, tied(rule.tests, constants));
      STAYSAIL_TRY(std::vector<ColumnRun> outputs, tied(rule.outputs, constants));
      tests_.push_back(std::move(tests));
      outputs_.push_back(std::move(outputs));
    }
    return ok();
  }

  Result<std::vector<ColumnRun>> tied(const std::vector<Expression>& expressions, const Inputs& constants) const {
    std::vector<ColumnRun> runs;
    for (const Expression& expression : expressions) {
      auto run = ColumnRun::of(expression.program_->tree, *batch_, constants);
      if (!run) return expression.placed(run.error());
      runs.push_back(*std::move(run));
    }
    return runs;
  }

  const Sheet* sheet_;
  const Batch* batch_;
  std::vector<ColumnRun> inputs_;
  std::vector<std::vector<ColumnRun>> tests_, outputs_;
  std::size_t begin_ = 0, block_rows_ = 0;
  std::vector<LanePtr> asked_;
};

// Builds the output columns of a batch.
class DecisionTable::Decider {
 public:
  Decider(const Sheet& sheet, Run& run, std::vector<Field> fields)
      : sheet_(sheet), run_(run), rule_column_(Field{"rule", ColumnType::number, 0, ""}) {
    for (Field& field : fields) outputs_.emplace_back(std::move(field));
  }

  Result<Batch> decide() {
    for (std::size_t begin = 0; begin < run_.rows(); begin += decision::kBlockRows) {
      run_.start(begin);
      STAYSAIL_CHECK(sheet_.collects() ? collect_block() : single_block());
    }
    std::vector<Column> columns;
    for (ColumnBuilder& output : outputs_) columns.push_back(output.finish());
    columns.push_back(rule_column_.finish());
    return Batch::of(std::move(columns));
  }

 private:
  Status single_block() {
    std::vector<std::int32_t> taken(run_.block_rows(), kNoRule);
    for (std::size_t rule = 0; rule < sheet_.rules.size(); ++rule) STAYSAIL_CHECK(take_rows(rule, taken));
    append_rules(taken);
    for (std::size_t output = 0; output < outputs_.size(); ++output) STAYSAIL_CHECK(append_outputs(output, taken));
    return ok();
  }

  Status take_rows(std::size_t rule, std::vector<std::int32_t>& taken) {
    const Truths truth = run_.holds(rule);
    for (std::size_t row = 0; row < truth.size(); ++row) {
      if (truth[row] != decision::kTrue) continue;
      if (taken[row] == kNoRule) taken[row] = static_cast<std::int32_t>(rule);
      else STAYSAIL_CHECK(second_hit(row, rule, taken));
    }
    return ok();
  }

  // A row that an earlier rule has taken holds for this one too.
  Status second_hit(std::size_t row, std::size_t rule, std::vector<std::int32_t>& taken) {
    const auto before = static_cast<std::size_t>(taken[row]);
    if (sheet_.policy == HitPolicy::unique) return sheet_.overlap(before, rule, run_.asked_at(row));
    if (sheet_.policy == HitPolicy::any && !agree(before, rule, row))
      return sheet_.overlap(before, rule, run_.asked_at(row));
    if (sheet_.policy == HitPolicy::priority && sheet_.ranks_before(rule, before))
      taken[row] = static_cast<std::int32_t>(rule);
    return ok();
  }

  bool agree(std::size_t a, std::size_t b, std::size_t row) {
    for (std::size_t output = 0; output < outputs_.size(); ++output)
      if (!(value_of(a, output, row) == value_of(b, output, row))) return false;
    return true;
  }

  Value value_of(std::size_t rule, std::size_t output, std::size_t row) {
    const Value* constant = sheet_.rules[rule].outputs[output].constant();
    return constant != nullptr ? *constant : decision::value_at(*run_.output(rule, output), row);
  }

  void append_rules(const std::vector<std::int32_t>& taken) {
    for (const std::int32_t rule : taken) {
      if (rule == kNoRule) rule_column_.append_null();
      else rule_column_.append_number(sheet_.rules[static_cast<std::size_t>(rule)].line);
    }
  }

  // The lane of one output for every rule: constants repeated, the rest computed over the block.
  std::vector<LanePtr> lanes_of(std::size_t output) {
    std::vector<LanePtr> lanes;
    for (std::size_t rule = 0; rule < sheet_.rules.size(); ++rule) lanes.push_back(run_.output(rule, output));
    return lanes;
  }

  Status append_outputs(std::size_t output, const std::vector<std::int32_t>& taken) {
    const std::vector<LanePtr> lanes = lanes_of(output);
    for (std::size_t row = 0; row < taken.size(); ++row) {
      if (taken[row] == kNoRule) outputs_[output].append_null();
      else
        STAYSAIL_CHECK(
            append_value(outputs_[output], decision::value_at(*lanes[static_cast<std::size_t>(taken[row])], row)));
    }
    return ok();
  }

  Status collect_block() {
    std::vector<Truths> truths;
    std::vector<std::int32_t> first(run_.block_rows(), kNoRule), counts(run_.block_rows(), 0);
    for (std::size_t rule = 0; rule < sheet_.rules.size(); ++rule) {
      truths.push_back(run_.holds(rule));
      for (std::size_t row = 0; row < first.size(); ++row) {
        if (truths[rule][row] != decision::kTrue) continue;
        if (counts[row]++ == 0) first[row] = static_cast<std::int32_t>(rule);
      }
    }
    append_rules(first);
    for (std::size_t output = 0; output < outputs_.size(); ++output)
      STAYSAIL_CHECK(append_collected(output, truths, counts));
    return ok();
  }

  Status append_collected(std::size_t output, const std::vector<Truths>& truths,
                          const std::vector<std::int32_t>& counts) {
    const std::vector<LanePtr> lanes = lanes_of(output);
    for (std::size_t row = 0; row < counts.size(); ++row) {
      Value combined = sheet_.policy == HitPolicy::collect_count ? Value::number(counts[row]) : Value();
      for (std::size_t rule = 0; rule < lanes.size() && sheet_.policy != HitPolicy::collect_count; ++rule)
        if (truths[rule][row] == decision::kTrue)
          combined = sheet_.combined(combined, decision::value_at(*lanes[rule], row));
      STAYSAIL_CHECK(append_value(outputs_[output], combined));
    }
    return ok();
  }

  const Sheet& sheet_;
  Run& run_;
  std::vector<ColumnBuilder> outputs_;
  ColumnBuilder rule_column_;
};

namespace {

std::optional<ColumnType> column_type(const FeelType& type) {
  if (type.is_any()) return std::nullopt;
  switch (type.kind()) {
    case ValueKind::number: return ColumnType::number;
    case ValueKind::boolean: return ColumnType::boolean;
    case ValueKind::date: return ColumnType::day;
    case ValueKind::date_time: return ColumnType::instant;
    case ValueKind::text:
    case ValueKind::null: return ColumnType::text;
    default: return std::nullopt;
  }
}

// The most decimals the cells write; empty when one of them is computed.
std::optional<std::uint8_t> written_scale(const Sheet& sheet, std::size_t output) {
  std::uint8_t scale = 0;
  for (const Sheet::Rule& rule : sheet.rules) {
    const Value* value = rule.outputs[output].constant();
    if (value == nullptr) return std::nullopt;
    if (value->kind() != ValueKind::number) continue;
    while (scale < 9 && !(value->as_number().rounded(scale, Rounding::half_even) == value->as_number())) ++scale;
  }
  return scale;
}

Error no_column(const Sheet& sheet, std::size_t output, const std::string& why) {
  return Error(Errc::unsupported, sheet.name + ": the output " + sheet.output_names[output] + " " + why);
}

Result<Field> field_of(const Sheet& sheet, std::size_t output, std::span<const Field> declared) {
  for (const Field& field : declared)
    if (field.name == sheet.output_names[output]) return field;
  if (sheet.policy == HitPolicy::collect_count) return Field{sheet.output_names[output], ColumnType::number, 0, ""};
  const auto type = column_type(sheet.output_types[output]);
  if (!type)
    return no_column(sheet, output, "is a " + sheet.output_types[output].to_string() + ", which no column holds");
  if (*type != ColumnType::number) return Field{sheet.output_names[output], *type, 0, ""};
  const auto scale = written_scale(sheet, output);
  if (!scale) return no_column(sheet, output, "is computed; declare its column with the scale to round to");
  return Field{sheet.output_names[output], *type, *scale, ""};
}

}  // namespace

Result<Batch> DecisionTable::decide(const Batch& batch, const Inputs& constants,
                                    std::span<const Field> declared) const {
  if (sheet_->gives_lists())
    return Error(
        Errc::unsupported,
        sheet_->name + ": hit=C, R and O give lists, which no column holds; use hit=C+ or ask which rules hold");
  std::vector<Field> fields;
  for (std::size_t output = 0; output < sheet_->output_names.size(); ++output) {
    STAYSAIL_TRY(Field field, field_of(*sheet_, output, declared));
    fields.push_back(std::move(field));
  }
  STAYSAIL_TRY(Run run, Run::of(*sheet_, batch, constants));
  Decider decider(*sheet_, run, std::move(fields));
  return decider.decide();
}

Result<std::vector<std::vector<std::uint8_t>>> DecisionTable::holds(const Batch& batch, const Inputs& constants) const {
  STAYSAIL_TRY(Run run, Run::of(*sheet_, batch, constants));
  std::vector<std::vector<std::uint8_t>> masks(sheet_->rules.size());
  for (std::size_t begin = 0; begin < batch.rows(); begin += decision::kBlockRows) {
    run.start(begin);
    for (std::size_t rule = 0; rule < masks.size(); ++rule)
      for (const std::uint8_t truth : run.holds(rule)) masks[rule].push_back(truth == decision::kTrue ? 1 : 0);
  }
  return masks;
}

}  // namespace staysail
