// Any bytes as a decision table, a sheet or a model: refused with a place, or decided the same in both planes.
#include <cstdlib>
#include <string_view>

#include "staysail/decision/decision_table.hpp"

namespace {

staysail::Scope scope() {
  staysail::Scope scope;
  scope.add("fee", staysail::FeelType::number(2)).add("plan", std::vector<std::string>{"5G", "4G"});
  return scope;
}

staysail::Batch rows() {
  staysail::ColumnBuilder fee({"fee", staysail::ColumnType::number, 2, ""}),
      plan({"plan", staysail::ColumnType::text, 0, ""});
  fee.append_number(125);
  fee.append_null();
  plan.append_text("5G");
  plan.append_text("4G");
  return staysail::Batch::of({fee.finish(), plan.finish()}).value();
}

void require(bool holds) {
  if (!holds) std::abort();
}

void check_table(std::string_view text, const char* file) {
  static const staysail::Scope names = scope();
  static const staysail::Batch batch = rows();
  const auto table = staysail::DecisionTable::parse(text, file, names, staysail::Profile::standard);
  if (!table) return require(!table.error().message().empty());
  (void)table->check_complete();
  const auto decided = table->decide(batch);
  for (std::size_t row = 0; decided && row < batch.rows(); ++row) {
    const auto one = table->decide(staysail::Inputs::of_row(batch.columns(), row));
    require(one.has_value());
    require(decided->find("rule")->is_null(row) == one->rules.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_table(text, text.substr(0, 1) == "<" ? "fuzz.dmn" : "fuzz.csv");
  return 0;
}
