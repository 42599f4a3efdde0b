// Names of kinds, states and units, and the parameters of an action: any text is a value or an error that lists what
// there is, and a value is written as the text that it was read from.
#include "property.hpp"
#include "staysail/base/money.hpp"
#include "staysail/boss/boss_actions.hpp"
#include "staysail/files/encoding.hpp"
#include "staysail/indicators/indicator.hpp"
#include "staysail/knowledge/item.hpp"
#include "staysail/model/table.hpp"
#include "staysail/model/task_state.hpp"
#include "staysail/privacy/purpose.hpp"
#include "staysail/strategy/strategy.hpp"
#include "staysail/strategy/verdict.hpp"

namespace {

using namespace staysail;

template <class Value>
void named(const Result<Value>& value, std::string_view text) {
  if (!fuzz::refused(value)) fuzz::require(name_of(*value) == text);
}

void read_parameters(std::string_view text) {
  const auto parameters = parse_parameters(text);
  if (fuzz::refused(parameters)) return;
  fuzz::require(parse_parameters(parameters_text(*parameters)).value() == *parameters);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  named(action_kind_of(text), text);
  named(action_status_of(text), text);
  named(aggregate_of(text), text);
  named(attribute_type_of(text), text);
  named(encoding_of(text), text);
  named(grain_of(text), text);
  named(knowledge_kind_of(text), text);
  named(knowledge_state_of(text), text);
  named(strategy_kind_of(text), text);
  named(task_state_of(text), text);
  named(verdict_of(text), text);
  if (const auto currency = Currency::of(text); !fuzz::refused(currency)) fuzz::require(currency->letters() == text);
  if (const auto purpose = Purpose::of(text); !fuzz::refused(purpose)) fuzz::require(purpose->name() == text);
  read_parameters(text);
  return 0;
}
