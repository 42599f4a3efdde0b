#include "sample_customers.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <set>

#include "staysail/base/digest.hpp"
#include "staysail/base/executor.hpp"
#include "staysail/decision/condition_set.hpp"

namespace staysail::strategy {
namespace {

constexpr std::uint64_t kAttempts = 4;
constexpr int kMostDecimals = 9;  // of a number column

// The values of each name that customers at hand have, null first.
class Choices {
 public:
  explicit Choices(const std::vector<SampledCondition>& conditions) {
    for (const SampledCondition& one : conditions) {
      for (const std::string& name : one.condition->names()) add(name, Value());
      for (const Inputs& customer : one.customers)
        for (const auto& [name, value] : customer.values()) add(name, value);
    }
  }

  const std::map<std::string, ValueList>& values() const { return values_; }
  const Value& pick(const std::string& name, const ValueList& among, std::uint64_t salt) const {
    return among[hash_of(name, salt) % among.size()];
  }

 private:
  void add(const std::string& name, const Value& value) {
    if (seen_.insert({name, value.to_feel()}).second) values_[name].push_back(value);
  }
  std::map<std::string, ValueList> values_;
  std::set<std::pair<std::string, std::string>> seen_;
};

// Another customer than `from`: values of names that the condition does not use change at will, of the others few.
Inputs changed(const Inputs& from, const Choices& choices, std::uint64_t salt, bool keep) {
  Inputs customer;
  for (const auto& [name, among] : choices.values()) {
    const Value* own = from.find(name);
    const bool stays = own != nullptr && (keep || hash_of(name, ~salt) % 4 != 0);
    customer.set(name, stays ? *own : choices.pick(name, among, salt));
  }
  return customer;
}

// `from` changed so that the condition still holds.
Inputs variation(const SampledCondition& one, const Choices& choices, std::uint64_t salt) {
  const Inputs& from = one.customers.front();
  for (std::uint64_t attempt = 0; attempt < kAttempts; ++attempt) {
    Inputs customer = changed(from, choices, salt * kAttempts + attempt, false);
    if (one.condition->evaluate(customer).is_true()) return customer;
  }
  return changed(from, choices, salt, true);
}

std::vector<Inputs> invented(const std::vector<SampledCondition>& conditions) {
  const Choices choices(conditions);
  std::vector<Inputs> customers;
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    if (conditions[i].customers.empty()) continue;
    for (std::uint64_t k = 0; k < SampleCustomers::kEach; ++k)
      customers.push_back(k == 0 ? conditions[i].customers.front()
                                 : variation(conditions[i], choices, i * SampleCustomers::kEach + k));
  }
  return customers;
}

Result<Field> field_of(const std::string& name, const FeelType& type) {
  const auto field = [&name](ColumnType column, int scale) {
    return Field{name, column, static_cast<std::uint8_t>(scale), ""};
  };
  if (type.is(ValueKind::number))
    return field(ColumnType::number, type.decimals() >= 0 ? type.decimals() : kMostDecimals);
  if (type.is(ValueKind::boolean)) return field(ColumnType::boolean, 0);
  if (type.is(ValueKind::text)) return field(ColumnType::text, 0);
  if (type.is(ValueKind::date)) return field(ColumnType::day, 0);
  if (type.is(ValueKind::date_time)) return field(ColumnType::instant, 0);
  return Error(Errc::unsupported, "no column holds a " + type.to_string() + ", which is the type of: " + name);
}

// A number too large for its column counts as not known.
Column column_of(const Field& field, const std::vector<Inputs>& customers) {
  ColumnBuilder builder(field);
  for (const Inputs& customer : customers) {
    const Value* value = customer.find(field.name);
    if (value == nullptr || !append_value(builder, *value)) builder.append_null();
  }
  return builder.finish();
}

Result<Batch> frame_of(const std::vector<SampledCondition>& conditions, const Scope& scope,
                       const std::vector<Inputs>& customers) {
  std::set<std::string> names;
  for (const auto& one : conditions) names.insert(one.condition->names().begin(), one.condition->names().end());
  std::vector<Column> columns;
  for (const std::string& name : names) {
    const FeelType* type = scope.find(name);
    STAYSAIL_TRY(const Field field, field_of(name, type != nullptr ? *type : FeelType()));
    columns.push_back(column_of(field, customers));
  }
  return Batch::of(std::move(columns));
}

}  // namespace

Result<SampleCustomers> SampleCustomers::of(const std::vector<SampledCondition>& conditions, const Scope& scope) {
  SampleCustomers made;
  made.customers_ = invented(conditions);
  STAYSAIL_TRY(const Batch frame, frame_of(conditions, scope, made.customers_));
  std::vector<Expression> expressions;
  for (const SampledCondition& one : conditions) expressions.push_back(*one.condition);
  made.stride_ = (made.customers_.size() + 63) / 64;
  made.words_.resize(expressions.size() * made.stride_);
  if (frame.rows() == 0) return made;
  InlineExecutor executor;
  STAYSAIL_TRY(const BoundConditions bound, ConditionSet::of(std::move(expressions)).bind(frame.schema(), {}));
  STAYSAIL_TRY(const RowCodes codes, bound.encode(frame, executor));
  bound.mark(codes, {0, frame.rows()}, instruction_sets().back(), {}, made.words_.data(), made.stride_);
  for (std::size_t row = 0; row < frame.rows(); ++row) made.customers_[row] = Inputs::of_row(frame.columns(), row);
  return made;
}

bool SampleCustomers::may_imply(std::size_t a, std::size_t b) const {
  const auto left = mask(a), right = mask(b);
  for (std::size_t word = 0; word < stride_; ++word)
    if ((left[word] & ~right[word]) != 0) return false;
  return true;
}

const Inputs* SampleCustomers::both(std::size_t a, std::size_t b) const {
  const auto left = mask(a), right = mask(b);
  for (std::size_t word = 0; word < stride_; ++word)
    if (const std::uint64_t shared = left[word] & right[word]; shared != 0)
      return &customers_[word * 64 + static_cast<std::size_t>(std::countr_zero(shared))];
  return nullptr;
}

}  // namespace staysail::strategy
