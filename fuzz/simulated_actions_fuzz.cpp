// Actions files of the simulator: any text is read in order of its tokens, each once, or is an error with a place.
#include "property.hpp"
#include "simulator/action.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace staysail;
  const auto table = read_csv_table({reinterpret_cast<const char*>(data), size}, "fuzz.csv");
  if (fuzz::refused(table)) return 0;
  const auto actions = simulator::actions_of(*table);
  if (fuzz::refused(actions)) {
    fuzz::require(actions.error().place() != nullptr);
    return 0;
  }
  for (std::size_t i = 0; i < actions->size(); ++i) {
    const simulator::Action& action = (*actions)[i];
    fuzz::require(!action.token.empty() && (i == 0 || (*actions)[i - 1].token < action.token));
    const int months = action.number("months", 12, 1, 60);
    fuzz::require(months >= 1 && months <= 60);
  }
  return 0;
}
