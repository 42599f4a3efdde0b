// Histories of stages: any bytes are a history or an error; a history that was read is whole, in order, and goes on.
#include "property.hpp"
#include "staysail/lifecycle/stage_history.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace staysail;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  auto history = StageHistory::from_record(bytes);
  if (fuzz::refused(history)) return 0;
  const auto again = StageHistory::from_record(history->to_record());
  fuzz::require(again && *again == *history);
  const auto& stays = history->stays();
  for (std::size_t i = 1; i < stays.size(); ++i)
    fuzz::require(stays[i - 1].left && *stays[i - 1].left <= stays[i].entered);
  if (!stays.empty()) fuzz::require(history->enter("a stage of its own", "fuzz", stays.back().entered).has_value());
  fuzz::require(StageHistory::from_record(history->to_record()).has_value());
  return 0;
}
