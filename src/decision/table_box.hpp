// A decision table of a decision model, with every hit policy of the standard.
#pragma once

#include "decision/boxed.hpp"

namespace staysail::decision {

enum class HitPolicy : std::uint8_t { unique, first, priority, any, collect, rule_order, output_order };
enum class Aggregation : std::uint8_t { none, sum, count, minimum, maximum };

struct TableInput {
  BoxedPtr expression;
  Declared declared;
  std::optional<Formula> allowed;
};

struct TableOutput {
  Declared declared;                 // an empty name in a table of one output
  std::vector<BoxedPtr> priorities;  // the allowed values in order, where they are listed
  std::optional<Formula> allowed;
  BoxedPtr otherwise;  // null without a default
};

struct TableRule {
  std::vector<Formula> tests;
  std::vector<BoxedPtr> outputs;
};

class TableBox final : public Boxed {
 public:
  struct Parts {
    HitPolicy policy = HitPolicy::unique;
    Aggregation aggregation = Aggregation::none;
    std::vector<TableInput> inputs;
    std::vector<TableOutput> outputs;
    std::vector<TableRule> rules;
  };

  explicit TableBox(Parts parts) : parts_(std::move(parts)) {}
  Value evaluate(const EnvironmentPtr& around, Evaluation& evaluation) const override;

 private:
  using Row = ValueList;  // a value for each output

  std::optional<ValueList> asked(const EnvironmentPtr& around, Evaluation& evaluation) const;
  bool matches(const TableRule& rule, const ValueList& asked, const Environment& around, Evaluation& evaluation) const;
  Row row_of(const std::vector<BoxedPtr>& cells, const EnvironmentPtr& around, Evaluation& evaluation) const;
  Value without_match(const EnvironmentPtr& around, Evaluation& evaluation) const;
  Value decided(std::vector<Row> rows, const EnvironmentPtr& around, Evaluation& evaluation) const;
  Value agreed(const std::vector<Row>& rows, Evaluation& evaluation) const;
  Value aggregated(const std::vector<Row>& rows, Evaluation& evaluation) const;
  void by_priority(std::vector<Row>& rows, const EnvironmentPtr& around, Evaluation& evaluation) const;
  Value value_of(const Row& row) const;
  Value list_of(const std::vector<Row>& rows) const;
  bool has_list() const {
    return parts_.policy == HitPolicy::collect || parts_.policy == HitPolicy::rule_order ||
           parts_.policy == HitPolicy::output_order;
  }

  Parts parts_;
};

}  // namespace staysail::decision
