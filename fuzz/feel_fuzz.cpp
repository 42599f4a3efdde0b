// Any bytes as an expression: compiled or refused with a place inside the text, and the same value in both planes.
#include <cstdlib>
#include <string_view>

#include "staysail/decision/expression.hpp"

namespace {

staysail::Scope scope() {
  staysail::Scope scope;
  scope.add("fee", staysail::FeelType::number()).add("monthly fee", staysail::FeelType::number());
  return scope.add("plan", staysail::FeelType::text()).add("any", staysail::FeelType::any());
}

staysail::Batch rows() {
  staysail::ColumnBuilder fee({"fee", staysail::ColumnType::number, 2, ""}),
      monthly({"monthly fee", staysail::ColumnType::number, 0, ""}), plan({"plan", staysail::ColumnType::text, 0, ""}),
      any({"any", staysail::ColumnType::day, 0, ""});
  for (int row = 0; row < 3; ++row) {
    fee.append_number(row * 125);
    monthly.append_null();
    plan.append_text(row == 0 ? "5G" : "4G");
    any.append_day(20000 + row);
  }
  return staysail::Batch::of({fee.finish(), monthly.finish(), plan.finish(), any.finish()}).value();
}

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const staysail::Scope names = scope();
  static const staysail::Batch batch = rows();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto compiled = staysail::Expression::compile(text, names, {"fuzz", 1, 1}, staysail::Profile::standard);
  if (!compiled) {
    require(compiled.error().place() != nullptr && !compiled.error().message().empty());
    return 0;
  }
  const auto values = compiled->values(batch);
  require(values.has_value());
  for (std::size_t row = 0; row < batch.rows(); ++row) {
    const auto inputs = staysail::Inputs::of_row(batch.columns(), row);
    require((*values)[row] == compiled->evaluate(inputs));
    compiled->explain(inputs);
  }
  return 0;
}
